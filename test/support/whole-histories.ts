/** What the histories of all branches are when every point of every series is read as a row and analysed anew. */
import type { BranchHistory } from "../../src/actions/branch-histories.ts";
import type { Context } from "../../src/actions/context.ts";
import { epochsAlong } from "../../src/actions/rig-changed.ts";
import { byChangeset, changesetPoint, inSeriesUnit } from "../../src/actions/series-history.ts";
import { analyzeSeries } from "../../src/detect/change-points.ts";
import type { SeriesRow } from "../../src/store/runs.ts";

export async function wholeHistories(ctx: Context): Promise<BranchHistory[]> {
  const rows = [...(await ctx.known.series()).values()];
  return (await Promise.all(rows.map((row) => ofSeries(ctx, row)))).flat();
}

async function ofSeries(ctx: Context, row: SeriesRow): Promise<BranchHistory[]> {
  const changesets = await ctx.known.changesets();
  const order = await ctx.known.landingOrder();
  const accepted = await ctx.known.acceptedStates();
  const posted = await ctx.store.points([row.id]);
  const points = posted.map((point) => ({ ...inSeriesUnit(point, row), sha: order.historyOf(point.sha) }));
  const branches = new Set(points.map(({ sha, branch }) => changesets.get(sha)?.branch ?? branch));
  return [...branches].sort().flatMap((branch) => {
    const trunk = order.trunk(branch);
    const runs = byChangeset(points, trunk).filter(({ usable }) => usable.length > 0);
    if (runs.length === 0) return [];
    const starts = runs.flatMap(({ usable }) => usable.map(({ startedAt }) => startedAt.getTime()));
    return {
      ...{ row, branch, trunk },
      shas: runs.map(({ sha }) => sha),
      analysis: analyzeSeries(runs.map(changesetPoint), { unit: row.unit }),
      lately: Float64Array.from(runs.slice(-100), (one) => changesetPoint(one).value),
      epochs: epochsAlong(row.rig, runs, accepted),
      newestRun: new Date(Math.max(...starts)).toISOString(),
    };
  });
}
