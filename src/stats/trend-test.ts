import { longRunInflation } from "./long-run-inflation.ts";
import { studentTUpper } from "./student-t.ts";

/** Lags of the long-run variance: this many times the cube root of n. */
const LAGS = 1.5;
/** Fewer independent values than this beyond the two fitted say nothing about a trend. */
const LEAST_FREEDOM = 2;

/**
 * Two-sided p of no linear trend in u (normal scores, or anything bounded): the regression on time, its variance that of
 * u times the long-run inflation of what the line leaves, its degrees of freedom n ÷ inflation − 2. `memory` may know of a
 * larger inflation, from the same remainders. 1 where there are too few independent values. O(n · ∛n).
 * Kendall's test with a corrected variance (Hamed & Rao 1998, doi:10.1016/S0022-1694(97)00125-X) on a smooth scale.
 */
export function trendTest(u: Float64Array, memory: (rest: Float64Array) => number = () => 1): number {
  const n = u.length;
  let mean = 0;
  for (let t = 0; t < n; t++) mean += (u[t] as number) / n;
  const middle = (n - 1) / 2;
  let [product, times, squares] = [0, 0, 0];
  for (let t = 0; t < n; t++) {
    const deviation = (u[t] as number) - mean;
    product += (t - middle) * deviation;
    times += (t - middle) * (t - middle);
    squares += deviation * deviation;
  }
  if (!(squares > 0)) return 1;
  const slope = product / times;
  const rest = u.map((value, t) => value - mean - slope * (t - middle));
  const inflation = Math.max(longRunInflation(rest, Math.round(LAGS * Math.cbrt(n)), 2), memory(rest));
  const freedom = n / inflation - 2;
  if (!(freedom >= LEAST_FREEDOM)) return 1;
  const left = Math.max(0, squares - slope * product);
  const variance = (left / (n - 2)) * inflation;
  if (!(variance > 0)) return 0;
  return Math.min(1, 2 * studentTUpper(Math.abs(product) / Math.sqrt(times * variance), freedom));
}
