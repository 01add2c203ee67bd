/** Every chart that has an address, `/charts/NAME.{json,svg,png,csv}`, with the rows behind it and the page it is of. */
import { compareNamed } from "../actions/compare-named.ts";
import { compareRigs, rigsNamed } from "../actions/compare-rigs.ts";
import type { Context } from "../actions/context.ts";
import { overlaySeries } from "../actions/overlay-series.ts";
import { rigSight } from "../actions/rig-sight.ts";
import { runDistribution } from "../actions/run-distribution.ts";
import { showChangeset } from "../actions/show-changeset.ts";
import { releaseSteps } from "../actions/show-releases.ts";
import { oneScaling } from "../actions/show-scaling.ts";
import { showSeries } from "../actions/show-series.ts";
import { trendMarks } from "../actions/trend-marks.ts";
import { CHARTS } from "../charts/index.ts";
import { reduceRows } from "../charts/reduce.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { countOf, stretchNamed, stretchOf } from "../charts/stretch.ts";
import { type ChartSource, source } from "./chart-source.ts";
import { comparedForest, worstFirst } from "./compared-forest.ts";
import { forestOf } from "./forest.ts";
import { heatmapOf } from "./heatmap.ts";
import { overlayAsk } from "./overlay-ask.ts";
import type { PageCall } from "./page.ts";
import { rigForest } from "./rig-comparison.ts";

/** `?series=&branch=&from=&to=`. */
async function history(ctx: Context, { caller, query }: PageCall): Promise<SeriesChartData> {
  const { history: whole } = await showSeries(ctx, caller, query["series"] ?? "", query["branch"]);
  const { series, changesets, analysis, releases, excluded } = whole;
  const marks = (await trendMarks(ctx, caller, whole)).flatMap(({ mark }) => mark ?? []);
  const data = { series, changesets, analysis, releases, excluded, marks };
  return stretchOf(data, stretchNamed(data, query["from"], query["to"]));
}

/** Rows that a browser is sent: beyond them a stretch is asked for by itself. */
const MOST_ROWS = 4000;
const reduced = (data: SeriesChartData): SeriesChartData => ({
  ...data,
  count: countOf(data),
  changesets: reduceRows(data.changesets, MOST_ROWS),
});

/** Of a changeset's verdict, or of two states or rigs: `?changeset=`, or `?base=&head=`. */
async function forest(ctx: Context, { caller, query }: PageCall) {
  if (query["changeset"] !== undefined) return forestOf(await showChangeset(ctx, caller, query["changeset"]));
  const { base = "", head = "" } = query;
  const rigs = await rigsNamed(ctx, base, head);
  if (rigs !== null) return rigForest(await compareRigs(ctx, caller, rigs.base, rigs.head));
  const comparison = await compareNamed(ctx, caller, base, head);
  return comparedForest({ ...comparison, series: worstFirst(comparison.series) });
}

const below = (folder: string, name: string | undefined): string => `/${folder}/${encodeURIComponent(name ?? "")}`;

const seriesPage = ({ series = "", ...rest }: PageCall["query"]): string => {
  const query = new URLSearchParams(rest).toString();
  return `${below("series", series)}${query === "" ? "" : `?${query}`}`;
};

const forestPage = (query: PageCall["query"]): string =>
  query["changeset"] === undefined
    ? `/compare?${new URLSearchParams({ base: query["base"] ?? "", head: query["head"] ?? "" })}`
    : below("changesets", query["changeset"]);

export const CHART_SOURCES: Readonly<Record<string, ChartSource>> = {
  series: source(CHARTS.series, history, seriesPage, reduced),
  spark: source(CHARTS.spark, history, seriesPage, reduced),
  forest: source(CHARTS.forest, forest, forestPage),
  heatmap: source(
    CHARTS.heatmap,
    async (ctx, { caller, query }) =>
      heatmapOf(query["release"] ?? "", await releaseSteps(ctx, caller, query["release"] ?? "")),
    ({ release }) => below("releases", release),
  ),
  sight: source(
    CHARTS.sight,
    (ctx, { caller, query }) => rigSight(ctx, caller, query["rig"] ?? ""),
    ({ rig }) => below("rigs", rig),
  ),
  overlay: source(
    CHARTS.overlay,
    (ctx, { caller, query }) => overlaySeries(ctx, caller, overlayAsk(query["series"] ?? "", query)),
    seriesPage,
  ),
  distribution: source(
    CHARTS.distribution,
    (ctx, { caller, query }) => runDistribution(ctx, caller, { ...query, series: query["series"] ?? "" }),
    seriesPage,
  ),
  scaling: source(
    CHARTS.scaling,
    (ctx, { caller, query }) => oneScaling(ctx, caller, query["curve"] ?? ""),
    () => "/scaling",
  ),
};
