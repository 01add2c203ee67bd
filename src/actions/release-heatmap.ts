/** Releases as columns of the heat map, metrics of benchmarks as rows. */
import type { HeatmapCell, HeatmapChartData } from "../charts/heatmap-data.ts";
import {
  type GeometricMean,
  performanceWay,
  type ReleaseComparison,
  type SeriesComparison,
} from "../model/release-comparison.ts";
import { metricOf } from "./compare-states.ts";
import { groupedBy } from "./grouped-by.ts";
import type { ReleaseStep } from "./show-releases.ts";

/** Rows of one picture: those that moved most. */
const MOST_ROWS = 40;

export function heatmapOf(tag: string, steps: readonly ReleaseStep[]): HeatmapChartData {
  const columns = steps.map(({ judgement }) => columnOf(judgement?.comparison));
  const labels = [...new Set(columns.flatMap(({ means }) => [...means.keys()]))];
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

/** What one release shows, by metric. */
interface Column {
  readonly means: ReadonlyMap<string, GeometricMean>;
  readonly series: ReadonlyMap<string, readonly SeriesComparison[]>;
}

const columnOf = ({ means, series }: Pick<ReleaseComparison, "means" | "series"> = NOTHING): Column => ({
  means: new Map(means.flatMap((mean) => (mean.by === "metric" ? [[mean.of, mean] as const] : []))),
  series: groupedBy(series, metricOf),
});

const NOTHING = { means: [], series: [] };

const MISSING: HeatmapCell = {
  ...{ change: null, low: null, high: null, series: 0, worse: 0 },
  ...{ word: "missing", isMaterial: false },
};

const WORDS = { slower: "worse", faster: "better", unclear: "same" } as const;

function cellOf(label: string, column: Column): HeatmapCell {
  const mean = column.means.get(label);
  if (!mean) return MISSING;
  const series = column.series.get(label) ?? [];
  const worse = series.filter(({ movement }) => movement === "regression").length;
  const material = series.reduce((least, { threshold }) => Math.min(least, threshold), 1);
  const word = WORDS[performanceWay(mean)];
  return {
    ...{ change: mean.value - 1, low: mean.low - 1, high: mean.high - 1, series: mean.series, worse },
    word: word === "same" && worse > 0 ? "mixed" : word,
    isMaterial: Math.abs(mean.value - 1) >= material,
  };
}
