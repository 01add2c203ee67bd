import { longRunInflation } from "../stats/long-run-inflation.ts";
import { median } from "../stats/median.ts";
import { type NoiseLaw, noiseLaw, score } from "../stats/noise-law.ts";
import type { Tuning } from "./tuning.ts";

export interface Noise {
  readonly law: NoiseLaw;
  /** How many times less each nat of evidence counts because neighbours resemble each other; at least 1. */
  readonly inflation: number;
  /** Fisher information of one point about its level: Var(level of n points) = inflation / (n · information). */
  readonly information: number;
}

/** The noise of x around the levels that begin at `starts`: its law and its memory. */
export function noiseAround(x: Float64Array, starts: readonly number[], scratch: Float64Array, tuning: Tuning): Noise {
  const n = x.length;
  const residuals = new Float64Array(n);
  eachSegment(starts, n, (from, to) => {
    const level = median(x, from, to, scratch);
    for (let t = from; t < to; t++) residuals[t] = (x[t] as number) - level;
  });
  const law = noiseLaw(residuals, tuning.bandwidth * (n / 100) ** -0.2);
  const scores = residuals.map((r) => score(law, r));
  eachSegment(starts, n, (from, to) => {
    let mean = 0;
    for (let t = from; t < to; t++) mean += (scores[t] as number) / (to - from);
    for (let t = from; t < to; t++) scores[t] = (scores[t] as number) - mean;
  });
  let information = 0;
  for (const u of scores) information += (u * u) / n;
  const lags = Math.round(tuning.lags * Math.cbrt(n));
  return { law, inflation: longRunInflation(scores, lags, starts.length), information };
}

function eachSegment(starts: readonly number[], n: number, visit: (from: number, to: number) => void): void {
  for (const [i, from] of starts.entries()) visit(from, starts[i + 1] ?? n);
}
