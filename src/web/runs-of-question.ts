/** A series of a landing as the trend chart wants it: one point a block, the baseline's, then the candidate's. */
import { mean } from "simple-statistics";
import type { CollateralSeries } from "../actions/collateral.ts";
import type { ChangesetRow, SeriesChartData } from "../charts/series-data.ts";

export function runsOfQuestion({ series, baseline, candidate }: CollateralSeries): SeriesChartData {
  const before = byBlock(baseline);
  const after = byBlock(candidate);
  const changesets = [...before, ...after].map(([block, values], index) => row(index, block, values));
  const level = (runs: CollateralSeries["baseline"], from: number, to: number) => {
    const value = mean(runs.map((run) => run.value));
    return { from, to, value, low: value, high: value };
  };
  const levels = [
    ...(before.length > 0 ? [level(baseline, 0, before.length)] : []),
    ...(after.length > 0 ? [level(candidate, before.length, changesets.length)] : []),
  ];
  return { series, changesets, analysis: { changes: [], levels, findings: [] }, releases: [], excluded: [] };
}

function byBlock(runs: CollateralSeries["baseline"]): [string, number[]][] {
  const blocks = new Map<string, number[]>();
  for (const { block, value } of runs) {
    const values = blocks.get(block);
    if (values) values.push(value);
    else blocks.set(block, [value]);
  }
  return [...blocks];
}

const row = (index: number, block: string, values: readonly number[]): ChangesetRow => ({
  index,
  sha: block,
  position: null,
  value: mean(values),
  low: Math.min(...values),
  high: Math.max(...values),
  runs: values.length,
  blocks: 1,
});
