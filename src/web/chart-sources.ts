/** Every chart that has an address, `/charts/NAME.{json,svg,csv}`, with the rows behind it. */
import { compareNamed } from "../actions/compare-named.ts";
import type { Context } from "../actions/context.ts";
import { rigSight } from "../actions/rig-sight.ts";
import { showChangeset } from "../actions/show-changeset.ts";
import { releaseSteps } from "../actions/show-releases.ts";
import { oneScaling } from "../actions/show-scaling.ts";
import { showSeries } from "../actions/show-series.ts";
import { CHARTS } from "../charts/index.ts";
import { type ChartSource, source } from "./chart-source.ts";
import { comparedForest, worstFirst } from "./compared-forest.ts";
import { forestOf } from "./forest.ts";
import { heatmapOf } from "./heatmap.ts";
import type { PageCall } from "./page.ts";

const history = async (ctx: Context, { caller, query }: PageCall) =>
  (await showSeries(ctx, caller, query["series"] ?? "", query["branch"])).history;

/** Of a changeset's verdict, or of two states: `?changeset=`, or `?base=&head=`. */
async function forest(ctx: Context, { caller, query }: PageCall) {
  if (query["changeset"] !== undefined) return forestOf(await showChangeset(ctx, caller, query["changeset"]));
  const comparison = await compareNamed(ctx, caller, query["base"] ?? "", query["head"] ?? "");
  return comparedForest({ ...comparison, series: worstFirst(comparison.series) });
}

export const CHART_SOURCES: Readonly<Record<string, ChartSource>> = {
  series: source(CHARTS.series, history),
  spark: source(CHARTS.spark, history),
  forest: source(CHARTS.forest, forest),
  heatmap: source(CHARTS.heatmap, async (ctx, { caller, query }) =>
    heatmapOf(query["release"] ?? "", await releaseSteps(ctx, caller, query["release"] ?? "")),
  ),
  sight: source(CHARTS.sight, (ctx, { caller, query }) => rigSight(ctx, caller, query["rig"] ?? "")),
  scaling: source(CHARTS.scaling, (ctx, { caller, query }) => oneScaling(ctx, caller, query["curve"] ?? "")),
};
