import { probit } from "simple-statistics";

/**
 * Van der Waerden's scores: Φ⁻¹(rank / (n + 1)), ties sharing the score of their mean rank, in the order given; no unit; x finite.
 * Whatever the law of x, they look normal, so that a wild value weighs no more than the largest of n normal ones. Φ⁻¹ is
 * simple-statistics' `probit` (absolute error below 0.005, odd), which shifts no rank. O(n log n).
 * Van der Waerden 1952, Indagationes Mathematicae 14:453.
 */
export function normalScores(x: Float64Array): Float64Array {
  const n = x.length;
  const order = Array.from(x.keys()).sort((a, b) => (x[a] as number) - (x[b] as number));
  const scores = new Float64Array(n);
  for (let from = 0, to = 1; from < n; from = to) {
    to = from + 1;
    while (to < n && x[order[to] as number] === x[order[from] as number]) to++;
    const score = probit((from + to + 1) / 2 / (n + 1));
    for (let i = from; i < to; i++) scores[order[i] as number] = score;
  }
  return scores;
}
