/** `/series/:id?branch=&from=&to=&with=&relative=&at=&before=&after=`: one series' history, or a stretch of it, others laid over it. */

import { mayAnnotate, mayWithdraw } from "../../actions/annotations.ts";
import { distribution as distributionChart } from "../../actions/charts/distribution.ts";
import { overlay as overlayChart } from "../../actions/charts/overlay.ts";
import type { Context } from "../../actions/context.ts";
import { linesOf, overlayAsk, overlayQuery } from "../../actions/overlay-ask.ts";
import { overlayChoices } from "../../actions/overlay-choices.ts";
import { overlaySeries } from "../../actions/overlay-series.ts";
import { oneSeries } from "../../actions/read-series.ts";
import { distributionOf } from "../../actions/run-distribution.ts";
import { changesetRepeats } from "../../actions/run-repeats.ts";
import type { SeriesTrend } from "../../actions/series-trend.ts";
import { showSeries } from "../../actions/show-series.ts";
import { trendMarks } from "../../actions/trend-marks.ts";
import { shortened } from "../../charts/describe.ts";
import { stretchNamed, stretchNotes, stretchOf } from "../../charts/stretch.ts";
import { chartSections } from "../chart-section.ts";
import type { DistributionSection } from "../distribution-section.ts";
import type { Html } from "../html.ts";
import type { OverlaySection } from "../overlay-section.ts";
import type { Page, PageCall } from "../page.ts";
import { pictures } from "../pictures.ts";
import { seriesParts } from "../series-page.ts";
import type { SeriesMeasured, SeriesRest } from "../series-page-data.ts";

export const SERIES: Page = { path: "/series/:id", draw: drawSeries };

/** `fault`: what was wrong with what the reader wrote down. */
export async function drawSeries(ctx: Context, call: PageCall, fault = ""): Promise<AsyncIterable<Html>> {
  const series = await oneSeries(ctx, call.caller, call.params["id"] ?? "");
  return seriesParts(series, () => measuredOf(ctx, call, series, fault));
}

async function measuredOf(
  ctx: Context,
  call: PageCall,
  series: SeriesTrend["series"],
  fault: string,
): Promise<SeriesMeasured> {
  const { caller, query } = call;
  const { history: measured, ...around } = await showSeries(ctx, caller, series.id, query["branch"]);
  const marks = await trendMarks(ctx, caller, measured);
  const chart = { ...measured, marks: marks.flatMap(({ mark }) => mark ?? []) };
  const shown = stretchOf(chart, stretchNamed(chart, query["from"], query["to"]));
  const asked = Object.fromEntries(["branch", "from", "to"].flatMap((key) => (query[key] ? [[key, query[key]]] : [])));
  const kept = overlayQuery(linesOf(query), query["relative"] ?? "");
  const { suite, unplaced } = measured;
  const notes = [...branchNote(measured, query["branch"]), ...stretchNotes(chart, query["from"], query["to"])];
  const rest = async (): Promise<SeriesRest> => ({
    distribution: await distribution(call, measured, { ...asked, ...kept }),
    overlay: await overlay(ctx, call, measured, asked),
    repeats: query["repeats"] ? await changesetRepeats(ctx, measured, query["repeats"]) : null,
    regressions: await regressionsOf(ctx, measured),
    findings: measured.findings(),
    charts: await chartSections(ctx, call, "/series/:id"),
    marks: { marks, mayAnnotate: mayAnnotate(caller), mayWithdraw: (who) => mayWithdraw(caller, who), fault },
  });
  return { top: { ...around, chart, shown, asked, kept, suite, unplaced, notes }, rest };
}

/** Branches that a sentence names. */
const MOST_NAMED = 6;

function branchNote({ branches }: SeriesTrend, asked = ""): string[] {
  if (asked === "" || branches.includes(asked)) return [];
  const others = branches.slice(0, MOST_NAMED).join(", ");
  const where = others === "" ? "on no branch" : `on ${others}${branches.length > MOST_NAMED ? " and others" : ""}`;
  return [`This series has no landed changeset on the branch ${shortened(asked, 80)}; it has ${where}.`];
}

/** Those that people were told of, by the first changeset of the new level. */
async function regressionsOf(ctx: Context, { series, branch }: SeriesTrend): Promise<ReadonlyMap<string, string>> {
  const told = [...(await ctx.known.announced()).values()];
  const mine = told.filter((one) => one.series === series.id && one.branch === branch && one.state !== "withdrawn");
  return new Map(mine.map(({ sha, regression }) => [sha, regression]));
}

async function distribution(
  { query }: PageCall,
  history: SeriesTrend,
  asked: DistributionSection["asked"],
): Promise<DistributionSection> {
  const found = distributionOf(history, query);
  const own = ["at", "before", "after"].flatMap((key) => (query[key] ? [[key, query[key]] as const] : []));
  return {
    distribution: found,
    pictures: await pictures(distributionChart.of(found)),
    query: Object.fromEntries(own),
    asked,
  };
}

async function overlay(
  ctx: Context,
  { caller, query }: PageCall,
  history: SeriesTrend,
  asked: OverlaySection["asked"],
): Promise<OverlaySection> {
  const { series, releases } = history;
  const lines = linesOf(query);
  const relative = query["relative"] ?? "";
  const section = {
    series: series.id,
    asked,
    lines,
    relative,
    choices: await overlayChoices(ctx, caller, history),
    releases: releases.map(({ tag }) => tag),
  };
  if (lines.length === 0 && relative === "") return { ...section, found: null };
  const found = await overlaySeries(ctx, caller, overlayAsk(series.id, query));
  return { ...section, found: { overlay: found, pictures: await pictures(overlayChart.of(found)) } };
}
