/** Rows go into a template as they are: for charts whose layout Vega-Lite does by itself. */
import { type ChartSize, metaOf } from "./chart.ts";
import { type Cell, type Columns, cellText } from "./column.ts";
import { bind, dataOf, type Row, type VegaLiteSpec } from "./spec.ts";
import { isDrawable } from "./value-axis.ts";

export interface RowsChartData<Record> {
  /** What the picture shows, in a sentence, for those who hear it. */
  readonly told: string;
  /** The chart's table, too. */
  readonly rows: readonly Record[];
  /** More rows, by the names that the template gives them: marks, thresholds. */
  readonly beside?: Readonly<{ [name: string]: readonly Row[] }>;
}

const MOST_TEXT = 200;

/**
 * The template names `rows`, whose fields are the table's columns, times in milliseconds; what else it names of these is filled as well: `hits`,
 * the same rows, each with its cells in words as `text`, and `notice`, one row whose `text` says that there is nothing.
 */
export function bindRows<Record>(
  template: VegaLiteSpec,
  columns: Columns<Record>,
  { told, rows, beside = {} }: RowsChartData<Record>,
  { width, height = 300 }: ChartSize,
): VegaLiteSpec {
  const drawn = rows.map((record) => drawable(columns, record));
  const offered = {
    hits: drawn.map((row, at) => ({ ...row, text: wordsOf(columns, rows[at] as Record) })),
    notice: rows.length === 0 ? [{ text: metaOf(template).empty }] : [],
  };
  const wanted = dataOf(template);
  return bind(template, {
    description: told,
    width,
    height,
    params: {},
    datasets: {
      rows: drawn,
      ...Object.fromEntries(Object.entries(offered).filter(([name]) => wanted.has(name))),
      ...Object.fromEntries(Object.entries(beside).map(([name, some]) => [name, some.map(finite)])),
    },
  });
}

/** What has no place in a picture is nothing there. */
const finiteOr = (value: unknown): unknown => (typeof value === "number" && !isDrawable(value) ? null : value);
const finite = (row: Row): Row => Object.fromEntries(Object.entries(row).map(([name, one]) => [name, finiteOr(one)]));

function drawable<Record>(columns: Columns<Record>, record: Record): Row {
  return finite(
    Object.fromEntries(
      Object.entries(columns).map(([name, { is, of }]) => [name, is === "time" ? instantOf(of(record)) : of(record)]),
    ),
  );
}

/** In milliseconds since 1970: rows that a view is given are parsed no more. */
function instantOf(time: Cell): number | null {
  // biome-ignore lint/style/noRestrictedGlobals: it reads a time that was told, and asks for none.
  const instant = Date.parse(String(time));
  return Number.isNaN(instant) ? null : instant;
}

/** A line a column: "median deviation: −1.2 %". */
function wordsOf<Record>(columns: Columns<Record>, record: Record): string {
  return Object.values(columns)
    .map((column) => `${column.told}: ${cellText(column, record)}`.slice(0, MOST_TEXT))
    .join("\n");
}
