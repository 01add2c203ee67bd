/**
 * Benjamini–Hochberg step-up adjustment: adjusted p (q-values) in the order given. Listing those ≤ q keeps the expected
 * share of false ones on the list at q under independence or positive dependence. Benjamini & Hochberg 1995,
 * Journal of the Royal Statistical Society B 57:289.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).sort((i, j) => (p[j] ?? 1) - (p[i] ?? 1));
  const adjusted = new Array<number>(p.length).fill(1);
  let running = 1;
  for (const [rank, index] of order.entries()) {
    running = Math.min(running, ((p[index] ?? 1) * p.length) / (p.length - rank));
    adjusted[index] = running;
  }
  return adjusted;
}
