/**
 * Holm's step-down adjustment: adjusted p in the order given, monotone, at most 1. Rejecting where adjusted p ≤ α keeps
 * the chance of any false rejection in the family at α or below, whatever the dependence. Holm 1979,
 * Scandinavian Journal of Statistics 6:65.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).sort((i, j) => (p[i] ?? 1) - (p[j] ?? 1));
  const adjusted = new Array<number>(p.length).fill(1);
  let running = 0;
  for (const [rank, index] of order.entries()) {
    running = Math.max(running, Math.min(1, (p.length - rank) * (p[index] ?? 1)));
    adjusted[index] = running;
  }
  return adjusted;
}
