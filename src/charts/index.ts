/** The charts there are: each is a template in `dashboards/`, a binding of rows to it, and the columns of its table. */

import { seriesChart } from "./series-chart.ts";
import type { ChangesetRow, ChartSize, SeriesChartData } from "./series-data.ts";
import { sparkChart } from "./spark-chart.ts";
import type { VegaLiteSpec } from "./spec.ts";

export interface Chart<Data, Record> {
  spec(data: Data, size: ChartSize): VegaLiteSpec;
  readonly size: Required<ChartSize>;
  /** The rows of the chart's table, `/charts/NAME.csv`. */
  records(data: Data): readonly Record[];
  readonly columns: Readonly<{ [name: string]: (record: Record) => string | number | null }>;
}

const columns = {
  index: (row: ChangesetRow) => row.index,
  position: (row: ChangesetRow) => row.position,
  sha: (row: ChangesetRow) => row.sha,
  committed_at: (row: ChangesetRow) => row.committedAt ?? null,
  subject: (row: ChangesetRow) => row.subject ?? null,
  value: (row: ChangesetRow) => row.value,
  low: (row: ChangesetRow) => row.low,
  high: (row: ChangesetRow) => row.high,
  runs: (row: ChangesetRow) => row.runs,
  blocks: (row: ChangesetRow) => row.blocks,
};
const records = (data: SeriesChartData) => data.changesets;

export const CHARTS = {
  series: { spec: seriesChart, size: { width: 1080, height: 380 }, records, columns },
  spark: { spec: sparkChart, size: { width: 296, height: 118 }, records, columns },
} as const satisfies { [name: string]: Chart<SeriesChartData, ChangesetRow> };

export type ChartName = keyof typeof CHARTS;

export function isChartName(name: string): name is ChartName {
  return Object.hasOwn(CHARTS, name);
}
