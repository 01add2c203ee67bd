/** What two rigs measured of the same changesets lately: each is compared with itself, so that no change of the code is in it. */
import type { AcceptedState } from "../model/epoch.ts";
import { unitFactor } from "../model/unit.ts";
import type { SeriesRow } from "../store/runs.ts";
import { onePath } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import { SeriesEpochs, UNTOLD } from "./series-epochs.ts";
import { byChangeset, type ChangesetRuns, changesetPoint, newestStart } from "./series-history.ts";

/** Changesets up to the tip of a branch that are looked at. */
const NEWEST = 50;
const MOST_BRANCHES = 5;
/** In common, so that their differences show how much they differ. */
const FEWEST = 2;

export interface Twins {
  readonly baseline: SeriesRow;
  readonly candidate: SeriesRow;
}

export interface MeasuredTwins extends Twins {
  readonly branch: string;
  /** Changesets that both measured, oldest first; values in the unit of the baseline's series. */
  readonly both: readonly { readonly sha: string; readonly baseline: number; readonly candidate: number }[];
  /** RFC 3339: starts of the newest runs. */
  readonly measuredAt: { readonly baseline: string; readonly candidate: string };
}

/** Of each pair on the longest branch that has changesets of both; pairs without are left out. */
export async function rigLevels(ctx: Context, pairs: readonly Twins[]): Promise<MeasuredTwins[]> {
  const order = await ctx.known.landingOrder();
  const found: MeasuredTwins[] = [];
  let left = pairs;
  for (const branch of await branchesOf(ctx)) {
    if (left.length === 0) break;
    const runs = await runsOn(ctx, left, order.trunk(branch).slice(-NEWEST));
    const measured = left.map((pair) => measuredBy(pair, branch, runs));
    found.push(...measured.filter((one) => one !== null));
    left = left.filter((_, index) => measured[index] === null);
  }
  return found;
}

/** Where no changeset has a position in the order of landing, the branches that they name most: their order is that of parents. */
async function branchesOf(ctx: Context): Promise<readonly string[]> {
  const landed = (await ctx.known.landingOrder()).branches();
  if (landed.length > 0) return landed;
  const named = groupedBy([...(await ctx.known.changesets()).values()], ({ branch }) => branch ?? "");
  const busiest = [...named].sort(([, one], [, other]) => other.length - one.length);
  return busiest.slice(0, MOST_BRANCHES).map(([branch]) => branch);
}

type Runs = ReadonlyMap<string, readonly ChangesetRuns<PathPoint>[]>;

async function runsOn(ctx: Context, pairs: readonly Twins[], shas: readonly string[]): Promise<Runs> {
  const series = [...new Set(pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]))];
  const accepted = await ctx.known.acceptedStates();
  const runs = new Map<string, readonly ChangesetRuns<PathPoint>[]>();
  for await (const { series: one, points } of pathPoints(ctx, series, { ...onePath(shas), onlyNewer: new Set(shas) }))
    runs.set(
      one.id,
      byChangeset(ofNewestEpoch(one, points, accepted), shas).filter(({ usable }) => usable.length > 0),
    );
  return runs;
}

/**
 * Usable runs in the newest state of the rig that people know: what it measured before an epoch, or in an open drift,
 * is of another instrument, whose figures go into no mean with these. `points` by start; `accepted` by `stateKey`.
 */
export function ofNewestEpoch(
  { rig }: Pick<SeriesRow, "rig">,
  points: readonly PathPoint[],
  accepted: ReadonlyMap<string, AcceptedState>,
): readonly PathPoint[] {
  const usable = points.filter(({ excluded }) => excluded === "");
  const epochs = new SeriesEpochs(rig, usable, "", accepted);
  const newest = usable.findLast((point) => epochs.of(point) !== UNTOLD && epochs.isSettled(point));
  return newest === undefined ? usable : usable.filter((point) => epochs.isComparable(point, epochs.of(newest)));
}

/** Null where too few changesets are left that both measured. */
export function measuredBy(pair: Twins, branch: string, runs: Runs): MeasuredTwins | null {
  const others = new Map((runs.get(pair.candidate.id) ?? []).map((one) => [one.sha, one]));
  const factor = unitFactor(pair.candidate.unit, pair.baseline.unit);
  const both = (runs.get(pair.baseline.id) ?? []).flatMap((mine) => {
    const other = others.get(mine.sha);
    return other === undefined ? [] : [{ mine, other }];
  });
  if (both.length < FEWEST) return null;
  return {
    ...pair,
    branch,
    both: both.map(({ mine, other }) => ({
      sha: mine.sha,
      baseline: changesetPoint(mine).value,
      candidate: changesetPoint(other).value * factor,
    })),
    measuredAt: {
      baseline: newestStart(both.map(({ mine }) => mine)),
      candidate: newestStart(both.map(({ other }) => other)),
    },
  };
}
