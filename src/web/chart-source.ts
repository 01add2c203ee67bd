/** A chart by its address: what of the query string it is asked for, and from which rows it is drawn. */
import type { Context } from "../actions/context.ts";
import type { Chart } from "../charts/chart.ts";
import { chartCsv } from "../charts/csv.ts";
import type { VegaLiteSpec } from "../charts/spec.ts";
import type { PageCall } from "./page.ts";
import { narrowed } from "./pictures.ts";

export interface ChartSource {
  /** The finished specification, at the size of a picture that stands alone. */
  spec(ctx: Context, call: PageCall): Promise<VegaLiteSpec>;
  /** At that size, and as phones read it. */
  specs(ctx: Context, call: PageCall): Promise<{ readonly wide: VegaLiteSpec; readonly narrow: VegaLiteSpec }>;
  /** The rows as RFC 4180 text. */
  csv(ctx: Context, call: PageCall): Promise<string>;
  /** What it is drawn from, as the program has it; no more than a browser can draw. */
  rows(ctx: Context, call: PageCall): Promise<unknown>;
  /** The page that it is a part of. */
  pageOf(call: PageCall): string;
}

export function source<Data, Record>(
  chart: Chart<Data, Record>,
  rows: (ctx: Context, call: PageCall) => Promise<Data>,
  pageOf: (query: PageCall["query"]) => string,
  reduced: (data: Data) => Data = (data) => data,
): ChartSource {
  return {
    spec: async (ctx, call) => chart.spec(await rows(ctx, call), chart.size),
    async specs(ctx, call) {
      const data = await rows(ctx, call);
      return { wide: chart.spec(data, chart.size), narrow: chart.spec(data, narrowed(chart.size)) };
    },
    csv: async (ctx, call) => chartCsv(chart, await rows(ctx, call)),
    rows: async (ctx, call) => reduced(await rows(ctx, call)),
    pageOf: ({ query }) => pageOf(query),
  };
}
