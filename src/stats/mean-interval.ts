import { studentTQuantile } from "./student-t-quantile.ts";

export interface MeanInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Standard error of the mean, and its degrees of freedom. */
  readonly error: number;
  readonly df: number;
}

/** Mean of independent values of one law with Student's interval (1908), in their unit; null of fewer than two. O(n). */
export function meanInterval(x: readonly number[], confidence: number): MeanInterval | null {
  const n = x.length;
  if (n < 2) return null;
  const value = x.reduce((sum, one) => sum + one / n, 0);
  const error = Math.sqrt(x.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1) / n);
  const half = studentTQuantile((1 - confidence) / 2, n - 1) * error;
  return { value, low: value - half, high: value + half, error, df: n - 1 };
}
