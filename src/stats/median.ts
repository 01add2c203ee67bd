import { select } from "./select.ts";

/**
 * Median of x[from, to), in the unit of x; the mean of the two middle values for an even count, NaN for none.
 * `scratch` needs room for `to − from` values and is overwritten; x is left alone. O(n) on average.
 */
export function median(x: Float64Array, from: number, to: number, scratch: Float64Array): number {
  const n = to - from;
  if (n === 0) return Number.NaN;
  scratch.set(x.subarray(from, to));
  const upper = n >> 1;
  if (n > 1) select(scratch, upper, 0, n - 1);
  const high = scratch[upper] as number;
  if (n % 2 === 1) return high;
  let low = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < upper; i++) if ((scratch[i] as number) > low) low = scratch[i] as number;
  return low + (high - low) / 2;
}
