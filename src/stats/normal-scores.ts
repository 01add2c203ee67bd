import { probit } from "simple-statistics";

/**
 * Van der Waerden's scores: Φ⁻¹(rank / (n + 1)), ties sharing the score of their mean rank, in the order given; no unit; x finite.
 * Whatever the law of x, they look normal, so that a wild value weighs no more than the largest of n normal ones. Φ⁻¹ is
 * simple-statistics' `probit` (absolute error below 0.005, odd), which shifts no rank. O(n log n): values are sorted by
 * the engine's own sort of numbers and found again, which is several times as fast as to sort their places.
 * Van der Waerden 1952, Indagationes Mathematicae 14:453.
 */
export function normalScores(x: Float64Array): Float64Array {
  const n = x.length;
  const sorted = x.toSorted();
  /** Of the first of each row of equals. */
  const scoreAt = new Float64Array(n);
  for (let from = 0, to = 1; from < n; from = to) {
    to = from + 1;
    while (to < n && sorted[to] === sorted[from]) to++;
    scoreAt[from] = probit((from + to + 1) / 2 / (n + 1));
  }
  const scores = new Float64Array(n);
  for (let i = 0; i < n; i++) scores[i] = scoreAt[firstNotBelow(sorted, x[i] as number)] as number;
  return scores;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
