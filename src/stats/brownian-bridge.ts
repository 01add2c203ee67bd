const MOST_TERMS = 100;
/** Below this the alternating series needs many terms and the chance is 1 to 12 digits. */
const CERTAIN = 0.2;

/**
 * Chance that the largest |B(u)| of a Brownian bridge on [0, 1] exceeds `reach`: 2 Σ (−1)ᵏ⁺¹ exp(−2k² reach²).
 * Absolute error below 1e-12. Kolmogorov 1933; Feller 1948, doi:10.1214/aoms/1177730243.
 */
export function brownianBridgeUpper(reach: number): number {
  if (!(reach > CERTAIN)) return 1;
  let total = 0;
  for (let k = 1; k <= MOST_TERMS; k++) {
    const term = Math.exp(-2 * k * k * reach * reach);
    total += k % 2 === 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, 2 * total));
}
