/** Several series, branches or rigs over one another. */
import * as z from "zod";
import template from "../../../dashboards/overlay.vl.json" with { type: "json" };
import { type Columns, number, text, time } from "../../charts/column.ts";
import { overlayChart } from "../../charts/overlay-chart.ts";
import { LETTERS, type OverlayChartData, type OverlayLine } from "../../charts/overlay-data.ts";
import type { ChangesetRow } from "../../charts/series-data.ts";
import { overlayAsk } from "../overlay-ask.ts";
import { overlaySeries } from "../overlay-series.ts";
import { laidOutChart } from "./chart.ts";
import { SERIES_READERS, STRETCH } from "./series.ts";

interface OverlayRecord {
  readonly line: OverlayLine;
  readonly letter: string;
  readonly row: ChangesetRow;
}

export const overlay = laidOutChart({
  ...{ name: "overlay", template, readers: `${SERIES_READERS} Lines that the reader may not see are left out.` },
  parameters: z.object({
    ...STRETCH,
    with: z.string().optional().describe("What lies over it: `SERIES` or `SERIES@BRANCH`, several with commas."),
    add: z.string().optional().describe("One line more."),
    relative: z.string().optional().describe("A release at which each line is 1; absent: in the unit."),
  }),
  rows: (ctx, caller, asked) => overlaySeries(ctx, caller, overlayAsk(asked.series, asked)),
  records: ({ lines }: OverlayChartData): OverlayRecord[] =>
    lines.flatMap((line, at) => line.rows.map((row) => ({ line, letter: LETTERS[at] ?? "", row }))),
  layout: overlayChart,
  isEmpty: () => false,
  columns: {
    line: text("letter of the line in the picture", ({ letter }) => letter),
    label: text("what tells the line apart", ({ line }) => line.label),
    series: text("id of its series", ({ line }) => line.series),
    branch: text("its branch", ({ line }) => line.branch),
    place: number("place that all lines share, 0 first", ({ row }) => row.index),
    position: number("ordinal on its branch", ({ row }) => row.position),
    sha: text("changeset", ({ row }) => row.sha),
    committed_at: time("committed at", ({ row }) => row.committedAt ?? null),
    value: number("median of the usable runs, in the unit or relative to the release", ({ row }) => row.value),
    low: number("lowest run, likewise", ({ row }) => row.low),
    high: number("highest run, likewise", ({ row }) => row.high),
    runs: number("usable runs", ({ row }) => row.runs),
  } satisfies Columns<OverlayRecord>,
});
