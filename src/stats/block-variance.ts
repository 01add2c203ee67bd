import { median } from "./median.ts";

/**
 * Variance that neighbours share: size · Var(mean of `size` neighbours), in the unit of x squared, from the median of
 * |differences of adjacent means|, so that steps of the level spaced widely against `size` hardly count. For independent
 * values it is their variance; where neighbours move together it is larger, up to the long-run variance. 0 when x is
 * too short to hold three such means. O(n). After Wu & Zhao 2007, doi:10.1111/j.1467-9868.2007.00594.x, section 4.
 */
export function blockVariance(x: Float64Array, size: number, scratch: Float64Array): number {
  const count = x.length - 2 * size + 1;
  if (count < size) return 0;
  const difference = new Float64Array(count);
  let sum = 0;
  for (let t = 0; t < size; t++) sum += (x[t + size] as number) - (x[t] as number);
  for (let t = 0; t < count; t++) {
    difference[t] = Math.abs(sum) / size;
    sum += (x[t + 2 * size] as number) - 2 * (x[t + size] as number) + (x[t] as number);
  }
  const width = 1.4826 * median(difference, 0, count, scratch);
  return (size / 2) * width * width;
}
