/** The distribution of runs in words' figures: middle, spread, memory from run to run, and one mode or two. */
import { quantileSorted } from "simple-statistics";
import { FEWEST, type Memory, type Modes, type RunLaw } from "../model/run-law.ts";
import { lagOneCorrelation } from "../stats/lag-one-correlation.ts";
import { plainModes } from "./shape-finding.ts";

/** Weaker memory widens no interval by more than a sixth. */
const LEAST_CORRELATION = 0.15;

/** `values` in the order of measuring, finite, in one unit; `blocks` of each. Null without a run. O(n log n). */
export function runLaw(values: readonly number[], blocks: readonly string[]): RunLaw | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    runs: values.length,
    blocks: new Set(blocks).size,
    median: quantileSorted(sorted, 0.5),
    lower: quantileSorted(sorted, 0.25),
    upper: quantileSorted(sorted, 0.75),
    memory: values.length < FEWEST.memory ? null : memoryOf(values),
    modes: values.length < FEWEST.modes ? null : modesOf(values),
  };
}

/**
 * r + 1/n takes the bias of the estimate away; of independent runs it lies beyond 2/√n once in forty (Bartlett 1946). An
 * AR(1) process of n values tells as much of its mean as n(1−r)/(1+r) independent ones.
 */
function memoryOf(values: readonly number[]): Memory {
  const n = values.length;
  const correlation = Math.max(-1, Math.min(1, lagOneCorrelation(Float64Array.from(values)) + 1 / n));
  const isPlain = correlation > Math.max(LEAST_CORRELATION, 2 / Math.sqrt(n));
  const worth = isPlain ? Math.max(1, (n * (1 - correlation)) / (1 + correlation)) : n;
  return { correlation, isPlain, worth };
}

function modesOf(values: readonly number[]): Modes {
  const modes = plainModes(Float64Array.from(values));
  return modes === null ? { count: 1 } : { count: 2, low: modes.low, high: modes.high, highShare: modes.highShare };
}
