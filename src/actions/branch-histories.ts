/** Change points of every series on every branch where it was measured, a few series at a time. */
import { analyzeSeries } from "../detect/change-points.ts";
import type { SeriesAnalysis } from "../model/series.ts";
import type { SeriesRow, StoredPoint } from "../store/store.ts";
import type { Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { epochsAlong } from "./rig-changed.ts";
import { byChangeset, changesetPoint, inSeriesUnit } from "./series-history.ts";

export interface BranchHistory {
  readonly row: SeriesRow;
  readonly branch: string;
  /** Landed changesets of the branch, tested or not, oldest first. */
  readonly trunk: readonly string[];
  /** Measured changesets in landing order: what the indexes of the analysis count. */
  readonly shas: readonly string[];
  readonly analysis: SeriesAnalysis;
  /** Of the rig, at each of them. */
  readonly epochs: readonly string[];
  readonly runs: number;
  /** RFC 3339 start of the newest run. */
  readonly newestRun: string;
}

/** Series whose points are in memory together. */
const AT_ONCE = 50;

/** Nothing is kept of the points. Time: reading them; the analysis only where a series has changed since the last time. */
export async function* branchHistories(ctx: Context): AsyncGenerator<BranchHistory> {
  const series = [...(await ctx.known.series()).values()];
  for (let from = 0; from < series.length; from += AT_ONCE) {
    const some = series.slice(from, from + AT_ONCE);
    const points = groupedBy(await ctx.store.points(some.map(({ id }) => id)), (point) => point.series);
    for (const row of some) yield* historiesOf(ctx, row, points.get(row.id) ?? []);
  }
}

async function* historiesOf(
  ctx: Context,
  row: SeriesRow,
  posted: readonly StoredPoint[],
): AsyncGenerator<BranchHistory> {
  const changesets = await ctx.known.changesets();
  const order = await ctx.known.landingOrder();
  const accepted = await ctx.known.acceptedStates();
  const points = posted.map((point) => ({ ...inSeriesUnit(point, row), sha: order.historyOf(point.sha) }));
  const branches = new Set(points.map(({ sha, branch }) => changesets.get(sha)?.branch ?? branch));
  for (const branch of [...branches].sort()) {
    const trunk = order.trunk(branch);
    const runs = byChangeset(points, trunk).filter(({ usable }) => usable.length > 0);
    if (runs.length === 0) continue;
    const values = runs.map(changesetPoint);
    const analysis = remembered(ctx, `${row.id} ${branch}`, JSON.stringify(values), () =>
      analyzeSeries(values, { unit: row.unit }),
    );
    const newest = runs.flatMap(({ usable }) => usable).reduce((at, { startedAt }) => Math.max(at, +startedAt), 0);
    yield {
      ...{ row, branch, trunk, analysis },
      shas: runs.map(({ sha }) => sha),
      epochs: epochsAlong(row.rig, runs, accepted),
      runs: runs.reduce((sum, { usable }) => sum + usable.length, 0),
      newestRun: new Date(newest).toISOString(),
    };
  }
}

const memory = new WeakMap<object, Map<string, { readonly of: string; readonly analysis: SeriesAnalysis }>>();

function remembered(ctx: Context, name: string, said: string, analyse: () => SeriesAnalysis): SeriesAnalysis {
  const kept = memory.get(ctx.store) ?? new Map();
  memory.set(ctx.store, kept);
  const of = ctx.sha256(said);
  const before = kept.get(name);
  if (before?.of === of) return before.analysis;
  const analysis = analyse();
  kept.set(name, { of, analysis });
  return analysis;
}
