/** Releases as columns of the heat map, metrics of benchmarks as rows. */
import { metricOf } from "../actions/compare-states.ts";
import type { ReleaseStep } from "../actions/show-releases.ts";
import type { HeatmapCell, HeatmapChartData } from "../charts/heatmap-data.ts";
import type { GeometricMean, ReleaseComparison } from "../model/release-comparison.ts";
import { performanceWay } from "./means-table.ts";

/** Rows of one picture: those that moved most. */
const MOST_ROWS = 40;

export function heatmapOf(tag: string, steps: readonly ReleaseStep[]): HeatmapChartData {
  const columns = steps.map(({ judgement }) => judgement?.comparison ?? null);
  const labels = [...new Set(columns.flatMap((column) => metricsOf(column).map(({ of }) => of)))];
  const rows = labels.map((label) => ({ label, cells: columns.map((column) => cellOf(label, column)) }));
  const most = ({ cells }: (typeof rows)[number]) =>
    cells.reduce((far, { change, word }) => (word === "same" ? far : Math.max(far, Math.abs(change ?? 0))), 0);
  const shown = rows.sort((a, b) => most(b) - most(a)).slice(0, MOST_ROWS);
  return {
    title: `Releases up to ${tag}, each against the one before`,
    releases: steps.map(({ release }) => release),
    rows: shown.sort((a, b) => (a.label < b.label ? -1 : 1)),
  };
}

const metricsOf = (comparison: ReleaseComparison | null): readonly GeometricMean[] =>
  comparison?.means.filter(({ by }) => by === "metric") ?? [];

const MISSING: HeatmapCell = {
  ...{ change: null, low: null, high: null, series: 0, worse: 0 },
  ...{ word: "missing", isMaterial: false },
};

const WORDS = { slower: "worse", faster: "better", unclear: "same" } as const;

function cellOf(label: string, comparison: ReleaseComparison | null): HeatmapCell {
  const mean = metricsOf(comparison).find(({ of }) => of === label);
  if (!mean) return MISSING;
  const series = comparison?.series.filter((one) => metricOf(one) === label) ?? [];
  const worse = series.filter(({ movement }) => movement === "regression").length;
  const material = series.reduce((least, { threshold }) => Math.min(least, threshold), 1);
  const word = WORDS[performanceWay(mean)];
  return {
    ...{ change: mean.value - 1, low: mean.low - 1, high: mean.high - 1, series: mean.series, worse },
    word: word === "same" && worse > 0 ? "mixed" : word,
    isMaterial: Math.abs(mean.value - 1) >= material,
  };
}
