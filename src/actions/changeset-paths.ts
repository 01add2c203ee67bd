/** Which paths a changeset touches: what a policy's kinds may ask for, told by whoever has the repository. */
import { type Caller, type Context, demand } from "./context.ts";
import { recordNews } from "./record.ts";

export interface ChangesetPaths {
  readonly sha: string;
  readonly paths: readonly string[];
}

/** The changeset may come later than its paths. The same again stores nothing. */
export async function putPaths(
  ctx: Context,
  caller: Caller,
  sha: string,
  sent: readonly string[],
): Promise<ChangesetPaths> {
  demand(caller, "release", "triage");
  return await ctx.known.inTurn(async () => {
    const body: ChangesetPaths = { sha, paths: [...new Set(sent)].sort() };
    const before = (await ctx.store.entity("paths", sha))?.body;
    await recordNews(ctx, caller, { kind: "paths", key: sha, body }, before);
    return body;
  });
}

/** Null when nobody told. */
export async function pathsOf(ctx: Context, sha: string): Promise<readonly string[] | null> {
  return ((await ctx.store.entity("paths", sha))?.body as ChangesetPaths | undefined)?.paths ?? null;
}
