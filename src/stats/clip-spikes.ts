/**
 * x with isolated spikes pulled in: each value is held within ± `reach` of the running median of the five values around
 * it (fewer at the ends), so that one or two wild values in a row weigh no more than `reach`, while a step that lasts
 * three points or more passes through unharmed. Same unit as x; O(n). Tukey 1977, Exploratory Data Analysis, chapter 7.
 */
export function clipSpikes(x: Float64Array, reach: number): Float64Array {
  const n = x.length;
  const clipped = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    const from = Math.max(0, Math.min(t - 2, n - 5));
    const center =
      n < 5
        ? (x[t] as number)
        : medianOfFive(
            x[from] as number,
            x[from + 1] as number,
            x[from + 2] as number,
            x[from + 3] as number,
            x[from + 4] as number,
          );
    clipped[t] = Math.min(center + reach, Math.max(center - reach, x[t] as number));
  }
  return clipped;
}

/** Seven comparisons: drop the smaller of the smaller pair twice, then the median is the larger pair's lower end. */
function medianOfFive(a: number, b: number, c: number, d: number, e: number): number {
  const lowAb = Math.min(a, b);
  const highAb = Math.max(a, b);
  const lowCd = Math.min(c, d);
  const highCd = Math.max(c, d);
  const low = Math.max(lowAb, lowCd);
  const high = Math.min(highAb, highCd);
  const middle = Math.max(Math.min(low, high), Math.min(Math.max(low, high), e));
  return middle;
}
