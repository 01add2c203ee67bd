/** How does a metric grow with clients, threads or size? Level, knee and efficiency of a curve. */
import type { CurveShape } from "../model/verdict.ts";

export interface CurveValue {
  /** Above 0. */
  readonly x: number;
  readonly y: number;
}

/** Doubling x brings half of what it should when y grows by 1.5 instead of by 2: this slope on logarithmic axes. */
const HALF = Math.log2(1.5);

/**
 * Points ascending by x, two at least. Perfect scaling is in proportion to x where more is better (a throughput), and no
 * growth at all where less is (a time). The knee is the last x up to which each step keeps at least half of it.
 */
export function shapeOf(points: readonly CurveValue[], better: "higher" | "lower"): CurveShape {
  return { level: levelOf(points), knee: kneeOf(points, better), efficiency: efficiencyOf(points, better) };
}

function levelOf(points: readonly CurveValue[]): number {
  const isPositive = points.every(({ y }) => y > 0);
  const sum = points.reduce((all, { y }) => all + (isPositive ? Math.log(y) : y), 0) / points.length;
  return isPositive ? Math.exp(sum) : sum;
}

function kneeOf(points: readonly CurveValue[], better: "higher" | "lower"): number | null {
  for (const [i, point] of points.entries()) {
    const next = points[i + 1];
    if (next === undefined || point.y <= 0 || next.y <= 0) return null;
    const slope = Math.log(next.y / point.y) / Math.log(next.x / point.x);
    if (better === "higher" ? slope < HALF : slope > HALF) return point.x;
  }
  return null;
}

function efficiencyOf(points: readonly CurveValue[], better: "higher" | "lower"): number {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first.y === 0 || last.y === 0) return 0;
  return better === "higher" ? last.y / last.x / (first.y / first.x) : first.y / last.y;
}
