/** The newest points of a series, in landing order: as many as were asked for are read, not the whole history. */
import type { LandingOrder } from "../detect/landing-order.ts";
import type { SeriesRow, StoredPoint } from "../store/runs.ts";
import { MOST_SHAS } from "../store/sha-parts.ts";
import type { Context } from "./context.ts";
import { seriesHistory } from "./read-series.ts";
import { byChangeset, inSeriesUnit } from "./series-history.ts";

export interface NewestPoints {
  readonly branch: string;
  readonly points: readonly StoredPoint[];
}

/** `branch` absent: the one with most points, by the runs' own word where that leads to any. The last `most` of what the whole history lists. */
export async function newestPoints(
  ctx: Context,
  series: SeriesRow,
  most: number,
  branch?: string,
): Promise<NewestPoints> {
  const order = await ctx.known.landingOrder();
  if (branch !== undefined) return { branch, points: await newestOn(ctx, series, most, { order, branch }) };
  // Counting takes as long as reading, so that the branch that is likeliest is read meanwhile.
  const likeliest = order.longestBranch();
  const [busiest, likely] = await Promise.all([
    ctx.store.branchOf(series),
    newestOn(ctx, series, most, { order, branch: likeliest }),
  ]);
  const points = busiest === likeliest ? likely : await newestOn(ctx, series, most, { order, branch: busiest });
  if (points.length > 0) return { branch: busiest, points };
  const history = await seriesHistory(ctx, series);
  return { branch: history.branch, points: history.points.slice(-most) };
}

interface Where {
  readonly order: LandingOrder;
  readonly branch: string;
}

/** From the tip of the branch down, until there are enough: twice as far each time, up to what one question takes. */
async function newestOn(
  ctx: Context,
  series: SeriesRow,
  most: number,
  { order, branch }: Where,
): Promise<StoredPoint[]> {
  const trunk = order.trunk(branch);
  let found: StoredPoint[] = [];
  let low = trunk.length;
  for (let step = Math.max(16, most >> 1); low > 0 && found.length < most; step = Math.min(2 * step, MOST_SHAS)) {
    const from = Math.max(0, low - step);
    const shas = trunk.slice(from, low);
    low = from;
    const posted = await ctx.store.pointsAt(
      series,
      shas.flatMap((sha) => order.countedAs(sha)),
    );
    const points = posted.map((point) => ({ ...inSeriesUnit(point, series), sha: order.historyOf(point.sha) }));
    found = [...byChangeset(points, shas).flatMap(({ usable, excluded }) => [...usable, ...excluded]), ...found];
  }
  return found.slice(-most);
}
