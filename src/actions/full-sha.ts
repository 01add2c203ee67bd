/** People and rigs abbreviate shas: a beginning of at least seven hex digits that fits one known changeset names it. */
import type { Caller, Context } from "./context.ts";
import { visibleChangesets } from "./hidden-changesets.ts";

/** The full sha, or what was said where nothing or more than one fits. */
export async function fullSha(ctx: Context, caller: Caller, named: string): Promise<string> {
  if ((await ctx.known.changesets()).has(named) || !/^[0-9a-f]{7,39}$/.test(named)) return named;
  const fitting = (await visibleChangesets(ctx, caller)).filter(({ sha }) => sha.startsWith(named));
  return fitting.length === 1 ? (fitting[0]?.sha ?? named) : named;
}
