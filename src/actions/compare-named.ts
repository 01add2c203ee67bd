/** Two states of the code by what people call them, and what there is to be called. */
import type { Release } from "../model/changeset.ts";
import type { ReleaseComparison } from "../model/release-comparison.ts";
import { compareStates } from "./compare-states.ts";
import { comparedState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { canSee } from "./read-series.ts";

/** `base` and `head` are each a release, a changeset or the tip of a branch. */
export async function compareNamed(
  ctx: Context,
  caller: Caller,
  base: string,
  head: string,
): Promise<ReleaseComparison> {
  const baseline = await comparedState(ctx, caller, base);
  const candidate = await comparedState(ctx, caller, head);
  return await compareStates(ctx, caller, baseline, candidate);
}

export interface ComparableNames {
  /** Tags, the newest first. */
  readonly releases: readonly string[];
  readonly branches: readonly string[];
  /** As `rig:NAME`. */
  readonly rigs: readonly string[];
}

export async function comparableNames(ctx: Context, caller: Caller): Promise<ComparableNames> {
  const hidden = await hiddenChangesets(ctx, caller);
  const changesets = [...(await ctx.known.changesets()).values()];
  const landed = changesets.filter(({ sha, position }) => position !== undefined && !hidden.has(sha));
  return {
    releases: (await newestReleases(ctx)).map(({ tag }) => tag),
    rigs: [...(await ctx.known.rigs()).values()]
      .filter((rig) => canSee(caller, rig))
      .map(({ rig }) => `rig:${rig}`)
      .sort(),
    branches: [...new Set(landed.flatMap(({ branch }) => branch ?? []))].sort(),
  };
}

/** By the day on which each came out, or was committed where nobody said; the newest first. */
export async function newestReleases(ctx: Context): Promise<Release[]> {
  const changesets = await ctx.known.changesets();
  const out = ({ sha, releasedAt }: Release) => Date.parse(releasedAt ?? changesets.get(sha)?.committedAt ?? "") || 0;
  return [...(await ctx.known.releases()).values()].sort((a, b) => out(b) - out(a) || (a.tag < b.tag ? 1 : -1));
}
