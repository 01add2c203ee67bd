import { optimalPartition } from "../stats/optimal-partition.ts";
import type { Tuning } from "./tuning.ts";

/** A difference of neighbours counts at most this many noise widths, so that steps do not pass for noise. */
const DIFFERENCE_REACH = 4;
const STRONGEST_CORRELATION = 0.8;

/**
 * Where the level may have changed: the exact least-squares partition of the series without its spikes, at a price low
 * enough to miss nothing. `clipped` is in noise widths; the answer is ascending first indexes of new levels.
 */
export function candidates(clipped: Float64Array, tuning: Tuning): number[] {
  if (clipped.length < 3) return [];
  return optimalPartition(clipped, tuning.candidatePrice * 2 * Math.log(clipped.length) * longRunVariance(clipped));
}

/**
 * Long-run variance of x as an AR(1) series, at least 1, from differences at lag 1 and 2 alone, which steps hardly touch:
 * V₁ = σ²(1 − φ), V₂ = σ²(1 − φ²), hence φ = V₂/V₁ − 1 and σ²(1 + φ)/(1 − φ) = V₁(1 + φ)/(1 − φ)².
 */
function longRunVariance(x: Float64Array): number {
  const first = halfMeanSquare(x, 1);
  const second = halfMeanSquare(x, 2);
  if (first === 0) return 1;
  const phi = Math.min(STRONGEST_CORRELATION, Math.max(0, second / first - 1));
  return Math.max(1, (first * (1 + phi)) / (1 - phi) ** 2);
}

function halfMeanSquare(x: Float64Array, lag: number): number {
  let total = 0;
  for (let t = 2; t < x.length; t++) {
    const step = Math.min(DIFFERENCE_REACH, Math.abs((x[t] as number) - (x[t - lag] as number)));
    total += step * step;
  }
  return total / (2 * (x.length - 2));
}
