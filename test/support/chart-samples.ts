/** Sample data for every chart there is; a chart without a sample does not compile. */
import type { ForestChartData, ForestRow } from "../../src/charts/forest-data.ts";
import type { CHARTS } from "../../src/charts/index.ts";
import { BANDWIDTH, chartData } from "./series-fixture.ts";

const STEPS = [
  { at: 18, ratio: 1.07 },
  { at: 41, ratio: 0.9 },
  { at: 55, ratio: 0.97, state: "suspected" },
] as const;

const trend = chartData({ ...BANDWIDTH, changesets: 60, steps: STEPS });

const row = (label: string, worsening: number, half: number, word: ForestRow["word"]): ForestRow => ({
  label,
  detail: "opensfs-a · clients 16",
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

export const SAMPLES: { readonly [Name in keyof typeof CHARTS]: Parameters<(typeof CHARTS)[Name]["spec"]>[0] } = {
  series: trend,
  spark: trend,
  forest,
};
