/**
 * A chart is a template in `dashboards/` and a query: which rows it needs, by which parameters of its address, who may
 * see them, and what its columns mean. Addresses, frames, figures on pages, the API document and the tests follow.
 */
import type * as z from "zod";
import { bindRows, type RowsChartData } from "../../charts/bind-rows.ts";
import { type ChartMeta, type ChartSize, metaOf } from "../../charts/chart.ts";
import { type Columns, cellText } from "../../charts/column.ts";
import { chartCsv } from "../../charts/csv.ts";
import type { VegaLiteSpec } from "../../charts/spec.ts";
import { Fault } from "../../model/fault.ts";
import type { Caller, Context } from "../context.ts";

export interface ChartQuery<Parameters extends z.ZodObject, Data, Record> {
  /** Of the template's file and of the addresses. */
  readonly name: string;
  readonly template: VegaLiteSpec;
  /** What an address asks with, each described. */
  readonly parameters: Parameters;
  /** Who may see it, in words. */
  readonly readers: string;
  /** The rows that this caller may see; a `not_found` where there is nothing that they may know of. */
  rows(ctx: Context, caller: Caller, asked: z.output<Parameters>): Promise<Data>;
  readonly columns: Columns<Record>;
}

/** Where code lays the picture out. */
export interface LaidOut<Data, Record> {
  records(data: Data): readonly Record[];
  layout(data: Data, size: ChartSize): VegaLiteSpec;
  /** There is nothing to draw: pages leave it out. */
  isEmpty(data: Data): boolean;
  /** No more than a browser can draw. */
  reduced?(data: Data): Data;
}

/** A chart with its rows. */
export interface ReadChart {
  readonly meta: ChartMeta;
  readonly isEmpty: boolean;
  /** Absent: at the size of the picture that stands alone. */
  spec(size?: ChartSize): VegaLiteSpec;
  csv(): string;
  /** What it is drawn from, as the program has it; no more than a browser can draw. */
  rows(): unknown;
  /** Cells in words, a row a record. */
  table(most: number): ChartTable;
}

export interface ChartTable {
  readonly rows: readonly (readonly string[])[];
  /** Records that are not among them. */
  readonly more: number;
  /** They are the last records, of a chart whose first column is a time; else the first. */
  readonly isNewest: boolean;
}

export interface Chart<Data = unknown> {
  readonly name: string;
  readonly meta: ChartMeta;
  readonly template: VegaLiteSpec;
  readonly parameters: z.ZodObject;
  readonly readers: string;
  readonly columns: Columns<never>;
  /** By the query string of an address. */
  read(ctx: Context, caller: Caller, query: Readonly<{ [name: string]: string }>): Promise<ReadChart>;
  /** From rows that somebody has read already. */
  of(data: Data): ReadChart;
}

export function laidOutChart<Parameters extends z.ZodObject, Data, Record>(
  query: ChartQuery<Parameters, Data, Record> & LaidOut<Data, Record>,
): Chart<Data> {
  const { name, template, parameters, readers, columns } = query;
  const meta = metaOf(template);
  const of = (data: Data): ReadChart => ({
    meta,
    isEmpty: query.isEmpty(data),
    spec: (size = meta.sizes.alone) => query.layout(data, size),
    csv: () => chartCsv(columns, query.records(data)),
    rows: () => query.reduced?.(data) ?? data,
    table: (most) => tableOf(columns, query.records(data), most),
  });
  return {
    ...{ name, meta, template, parameters, readers, columns, of },
    read: async (ctx, caller, asked) => of(await query.rows(ctx, caller, understood(query, asked))),
  };
}

/** Vega-Lite lays the picture out: the rows go into the template as they are. */
export function chart<Parameters extends z.ZodObject, Record>(
  query: ChartQuery<Parameters, RowsChartData<Record>, Record>,
): Chart<RowsChartData<Record>> {
  return laidOutChart({
    ...query,
    records: ({ rows }) => rows,
    layout: (data, size) => bindRows(query.template, query.columns, data, size),
    isEmpty: ({ rows }) => rows.length === 0,
  });
}

function tableOf<Record>(columns: Columns<Record>, records: readonly Record[], most: number): ChartTable {
  const all = Object.values(columns);
  const isNewest = all[0]?.is === "time";
  const shown = isNewest ? records.slice(-most) : records.slice(0, most);
  const rows = shown.map((record) => all.map((column) => cellText(column, record)));
  return { rows, more: records.length - rows.length, isNewest };
}

/** What has no address because it says too little of what it wants is not found; what it says wrongly is invalid. */
function understood<Parameters extends z.ZodObject>(
  { name, parameters }: Pick<ChartQuery<Parameters, unknown, unknown>, "name" | "parameters">,
  asked: Readonly<{ [name: string]: string }>,
): z.output<Parameters> {
  const found = parameters.safeParse(asked);
  if (found.success) return found.data;
  const absent = Object.keys(parameters.shape).filter(
    (key) => asked[key] === undefined && found.error.issues.some(({ path }) => path[0] === key),
  );
  if (absent.length > 0) {
    const wanted = absent.map((key) => `${key}=…`).join("&");
    throw new Fault("not_found", `The chart ${name} needs ?${wanted} in its address; /help/charts says what of.`);
  }
  const details = found.error.issues.map(({ path, message }) => ({ path: `/${path.join("/")}`, detail: message }));
  const said = details.map(({ path, detail }) => `${path.slice(1)} ${detail}`).join("; ");
  throw new Fault("invalid", `The chart ${name} is asked for wrongly: ${said}.`, details);
}
