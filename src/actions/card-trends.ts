/** The trends of those series that a page has pictures of: a few of all that it counts. */
import type { SeriesChartData } from "../charts/series-data.ts";
import type { Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { drawnRuns, seriesHistories } from "./read-series.ts";
import { recentPoints } from "./recent-points.ts";
import { byChangeset } from "./series-history.ts";
import { LATELY, type ShownSeries } from "./shown-series.ts";

/** By series id. Levels and change points are those by which the series were sorted. */
export async function cardTrends(
  ctx: Context,
  shown: readonly ShownSeries[],
): Promise<ReadonlyMap<string, SeriesChartData>> {
  const order = await ctx.known.landingOrder();
  const found = new Map<string, SeriesChartData>();
  if (order.trunk(order.longestBranch()).length <= LATELY) {
    const rows = shown.map(({ series }) => series);
    for (const history of await seriesHistories(ctx, rows)) found.set(history.series.id, history);
    return found;
  }
  const changesets = await ctx.known.changesets();
  const releases = [...(await ctx.known.releases()).values()];
  for (const [branch, some] of groupedBy(shown, (one) => one.branch)) {
    const trunk = order.trunk(branch);
    const newest = trunk.slice(-LATELY);
    const known = new Map(some.map((one) => [one.series.id, one]));
    const rows = some.map(({ series }) => series);
    for await (const { series, points } of recentPoints(ctx, rows, newest)) {
      const runs = byChangeset(points, newest);
      const isAsKnown = runs.filter(({ usable }) => usable.length > 0).length === known.get(series.id)?.changesets;
      const analysis = isAsKnown ? known.get(series.id)?.analysis : undefined; // else a run came meanwhile
      found.set(series.id, { series, ...drawnRuns(series, runs, { trunk, changesets, releases }, analysis) });
    }
  }
  return found;
}
