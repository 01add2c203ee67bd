import { median } from "./median.ts";

/**
 * Median of the slopes between all pairs of points, in the unit of x per step: a line that 29 % of wild values cannot
 * turn. Beyond `most` points it is taken of the medians of `most` equal stretches, which keeps it O(n + most²).
 * Theil 1950, Indagationes Mathematicae 12:85; Sen 1968, doi:10.1080/01621459.1968.10480934. 0 for fewer than two points.
 */
export function theilSen(x: Float64Array, most = 120): number {
  const n = x.length;
  const count = Math.min(n, most);
  if (count < 2) return 0;
  const scratch = new Float64Array(Math.max(n, (count * (count - 1)) / 2));
  const place = new Float64Array(count);
  const value = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const from = Math.floor((i * n) / count);
    const to = Math.floor(((i + 1) * n) / count);
    place[i] = (from + to - 1) / 2;
    value[i] = median(x, from, to, scratch);
  }
  const slopes = new Float64Array((count * (count - 1)) / 2);
  let pair = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      slopes[pair++] = ((value[j] as number) - (value[i] as number)) / ((place[j] as number) - (place[i] as number));
    }
  }
  return median(slopes, 0, pair, scratch);
}
