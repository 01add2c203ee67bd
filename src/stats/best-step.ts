/**
 * First index of the second level of the two-level fit of u with the least squares; 0 for fewer than two values or a
 * constant. O(n). Fisher 1958, doi:10.1080/01621459.1958.10501479, for two groups in order.
 */
export function bestStep(u: Float64Array): number {
  const n = u.length;
  let total = 0;
  for (const value of u) total += value;
  let sum = 0;
  let most = 0;
  let at = 0;
  for (let k = 1; k < n; k++) {
    sum += u[k - 1] as number;
    const gap = sum / k - (total - sum) / (n - k);
    const between = k * (n - k) * gap * gap;
    if (between > most) {
      most = between;
      at = k;
    }
  }
  return at;
}
