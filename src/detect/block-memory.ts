/** Does a block remember the one before it? Then twenty nights say less than twenty independent ones. */
import { lagOneCorrelation } from "../stats/lag-one-correlation.ts";
import type { RunSample } from "./run-sample.ts";

/** Fewer blocks than this show no memory. */
const FEWEST_BLOCKS = 8;
/** One-sided 1 % of the normal law. */
const Z = 2.326;
const LARGEST_CORRELATION = 0.6;

export interface BlockMemory {
  /** Lag-1 correlation of block means, in landing order. */
  readonly correlation: number;
  /** Larger than chance gives in one quiet series of a hundred. */
  readonly isEvident: boolean;
  /** (1 + ρ)/(1 − ρ) where evident, at most 4: variance of a long mean over that of independent blocks. */
  readonly inflation: number;
}

/** `runs` in landing order; null with too few blocks. `forward` takes values to the scale that they are compared on. */
export function blockMemory(runs: readonly RunSample[], forward: (value: number) => number): BlockMemory | null {
  const blocks = new Map<string, number[]>();
  for (const [i, run] of runs.entries()) {
    const key = run.block === "" ? `\u0000${i}` : run.block;
    const values = blocks.get(key);
    if (values) values.push(forward(run.value));
    else blocks.set(key, [forward(run.value)]);
  }
  if (blocks.size < FEWEST_BLOCKS) return null;
  const means = [...blocks.values()].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const correlation = lagOneCorrelation(means);
  const isEvident = (correlation + 1 / means.length) * Math.sqrt(means.length) > Z;
  const rho = Math.min(LARGEST_CORRELATION, correlation);
  return { correlation, isEvident, inflation: isEvident ? (1 + rho) / (1 - rho) : 1 };
}
