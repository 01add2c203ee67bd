/** A chart: a template in `dashboards/`, a binding of rows to it, and the columns of its table. */
import type { VegaLiteSpec } from "./spec.ts";

export interface ChartSize {
  /** Of the plot with its labels, in CSS pixels. */
  readonly width: number;
  /** Absent: as high as the chart's rows ask for. */
  readonly height?: number;
}

export interface Chart<Data, Record> {
  spec(data: Data, size: ChartSize): VegaLiteSpec;
  /** Of the picture that stands alone. */
  readonly size: ChartSize;
  /** The rows of the chart's table, `/charts/NAME.csv`. */
  records(data: Data): readonly Record[];
  readonly columns: Readonly<{ [name: string]: (record: Record) => string | number | null }>;
}
