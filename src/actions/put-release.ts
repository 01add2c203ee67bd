/** A changeset is named a release. */
import type { Release } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { recordNews } from "./record.ts";

type Sent = { [K in keyof Release]: Release[K] | undefined };

export async function putRelease(ctx: Context, caller: Caller, sent: Sent): Promise<Release> {
  demand(caller, "release");
  const release = JSON.parse(JSON.stringify(sent)) as Release;
  return await ctx.known.inTurn(async () => {
    if (!(await ctx.known.changesets()).has(release.sha)) {
      const detail = `${release.sha} is not a known changeset; send it first with PUT /v1/changesets or tarnish changeset sync`;
      throw new Fault("invalid", `Release ${release.tag} names an unknown changeset.`, [{ path: "/sha", detail }]);
    }
    const before = (await ctx.known.releases()).get(release.tag);
    await recordNews(ctx, caller, { kind: "release", key: release.tag, body: release }, before);
    return release;
  });
}
