/** Does a block remember the one before it? Then twenty nights say less than twenty independent ones. */
import { lagOneCorrelation } from "../stats/lag-one-correlation.ts";
import { columnsOf } from "./run-columns.ts";
import type { RunSample } from "./run-sample.ts";

/** Fewer blocks than this show no memory. */
const FEWEST_BLOCKS = 8;
/** One-sided 1 % of the normal law. */
const Z = 2.326;
/** Memory that fades by a tenth from block to block, as that of public series does: more than this is a wandering level. */
const LARGEST_CORRELATION = 0.9;

export interface BlockMemory {
  /** Lag-1 correlation of block means, in landing order. */
  readonly correlation: number;
  /** Larger than chance gives in one quiet series of a hundred. */
  readonly isEvident: boolean;
}

/** `runs` in landing order; null with too few blocks. `forward` takes values to the scale that they are compared on. */
export function blockMemory(runs: readonly RunSample[], forward: (value: number) => number): BlockMemory | null {
  const columns = columnsOf(runs);
  const { inOrder } = columns.plan;
  if (inOrder.length < FEWEST_BLOCKS) return null;
  const values = columns.on(forward);
  const means = new Float64Array(inOrder.length);
  for (let at = 0; at < means.length; at++) {
    const places = inOrder[at] as readonly number[];
    let sum = 0;
    for (let i = 0; i < places.length; i++) sum += values[places[i] as number] as number;
    means[at] = sum / places.length;
  }
  const correlation = lagOneCorrelation(means);
  const isEvident = (correlation + 1 / means.length) * Math.sqrt(means.length) > Z;
  return { correlation, isEvident };
}

/**
 * Correlation of successive block effects behind that of block means, which the runs' own noise dilutes: divided by the
 * share of the means' variance that is the blocks', at most 0.9.
 */
export const undiluted = (correlation: number, blockShare: number): number =>
  Math.max(0, Math.min(LARGEST_CORRELATION, blockShare > 0 ? correlation / blockShare : 0));

/** Variance of the mean of n successive effects, neighbours correlated by ρ and others by its powers, over that of n independent ones. */
export function inflationOfMean(rho: number, n: number): number {
  if (rho <= 0 || n < 2) return 1;
  return 1 + (2 * rho * (n - 1)) / (n * (1 - rho)) - (2 * rho ** 2 * (1 - rho ** (n - 1))) / (n * (1 - rho) ** 2);
}
