import { quickselect } from "simple-statistics";

/**
 * Median of x[from, to), in the unit of x; the mean of the two middle values for an even count, NaN for none.
 * `scratch` needs room for `to − from` values and is overwritten; x is left alone. O(n) on average, Floyd & Rivest 1975,
 * doi:10.1145/360680.360694, by simple-statistics.
 */
export function median(x: Float64Array, from: number, to: number, scratch: Float64Array): number {
  const n = to - from;
  if (n === 0) return Number.NaN;
  const part = scratch.subarray(0, n);
  part.set(x.subarray(from, to));
  const upper = n >> 1;
  if (n > 1) quickselect(part as unknown as number[], upper);
  const high = part[upper] as number;
  if (n % 2 === 1) return high;
  let low = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < upper; i++) low = Math.max(low, part[i] as number);
  return low + (high - low) / 2;
}
