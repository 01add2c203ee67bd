/** Runs as a list, newest first: which were posted, and which of them count. */
import { Fault } from "../model/fault.ts";
import type { StoredRun } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import type { Page } from "./page.ts";
import { canSee } from "./read-series.ts";

export interface RunsAsked {
  readonly rig?: string | undefined;
  readonly sha?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Only of rigs that the caller may see. The cursor names the last run seen. */
export async function listRuns(ctx: Context, caller: Caller, asked: RunsAsked): Promise<Page<StoredRun>> {
  const visible = [...(await ctx.known.rigs()).values()].filter((rig) => canSee(caller, rig)).map(({ rig }) => rig);
  const rigs = asked.rig === undefined ? visible : visible.filter((rig) => rig === asked.rig);
  const found = await ctx.store.runs({
    rigs,
    limit: asked.limit + 1,
    ...(asked.sha !== undefined && { shas: [await fullSha(ctx, caller, asked.sha)] }),
    ...(asked.from !== undefined && { from: new Date(asked.from) }),
    ...(asked.to !== undefined && { to: new Date(asked.to) }),
    ...(asked.cursor !== undefined && { before: placeOf(asked.cursor) }),
  });
  const items = found.slice(0, asked.limit);
  const last = items.at(-1);
  const next = found.length > asked.limit && last ? `${last.startedAt.getTime()}_${last.run}` : null;
  return { items, next };
}

function placeOf(cursor: string): Pick<StoredRun, "run" | "startedAt"> {
  const [, start, run] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (start === undefined || run === undefined) {
    const detail = "is not known";
    throw new Fault("invalid", "The cursor is not one of this list; start again without it.", [
      { path: "/cursor", detail },
    ]);
  }
  return { startedAt: new Date(Number(start)), run };
}
