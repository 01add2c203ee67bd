import { bestStep } from "./best-step.ts";
import { incompleteBeta } from "./incomplete-beta.ts";

/** Two heaps of values with a valley between them. */
export interface TwoModes {
  /** Medians of the two heaps, in the unit of x. */
  readonly low: number;
  readonly high: number;
  /** Share of the values in the higher heap. */
  readonly highShare: number;
  /** Chance of so empty a valley if the density were nowhere lower between two places than at both. */
  readonly p: number;
}

/**
 * The two heaps that leave the least squares within them, and how empty the valley between them is: of a law with one
 * mode, the middle third between the heaps' centres holds at least as much as an equal stretch around the emptier
 * centre, so that its count is at least binomial(both counts, ½). `sorted` is ascending. Null when a heap would hold less
 * than `smallest` of the values. The cut is chosen on the same values: p is a measure, not a test by itself. O(n).
 * After Fisher 1958, doi:10.1080/01621459.1958.10501479 (the cut), and Hartigan & Hartigan 1985,
 * doi:10.1214/aos/1176346577 (the valley).
 */
export function twoModes(sorted: Float64Array, smallest: number): TwoModes | null {
  const n = sorted.length;
  const cut = bestStep(sorted);
  if (Math.min(cut, n - cut) < Math.max(1, smallest * n)) return null;
  const low = middleOf(sorted, 0, cut);
  const high = middleOf(sorted, cut, n);
  const half = (high - low) / 6;
  if (!(half > 0)) return null;
  const valley = countAround(sorted, (low + high) / 2, half);
  const heap = Math.min(countAround(sorted, low, half), countAround(sorted, high, half));
  const p = heap > 0 ? incompleteBeta(0.5, heap, valley + 1) : 1;
  return { low, high, highShare: (n - cut) / n, p };
}

/** Median of an ascending stretch. */
function middleOf(sorted: Float64Array, from: number, to: number): number {
  const upper = (from + to) >> 1;
  const high = sorted[upper] as number;
  return (to - from) % 2 === 1 ? high : ((sorted[upper - 1] as number) + high) / 2;
}

function countAround(sorted: Float64Array, center: number, half: number): number {
  let count = 0;
  for (const value of sorted) if (Math.abs(value - center) <= half) count++;
  return count;
}
