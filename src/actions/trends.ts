/** Trends of many series over the newest landed changesets: reading grows with the series, not with their histories. */
import type { SeriesChartData } from "../charts/series-data.ts";
import type { SeriesAnalysis } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import { onePath } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { MOST_CHANGESETS } from "./landing-place.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import { drawnRuns, seriesHistories } from "./read-series.ts";
import { byChangeset, type ChangesetRuns } from "./series-history.ts";

export interface Trend extends SeriesChartData {
  readonly branch: string;
  readonly suite: string;
  /** The points behind it, in the series' unit: of landed changesets in landing order. */
  readonly points: readonly Pick<PathPoint, "sha" | "block" | "cause" | "excluded" | "startedAt" | "value">[];
}

/** Series in memory together. */
const AT_ONCE = 50;

/**
 * Of the last changesets of the longest branch on which each was measured; one that was measured on none of late has
 * no changesets. Where no branch is longer than that, the whole history of the branch with most points.
 */
export async function* trends(
  ctx: Context,
  series: readonly SeriesRow[],
  most = MOST_CHANGESETS,
): AsyncGenerator<Trend> {
  const order = await ctx.known.landingOrder();
  if (!order.isLongerThan(most)) {
    for (let at = 0; at < series.length; at += AT_ONCE)
      yield* await seriesHistories(ctx, series.slice(at, at + AT_ONCE));
    return;
  }
  let left = series;
  for (const branch of order.branches()) {
    if (left.length === 0) return;
    const elsewhere: SeriesRow[] = [];
    const newest = order.trunk(branch).slice(-most);
    for await (const { series: row, points } of pathPoints(ctx, left, onePath(newest))) {
      if (points.length === 0) elsewhere.push(row);
      else yield await trendOf(ctx, row, byChangeset(points, newest), { branch, points });
    }
    left = elsewhere;
  }
  for (const row of left) yield await trendOf(ctx, row, [], { branch: order.longestBranch(), points: [] });
}

interface Where {
  readonly branch: string;
  /** By start. */
  readonly points: readonly PathPoint[];
}

/** `known`: the analysis of these runs, where it is. */
export async function trendOf(
  ctx: Context,
  series: SeriesRow,
  runs: readonly ChangesetRuns<PathPoint>[],
  { branch, points, known }: Where & { readonly known?: SeriesAnalysis | undefined },
): Promise<Trend> {
  const changesets = await ctx.known.changesets();
  const trunk = (await ctx.known.landingOrder()).trunk(branch);
  const releases = [...(await ctx.known.releases()).values()];
  const drawn = drawnRuns(series, runs, { trunk, changesets, releases }, known);
  return { series, branch, suite: points.at(-1)?.suite ?? "", ...drawn };
}
