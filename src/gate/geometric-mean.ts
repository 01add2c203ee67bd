/** One figure for many series: the geometric mean of their ratios, with an interval that owns up to what they share. */
import type { Interval } from "../model/release-comparison.ts";
import { studentTQuantile } from "../stats/student-t-quantile.ts";

/** A ratio on the log scale, above 0 is better. */
export interface LogRatio {
  readonly rig: string;
  readonly benchmark: string;
  readonly estimate: number;
  /** Standard error of the estimate, and the degrees of freedom behind it. */
  readonly error: number;
  readonly df: number;
}

/** What the interval rests on; shown beside it. */
export const ASSUMPTION =
  "Each benchmark has one vote on each rig, shared by its series. Series of one rig share nights and runs and are taken to err together in full, which makes the interval wider rather than narrower; rigs are independent of each other. The interval speaks of these series, not of others.";

/**
 * exp Σ wᵢxᵢ, where wᵢ gives each benchmark on each rig the same weight. Variance: inside a rig (Σ wᵢsᵢ)², the most that
 * any dependence between its series can give (Cauchy–Schwarz); over rigs these are added. Degrees of freedom:
 * Satterthwaite's over the rigs, each with the fewest of its series. Null without any.
 */
export function geometricMean(ratios: readonly LogRatio[], confidence: number): Interval | null {
  if (ratios.length === 0) return null;
  const votes = votesOf(ratios);
  const rigs = new Map<string, { error: number; df: number }>();
  let estimate = 0;
  for (const [i, one] of ratios.entries()) {
    const weight = votes[i] ?? 0;
    estimate += weight * one.estimate;
    const rig = rigs.get(one.rig) ?? { error: 0, df: Number.POSITIVE_INFINITY };
    rigs.set(one.rig, { error: rig.error + weight * one.error, df: Math.min(rig.df, one.df) });
  }
  let variance = 0;
  let spread = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (const { error, df } of rigs.values()) {
    variance += error ** 2;
    spread += error ** 4 / df;
    fewest = Math.min(fewest, df);
  }
  const df = spread > 0 ? Math.max(fewest, variance ** 2 / spread) : fewest;
  const half = studentTQuantile((1 - confidence) / 2, df) * Math.sqrt(variance);
  return { value: Math.exp(estimate), low: Math.exp(estimate - half), high: Math.exp(estimate + half) };
}

/** Weights that sum to 1. */
function votesOf(ratios: readonly LogRatio[]): number[] {
  const cells = new Map<string, number>();
  const cellOf = ({ rig, benchmark }: LogRatio) => `${rig.length} ${rig}${benchmark}`;
  for (const one of ratios) cells.set(cellOf(one), (cells.get(cellOf(one)) ?? 0) + 1);
  return ratios.map((one) => 1 / (cells.size * (cells.get(cellOf(one)) ?? 1)));
}
