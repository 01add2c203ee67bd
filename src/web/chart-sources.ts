/** Every chart that has an address, `/charts/NAME.{json,svg,csv}`, with the rows behind it. */
import type { Context } from "../actions/context.ts";
import { showChangeset } from "../actions/show-changeset.ts";
import { oneScaling } from "../actions/show-scaling.ts";
import { showSeries } from "../actions/show-series.ts";
import { CHARTS } from "../charts/index.ts";
import { type ChartSource, source } from "./chart-source.ts";
import { forestOf } from "./forest.ts";
import type { PageCall } from "./page.ts";

const history = async (ctx: Context, { caller, query }: PageCall) =>
  (await showSeries(ctx, caller, query["series"] ?? "", query["branch"])).history;

export const CHART_SOURCES: Readonly<Record<string, ChartSource>> = {
  series: source(CHARTS.series, history),
  spark: source(CHARTS.spark, history),
  forest: source(CHARTS.forest, async (ctx, { caller, query }) =>
    forestOf(await showChangeset(ctx, caller, query["changeset"] ?? "")),
  ),
  scaling: source(CHARTS.scaling, (ctx, { caller, query }) => oneScaling(ctx, caller, query["curve"] ?? "")),
};
