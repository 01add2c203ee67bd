/** What would more runs show? Predicted uncertainty of a comparison that has not been measured yet. */
import type { Need } from "../model/verdict.ts";
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import { remembered, type Uncertainty, uncertaintyFrom } from "./contrast.ts";
import type { Layout } from "./layout.ts";
import type { Noise } from "./nested-noise.ts";

/** Error rates of one one-sided question, and the power wanted. */
export interface Rates {
  readonly alpha: number;
  readonly power: number;
}

/** More candidate runs than this are not a plan. */
const MOST_RUNS = 100;

/**
 * Minimum detectable effect on the working scale: (t(1−α) + t(power)) · standard error. A level that did not move is
 * shown to be not worse than this with the power asked for; a move of this size is seen with the same power.
 */
export function detectable({ variance, df }: Uncertainty, { alpha, power }: Rates): number {
  return (studentTQuantile(alpha, df) + studentTQuantile(1 - power, df)) * Math.sqrt(variance);
}

/** The uncertainty that `runs` candidate runs spread evenly over `blocks` fresh blocks would have. */
export function foreseen(layout: Layout, noise: Noise, prior: number, candidate: Need): Uncertainty {
  const { baselineRuns } = layout;
  const fresh = Math.max(1, candidate.blocks);
  let level = 0;
  for (const runs of layout.blocks.baselineRuns) level += (runs / baselineRuns) ** 2;
  const blocks = remembered(level, layout.baselineBlocks, noise) + remembered(1 / fresh, fresh, noise);
  return uncertaintyFrom(1 / baselineRuns + 1 / Math.max(1, candidate.runs), blocks, noise, prior);
}

/**
 * Further candidate runs and blocks with which a margin of this size (working scale) is decided at the wanted power;
 * null where a hundred runs would not do. Blocks grow with runs as they did so far, at least one new one.
 */
export function needFor(
  layout: Layout,
  noise: Noise,
  prior: number,
  ask: Rates & { readonly margin: number },
): Need | null {
  const { candidateRuns, candidateBlocks } = layout;
  const perBlock = candidateBlocks > 1 ? Math.max(1, candidateRuns / candidateBlocks) : 2;
  const blocksFor = (runs: number) => Math.max(candidateBlocks + 1, Math.round(runs / perBlock));
  const isEnough = (runs: number) =>
    detectable(foreseen(layout, noise, prior, { runs, blocks: blocksFor(runs) }), ask) <= ask.margin;
  if (!isEnough(MOST_RUNS)) return null;
  let [few, enough] = [candidateRuns, Math.max(MOST_RUNS, candidateRuns + 1)];
  while (enough - few > 1) {
    const middle = (few + enough) >> 1;
    if (isEnough(middle)) enough = middle;
    else few = middle;
  }
  return { runs: enough - candidateRuns, blocks: blocksFor(enough) - candidateBlocks };
}
