import { gammaln } from "simple-statistics";

/**
 * Chance that `n` runs of one side all fall into one mode and the `m` of the other side all into a second one, although
 * nothing changed: ∫ (qᵐ(1−q)ⁿ + qⁿ(1−q)ᵐ) dq = 2/((n+m+1)·C(n+m, m)) for modes of unknown odds q, uniform on (0, 1).
 * No variance estimated from such runs can know of it. O(1).
 */
export function unseenMode(n: number, m: number): number {
  const logChoose = gammaln(n + m + 1) - gammaln(n + 1) - gammaln(m + 1);
  return 2 / ((n + m + 1) * Math.exp(logChoose));
}
