/** The trends of those series that a page has pictures of: a few of all that it counts. */
import type { SeriesChartData } from "../charts/series-data.ts";
import type { SeriesAnalysis } from "../model/series.ts";
import { LATELY } from "./branch-histories.ts";
import { onePath } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import { seriesHistories } from "./read-series.ts";
import { byChangeset, type ChangesetRuns, changesetPoint } from "./series-history.ts";
import type { ShownSeries } from "./shown-series.ts";
import { trendOf } from "./trends.ts";

/** By series id. Levels and change points are those by which the series were sorted. */
export async function cardTrends(
  ctx: Context,
  shown: readonly ShownSeries[],
): Promise<ReadonlyMap<string, SeriesChartData>> {
  const order = await ctx.known.landingOrder();
  const found = new Map<string, SeriesChartData>();
  if (!order.isLongerThan(LATELY)) {
    const rows = shown.map(({ series }) => series);
    for (const history of await seriesHistories(ctx, rows)) found.set(history.series.id, history);
    return found;
  }
  for (const [branch, some] of groupedBy(shown, (one) => one.branch)) {
    const newest = order.trunk(branch).slice(-LATELY);
    const byId = new Map(some.map((one) => [one.series.id, one]));
    const rows = some.map(({ series }) => series);
    for await (const { series, points } of pathPoints(ctx, rows, onePath(newest))) {
      const runs = byChangeset(points, newest);
      const known = analysisOf(byId.get(series.id), runs);
      found.set(series.id, await trendOf(ctx, series, runs, { branch, points, known }));
    }
  }
  return found;
}

/** None where the runs say other values than it is of: one came meanwhile, of a new changeset or of a known one. */
function analysisOf(
  shown: ShownSeries | undefined,
  runs: readonly ChangesetRuns<PathPoint>[],
): SeriesAnalysis | undefined {
  const measured = runs.filter(({ usable }) => usable.length > 0);
  const isAsKnown =
    measured.length === shown?.values.length &&
    measured.every((one, at) => changesetPoint(one).value === shown.values[at]);
  return isAsKnown ? shown.analysis : undefined;
}
