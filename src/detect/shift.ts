/** A difference of two levels on the working scale, with its uncertainty. */
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import type { Uncertainty } from "./contrast.ts";

export interface Shift extends Uncertainty {
  readonly estimate: number;
}

/** The sum of two shifts. */
export const added = (one: Shift, other: Shift): Shift => ({
  estimate: one.estimate + other.estimate,
  ...widened(one, other),
});

/**
 * The uncertainty of a sum. Both are estimated from the same noise of the same rig, so their estimates err together:
 * the degrees of freedom are Satterthwaite's for perfectly correlated mean squares, never more than the better one's.
 */
export function widened(one: Uncertainty, other: Uncertainty | null): Uncertainty {
  if (other === null || other.variance === 0) return one;
  if (one.variance === 0) return other;
  const variance = one.variance + other.variance;
  const spread = (one.variance / Math.sqrt(one.df) + other.variance / Math.sqrt(other.df)) ** 2;
  return { variance, df: variance ** 2 / spread };
}

/** The interval of a shift, two-sided. */
export function intervalOf({ estimate, variance, df }: Shift, confidence: number): [low: number, high: number] {
  const half = variance === 0 ? 0 : studentTQuantile((1 - confidence) / 2, df) * Math.sqrt(variance);
  return [estimate - half, estimate + half];
}
