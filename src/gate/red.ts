/** The red question: is the candidate worse than δ, in a first block and again in fresh ones? */
import {
  type Comparison,
  type Difference,
  differenceOf,
  excessOf,
  neverZero,
  pWorseThan,
} from "../detect/comparison.ts";
import { uncertaintyOf } from "../detect/contrast.ts";
import { widened } from "../detect/shift.ts";
import type { Policy } from "../model/policy.ts";
import { studentTUpper } from "../stats/student-t.ts";

export interface RedAnswer {
  /** One-sided p of H₀ "not worse than δ" over screen and confirmation; null while there is no confirmation. */
  readonly p: number | null;
  /** The same for the first block alone: at or below the policy's screen it orders confirmation. */
  readonly screen: number;
  /** The fresh difference, of the blocks after the first; null with one block. */
  readonly fresh: Difference | null;
}

/**
 * Screen and confirmation are combined with equal, fixed weights: T = (T₁ + T₂)/√Var(T₁ + T₂), the inverse normal method
 * for two Student t of one variance; that both lean on the same baseline is in the variance, which is that of the
 * combined contrast. The screen counts no more than the confirmation does, so that one bad block, however bad, never
 * makes a red by itself. Bauer & Köhne 1994 (doi:10.2307/2533441); Lehmacher & Wassmer 1999
 * (doi:10.1111/j.0006-341x.1999.01286.x).
 */
export function askRed(comparison: Comparison, whole: Difference, firstBlock: string, policy: Policy): RedAnswer {
  const first = differenceOf(comparison, (block) => block === firstBlock);
  const fresh = differenceOf(comparison, (block) => block !== firstBlock);
  const { threshold } = comparison;
  const screen = first === null ? 1 : pWorseThan(first, threshold);
  if (!policy.confirmBeforeRed) return { p: pWorseThan(whole, threshold), screen, fresh: null };
  if (first === null || fresh === null) return { p: null, screen, fresh };
  const p = combined(comparison, first, fresh, whole.twoModes);
  return { p: p > policy.screen ? p : Math.max(p, withoutAnyBlock(comparison, policy.screen)), screen, fresh };
}

/**
 * No block, the first or a later one, makes a red by itself: without any one of them the rest still passes the screen.
 * 0 where it does, otherwise the p of the rest that does not. (A single stalled run of five noise widths did it before.)
 */
function withoutAnyBlock(comparison: Comparison, screen: number): number {
  const { names, candidateRuns } = comparison.layout.blocks;
  for (const [at, block] of names.entries()) {
    if (candidateRuns[at] === 0) continue;
    const rest = differenceOf(comparison, (name) => name !== block);
    const p = rest === null ? 1 : pWorseThan(rest, comparison.threshold);
    if (p > screen) return p;
  }
  return 0;
}

function combined(comparison: Comparison, first: Difference, fresh: Difference, twoModes: number): number {
  const { layout, noise, prior, threshold } = comparison;
  const second = excessOf(fresh, threshold);
  const screen = Math.min(excessOf(first, threshold), Math.max(0, second));
  const [v1, v2] = [Math.sqrt(first.variance), Math.sqrt(fresh.variance)];
  const sum = (one: Float64Array, other: Float64Array) =>
    one.map((weight, k) => weight / v1 + (other[k] as number) / v2);
  const contrast = {
    baseline: sum(first.contrast.baseline, fresh.contrast.baseline),
    candidate: sum(first.contrast.candidate, fresh.contrast.candidate),
    estimate: screen + second,
  };
  const { bridge } = comparison;
  // One bridge carries the baseline of both: in their sum it errs once, with the sum of their weights.
  const carried = bridge && { variance: bridge.variance * (1 / v1 + 1 / v2) ** 2, df: bridge.df };
  const { variance, df } = widened(uncertaintyOf(layout, contrast, noise, prior), carried);
  // Two statistics of unit variance that share a baseline: never less than independent ones.
  const t = (screen + second) / Math.sqrt(Math.max(2, variance));
  return neverZero(studentTUpper(t, df) + twoModes);
}
