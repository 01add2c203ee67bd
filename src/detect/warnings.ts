/** What makes a comparison weaker than it looks, as data. */
import type { Warning } from "../model/verdict.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { Comparison } from "./comparison.ts";
import { seesBlocks } from "./nested-noise.ts";
import { columnsOf, logarithmsOf, type RunColumns } from "./run-columns.ts";
import type { RunSample } from "./run-sample.ts";

const FEW_RUNS = 3;
const FEW_BLOCKS = 2;
/**
 * Two clusters that leave less of the variance than this are two modes: ¼·(1 − 8.5/n), which one normal in 500 to 1,000
 * undercuts for n of 10 to 60 (simulated; a large normal sample leaves 0.36, a uniform one 0.25).
 */
const twoModesLeave = (n: number): number => 0.25 * (1 - 8.5 / n);
const FEWEST_FOR_MODES = 10;
const FEWEST_IN_A_MODE = 3;

export function warningsOf(
  { layout, noise, scale, prior }: Comparison,
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
): Warning[] {
  const warnings: Warning[] = [];
  const runs = Math.min(baseline.length, candidate.length);
  if (runs < FEW_RUNS) warnings.push({ code: "few_runs", text: `Only ${runs} runs stand on one side.` });
  const blocks = Math.min(layout.baselineBlocks, layout.candidateBlocks);
  if (blocks < FEW_BLOCKS) warnings.push({ code: "few_blocks", text: "All runs of one side share one block." });
  if (!seesBlocks(noise)) {
    const text = `Too few blocks to see how much they differ: ${percent(scale.size(prior), scale.kind)} is assumed.`;
    warnings.push({ code: "prior_block_sd", text });
  }
  const columns = columnsOf(baseline);
  const distinct = distinctOf(columns);
  if (baseline.length > 1 && 2 * distinct <= baseline.length) {
    warnings.push({ code: "ties", text: `${baseline.length} baseline runs have only ${distinct} different values.` });
  }
  if (isOfTwoModes(columns, scale.forward)) {
    warnings.push({ code: "two_modes", text: "The baseline has two modes: levels of two kinds of runs are mixed." });
  }
  return warnings;
}

const percent = (size: number, kind: Comparison["scale"]["kind"]): string =>
  kind === "ratio" ? `${Number((size * 100).toPrecision(2))} %` : `${Number(size.toPrecision(2))}`;

/** How many of the values differ. */
const distinctOf = onceForEach(({ ascending }: RunColumns): number => {
  let distinct = ascending.length > 0 ? 1 : 0;
  for (let at = 1; at < ascending.length; at++) if (ascending[at] !== ascending[at - 1]) distinct++;
  return distinct;
});

const isOfTwoModes = (columns: RunColumns, forward: (value: number) => number): boolean =>
  forward === Math.log ? isOfTwoRatios(columns) : hasTwoModes(columns.ascending.map(forward));
const isOfTwoRatios = onceForEach(({ ascending }: RunColumns) => hasTwoModes(logarithmsOf(ascending)));

/** Whether the best split of ascending values into two clusters explains nearly all of their variance; O(n). */
function hasTwoModes(sorted: Float64Array): boolean {
  const n = sorted.length;
  if (n < FEWEST_FOR_MODES) return false;
  const first = sorted[0] ?? 0;
  let total = 0;
  for (let i = 0; i < n; i++) total = total + (sorted[i] as number) - first;
  let all = 0;
  for (let i = 0; i < n; i++) all += ((sorted[i] as number) - first - total / n) ** 2;
  if (all === 0) return false;
  let below = 0;
  let best = 0;
  for (let i = 0; i < n; i++) {
    below += (sorted[i] as number) - first;
    const count = i + 1;
    if (count < FEWEST_IN_A_MODE || n - count < FEWEST_IN_A_MODE) continue;
    const difference = below / count - (total - below) / (n - count);
    best = Math.max(best, ((count * (n - count)) / n) * difference ** 2);
  }
  return all - best < twoModesLeave(n) * all;
}
