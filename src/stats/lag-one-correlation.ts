/**
 * Lag-1 autocorrelation of x in its order: Σ dₜdₜ₊₁ / Σ dₜ² with d = x − mean(x); 0 for fewer than three values or a
 * constant. Biased by about −1/n where there is none; its standard error is about 1/√n (Bartlett 1946). O(n).
 */
export function lagOneCorrelation(x: readonly number[]): number {
  if (x.length < 3) return 0;
  let sum = 0;
  for (const value of x) sum += value;
  const center = sum / x.length;
  let [products, squares] = [0, 0];
  for (const [t, value] of x.entries()) {
    squares += (value - center) ** 2;
    if (t > 0) products += (value - center) * ((x[t - 1] ?? 0) - center);
  }
  return squares > 0 ? products / squares : 0;
}
