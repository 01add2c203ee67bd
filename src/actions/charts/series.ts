/** The trend of one series, changeset by changeset. */
import * as z from "zod";
import template from "../../../dashboards/series.vl.json" with { type: "json" };
import { type Columns, number, text, time } from "../../charts/column.ts";
import { reduceRows } from "../../charts/reduce.ts";
import { seriesChart } from "../../charts/series-chart.ts";
import type { ChangesetRow, SeriesChartData } from "../../charts/series-data.ts";
import { countOf, stretchNamed, stretchOf } from "../../charts/stretch.ts";
import type { Caller, Context } from "../context.ts";
import { showSeries } from "../show-series.ts";
import { trendMarks } from "../trend-marks.ts";
import { laidOutChart } from "./chart.ts";

export const SERIES_READERS = "Whoever may see the rig of the series.";

export const STRETCH = {
  series: z.string().describe("Id of the series."),
  branch: z.string().optional().describe("Absent: the one with most points."),
  from: z.string().optional().describe("First changeset shown, by the beginning of its sha."),
  to: z.string().optional().describe("Last changeset shown, likewise."),
};

const parameters = z.object(STRETCH);

export const trendQuery = {
  parameters,
  readers: SERIES_READERS,
  async rows(ctx: Context, caller: Caller, asked: z.output<typeof parameters>): Promise<SeriesChartData> {
    const { history: whole } = await showSeries(ctx, caller, asked.series, asked.branch);
    const { series: row, changesets, analysis, releases, excluded } = whole;
    const marks = (await trendMarks(ctx, caller, whole)).flatMap(({ mark }) => mark ?? []);
    const data = { series: row, changesets, analysis, releases, excluded, marks };
    return stretchOf(data, stretchNamed(data, asked.from, asked.to));
  },
  columns: {
    index: number("ordinal among the measured changesets shown, 0 first", (row) => row.index),
    position: number("ordinal on the branch", (row) => row.position),
    sha: text("changeset", (row) => row.sha),
    committed_at: time("committed at", (row) => row.committedAt ?? null),
    subject: text("subject of the changeset", (row) => row.subject ?? null),
    value: number("median of the usable runs, in the unit of the series", (row) => row.value),
    low: number("lowest run, in the unit of the series", (row) => row.low),
    high: number("highest run, in the unit of the series", (row) => row.high),
    runs: number("usable runs", (row) => row.runs),
    blocks: number("blocks of these runs", (row) => row.blocks),
  } satisfies Columns<ChangesetRow>,
  records: ({ changesets }: SeriesChartData) => changesets,
  reduced: (data: SeriesChartData): SeriesChartData => ({
    ...data,
    count: countOf(data),
    changesets: reduceRows(data.changesets, MOST_ROWS),
  }),
};

/** Rows that a browser is sent: beyond them a stretch is asked for by itself. */
const MOST_ROWS = 4000;

export const series = laidOutChart({
  ...{ name: "series", template, ...trendQuery },
  layout: seriesChart,
  isEmpty: () => false, // an empty trend says why it is empty
});
