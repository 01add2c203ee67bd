import { median } from "./median.ts";

/**
 * Noise width that steps of the level cannot inflate: 1.4826 · median |x₍ₜ₊lag₎ − xₜ| / √2, in the unit of x, which is σ
 * for independent normal noise. When half of the differences are zero (coarse rounding, a counter), the mean of the
 * absolute differences without the largest twentieth takes its place, so that rounding noise is not called noiseless and
 * a few steps are still ignored; 0 then means a series that moves by steps alone. O(n).
 */
export function differenceScale(x: Float64Array, lag: number, scratch: Float64Array): number {
  const n = x.length - lag;
  if (n < 1) return 0;
  const size = new Float64Array(n);
  for (let t = 0; t < n; t++) size[t] = Math.abs((x[t + lag] as number) - (x[t] as number));
  const middle = median(size, 0, n, scratch);
  if (middle > 0) return (1.4826 / Math.SQRT2) * middle;
  size.sort();
  const kept = Math.floor(0.95 * n);
  let total = 0;
  for (let t = 0; t < kept; t++) total += size[t] as number;
  return kept === 0 ? 0 : (Math.sqrt(Math.PI) / 2) * (total / kept);
}
