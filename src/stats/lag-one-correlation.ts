/**
 * Lag-1 autocorrelation of x in its order: Σ dₜdₜ₊₁ / Σ dₜ² with d = x − mean(x); 0 for fewer than three values or a
 * constant. Biased by about −1/n where there is none; its standard error is about 1/√n (Bartlett 1946). O(n).
 */
export function lagOneCorrelation(x: Float64Array): number {
  if (x.length < 3) return 0;
  let sum = 0;
  for (let t = 0; t < x.length; t++) sum += x[t] as number;
  const center = sum / x.length;
  let products = 0;
  let squares = 0;
  let before = 0;
  for (let t = 0; t < x.length; t++) {
    const deviation = (x[t] as number) - center;
    squares += deviation ** 2;
    products += deviation * before;
    before = deviation;
  }
  return squares > 0 ? products / squares : 0;
}
