/** Sample data for every chart there is. Of those whose rows go into the template as they are, a file has it: see `sampleOf`. */
import { existsSync, readFileSync } from "node:fs";
import type { DistributionChartData } from "../../src/charts/distribution-data.ts";
import type { ForestChartData, ForestRow } from "../../src/charts/forest-data.ts";
import type { HeatmapCell, HeatmapChartData } from "../../src/charts/heatmap-data.ts";
import type { OverlayChartData, OverlayLine } from "../../src/charts/overlay-data.ts";
import type { ScalingChartData } from "../../src/charts/scaling-data.ts";
import type { SeriesChartData } from "../../src/charts/series-data.ts";
import type { SightChartData, SightRow } from "../../src/charts/sight-data.ts";
import { runLaw } from "../../src/detect/run-law.ts";
import { BANDWIDTH, chartData } from "./series-fixture.ts";

const STEPS = [
  { at: 18, ratio: 1.07 },
  { at: 41, ratio: 0.9 },
  { at: 55, ratio: 0.97, state: "suspected" },
] as const;

const trend: SeriesChartData = {
  ...chartData({ ...BANDWIDTH, changesets: 60, steps: STEPS }),
  marks: [
    { kind: "epoch", index: 11.5, number: 1, text: "The rig became epoch e2: firmware 4.1" },
    { kind: "annotation", index: 12, number: 2, text: "Disks of oss2 exchanged" },
    { kind: "waiver", index: 41, number: 3, text: "Waived (LU-17001, until 2027-01-31): safety first" },
    { kind: "drift", index: 51.5, number: 4, text: "The rig drifted: nobody accepted its state yet" },
  ],
};

const row = (label: string, worsening: number, half: number, word: ForestRow["word"]): ForestRow => ({
  label,
  details: ["opensfs-a", "clients 16"],
  worsening,
  low: worsening - half,
  high: worsening + half,
  material: 0.05,
  effect: `${worsening > 0 ? "−" : "+"}${(100 * Math.abs(worsening)).toFixed(1)}\u00a0%`,
  word,
});

const forest: ForestChartData = {
  title: "5efa0de8fc against its baseline",
  rows: [
    row("ior-easy write.bandwidth", 0.172, 0.018, "worse"),
    row("mdtest-easy file-creation.rate", 0.081, 0.04, "suspected"),
    row("fio-randread read.latency.p99", 0.02, 0.06, "open"),
    row("ior-hard read.bandwidth", -0.004, 0.012, "same"),
    row("mdtest-hard stat.rate", -0.093, 0.02, "better"),
  ],
};

const curve = (release: string, factor: number) => ({
  release,
  measuredAt: "2026-10-02T22:00:00.000Z",
  points: [1, 2, 4, 8, 16, 32, 64].map((x) => {
    const value = factor * 900 * (x / (1 + x / 24));
    return { x, value, low: 0.98 * value, high: 1.02 * value };
  }),
});

const scaling: ScalingChartData = {
  series: { ...trend.series, parameters: { transfer: "1MiB" } },
  by: "clients",
  curves: [curve("2.15.0", 0.9), curve("2.16.0", 1.05), curve("newest", 1)],
};

const cell = (change: number, half = 0.008, worse = 0): HeatmapCell => {
  const clear = Math.abs(change) > half;
  const way = change < 0 ? "worse" : "better";
  const word = worse > 0 ? "mixed" : "same";
  return {
    ...{ change, low: change - half, high: change + half, series: 4, worse },
    word: clear ? way : word,
    isMaterial: Math.abs(change) >= 0.05,
  };
};
const missing: HeatmapCell = {
  ...{ change: null, low: null, high: null, series: 0, worse: 0 },
  ...{ word: "missing", isMaterial: false },
};

const heatmap: HeatmapChartData = {
  title: "Releases up to 2.16.0",
  releases: ["2.14.0", "2.15.0", "2.15.1", "2.16.0"],
  rows: [
    { label: "fio-randread read.latency.p99", cells: [cell(0.02), cell(-0.031), cell(0.004), cell(-0.104)] },
    { label: "ior-easy write.bandwidth", cells: [missing, cell(0.001), cell(0.151), cell(0.003, 0.008, 1)] },
    { label: "mdtest-easy file-creation.rate", cells: [cell(0), cell(-0.012), missing, cell(0.0441)] },
  ],
};

const sees = (label: string, detectable: number | null, word: SightRow["word"]): SightRow => ({
  ...{
    series: "0123456789abcdef",
    label,
    detail: "clients 16",
    detectable,
    material: 0.05,
    runs: 30,
    blocks: 10,
    word,
  },
});

const sight: SightChartData = {
  title: "opensfs-a",
  rows: [
    sees("recovery duration", 0.082, "blind"),
    sees("fio-randread read.latency.p99", 0.0443, "sees"),
    sees("ior-easy write.bandwidth", 0.021, "sees"),
    sees("mount duration", null, "unknown"),
  ],
};

/** A line over the trend's places: every `every`-th of them, scaled. */
const line = (label: string, factor: number, every: number, seed: number): OverlayLine => {
  const { changesets, analysis, series } = chartData({ ...BANDWIDTH, changesets: 60, seed, steps: STEPS });
  return {
    series: series.id,
    branch: "master",
    label,
    better: series.better,
    rows: changesets
      .filter(({ index }) => index % every === 0)
      .map((row) => ({ ...row, value: row.value * factor, low: row.low * factor, high: row.high * factor })),
    levels: analysis.levels.map(({ from, to, value }) => ({ from, to, value: value * factor })),
  };
};

const overlay: OverlayChartData = {
  title: "write.bandwidth of ior-easy",
  lines: [
    line("opensfs-a", 1, 1, 3),
    line("opensfs-b", 0.93, 1, 4),
    line("opensfs-a · b2_15", 0.9, 2, 5),
    line("acme-1", 1.04, 3, 6),
    line("clients 64", 1.05, 1, 7),
    line("clients 4", 0.8, 1, 8),
  ],
  landing: trend.changesets,
  releases: trend.releases,
  relative: null,
  unit: "MiB/s",
};

const side = (label: string, from: number, to: number) => {
  const runs = trend.changesets
    .slice(from, to)
    .flatMap(({ sha, low, value, high }) =>
      [low, value, high].map((one, i) => ({ sha, block: `${sha} ${i % 2}`, value: one })),
    );
  const values = runs.map(({ value }) => value);
  return {
    label,
    runs,
    law: runLaw(
      values,
      runs.map(({ block }) => block),
    ),
  };
};

const distribution: DistributionChartData = {
  ...{ title: "write.bandwidth of ior-easy on opensfs-a", unit: "MiB/s", better: "higher" },
  sides: [side("before 5efa0de8fc", 18, 41), side("since 5efa0de8fc", 41, 60)],
};

export const SAMPLES = {
  series: trend,
  spark: trend,
  forest,
  heatmap,
  scaling,
  sight,
  overlay,
  distribution,
};

/** Real rows: what `/charts/NAME.rows` answered, saved as test/goldens/NAME.rows.json. */
export function sampleOf(name: string): unknown {
  if (Object.hasOwn(SAMPLES, name)) return SAMPLES[name as keyof typeof SAMPLES];
  const file = new URL(`../goldens/${name}.rows.json`, import.meta.url);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  throw new Error(`The chart ${name} has no sample: save what /charts/${name}.rows?… answers as ${file.pathname}.`);
}
