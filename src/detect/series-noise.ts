import { blockVariance } from "../stats/block-variance.ts";
import { longRunInflation } from "../stats/long-run-inflation.ts";
import { median } from "../stats/median.ts";
import { type NoiseLaw, noiseLaw, score } from "../stats/noise-law.ts";
import { sizesOf } from "./level-residuals.ts";
import type { Tuning } from "./tuning.ts";

export interface SeriesNoise {
  readonly law: NoiseLaw;
  /** How many times less each nat of evidence counts because neighbours resemble each other; at least 1. */
  readonly inflation: number;
  /** The part of it that the points around their levels show lag by lag. */
  readonly memory: number;
  /** Variance of the scores of single points. */
  readonly scoreVariance: number;
}

export interface NoiseQuestion {
  readonly x: Float64Array;
  /** The points [from, to) of x are asked about. */
  readonly from: number;
  readonly to: number;
  /** Where levels begin, ascending; the first is 0. */
  readonly starts: readonly number[];
  /** What `sharedVariance` says of the same points, or any cap of it. */
  readonly shared: number;
}

/** Rigs wander for a while and come back: what eight or sixteen neighbours have in common is noise, not level. */
const SHARED_BY = [8, 16] as const;
const CLEARLY_WIDER = 1.5;
/** A residual counts at most this many noise widths in the variance. */
const RESIDUAL_REACH = 3;

/** … where the series is so many times longer: in a short one, a single step would pass for wandering. */
const STRETCHES = 9;

/** The largest variance that a stretch of neighbours shares, in squared noise widths, without looking at levels. */
export function sharedVariance(clipped: Float64Array, scratch: Float64Array): number {
  let most = 0;
  for (const size of SHARED_BY) {
    if (clipped.length >= STRETCHES * size) most = Math.max(most, blockVariance(clipped, size, scratch));
  }
  return most;
}

/** Inflation by what neighbours share around known levels: what intervals need, which steps must not widen. */
export function inflationAround(residuals: Float64Array, memory: number, scratch: Float64Array): number {
  const clipped = new Float64Array(residuals.length);
  for (let t = 0; t < clipped.length; t++)
    clipped[t] = Math.min(RESIDUAL_REACH, Math.max(-RESIDUAL_REACH, residuals[t] as number));
  return Math.max(memory, sharedVariance(clipped, scratch) / Math.max(1, clippedVariance(residuals)));
}

/** The noise around the given levels: its law and its memory. */
export function noiseAround(
  { x, from, to, starts, shared }: NoiseQuestion,
  scratch: Float64Array,
  tuning: Tuning,
): SeriesNoise {
  const n = to - from;
  const residuals = new Float64Array(n);
  let levels = 0;
  for (let i = 0; i < starts.length; i++) {
    const begin = Math.max(from, starts[i] as number);
    const end = Math.min(to, starts[i + 1] ?? to);
    if (begin >= end) continue;
    const level = median(x, begin, end, scratch);
    for (let t = begin; t < end; t++) residuals[t - from] = (x[t] as number) - level;
    levels++;
  }
  const law = noiseLaw(residuals, tuning.bandwidth * (n / 100) ** -0.2, wander(residuals, scratch));
  const scores = centredScores(law, residuals, from, starts);
  let scoreVariance = 0;
  for (let t = 0; t < n; t++) scoreVariance += ((scores[t] as number) * (scores[t] as number)) / n;
  const memory = longRunInflation(scores, Math.round(tuning.lags * Math.cbrt(n)), levels);
  const inflation = Math.max(memory, shared / Math.max(1, clippedVariance(residuals)));
  return { law, inflation, memory, scoreVariance };
}

function centredScores(law: NoiseLaw, residuals: Float64Array, from: number, starts: readonly number[]): Float64Array {
  const n = residuals.length;
  const scores = new Float64Array(n);
  for (let i = 0; i < starts.length; i++) {
    const begin = Math.max(0, (starts[i] as number) - from);
    const end = Math.min(n, (starts[i + 1] ?? n + from) - from);
    let sum = 0;
    for (let t = begin; t < end; t++) {
      const u = score(law, residuals[t] as number);
      scores[t] = u;
      sum += u;
    }
    for (let t = begin; t < end; t++) scores[t] = (scores[t] as number) - sum / (end - begin);
  }
  return scores;
}

/** Width of residuals that spread clearly further than neighbours differ, else 1: a series that wanders. */
function wander(residuals: Float64Array, scratch: Float64Array): number {
  const spread = 1.4826 * median(sizesOf(residuals), 0, residuals.length, scratch);
  return Math.max(1, spread / CLEARLY_WIDER);
}

function clippedVariance(residuals: Float64Array): number {
  let total = 0;
  for (let t = 0; t < residuals.length; t++) {
    const r = Math.min(RESIDUAL_REACH, Math.abs(residuals[t] as number));
    total += r * r;
  }
  return total / residuals.length;
}
