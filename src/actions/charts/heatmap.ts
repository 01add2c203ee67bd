/** Benchmarks by releases, each release against the one before it. */
import * as z from "zod";
import template from "../../../dashboards/heatmap.vl.json" with { type: "json" };
import { type Columns, change, number, text } from "../../charts/column.ts";
import { heatmapChart } from "../../charts/heatmap-chart.ts";
import type { HeatmapCell, HeatmapChartData } from "../../charts/heatmap-data.ts";
import { heatmapOf } from "../release-heatmap.ts";
import { releaseSteps } from "../show-releases.ts";
import { laidOutChart } from "./chart.ts";

type HeatmapRecord = HeatmapCell & { readonly label: string; readonly release: string };

export const heatmap = laidOutChart({
  ...{ name: "heatmap", template },
  parameters: z.object({ release: z.string().describe("Tag of the newest release shown.") }),
  readers: "Everybody; series of rigs that the reader may not see are left out.",
  rows: async (ctx, caller, { release }) => heatmapOf(release, await releaseSteps(ctx, caller, release)),
  records: ({ releases, rows }: HeatmapChartData) =>
    rows.flatMap(({ label, cells }) => cells.map((cell, i) => ({ label, release: releases[i] ?? "", ...cell }))),
  layout: heatmapChart,
  isEmpty: ({ rows }) => rows.length === 0,
  columns: {
    benchmark: text("benchmark and metric", (row) => row.label),
    release: text("release, held against the one before it", (row) => row.release),
    change: change("change of performance as a geometric mean; above 0 is faster", (row) => row.change),
    low: change("lower end of its interval", (row) => row.low),
    high: change("upper end of its interval", (row) => row.high),
    series: number("series behind it", (row) => row.series),
    worse: number("series that became materially worse", (row) => row.worse),
    word: text("what is made of it", (row) => row.word),
  } satisfies Columns<HeatmapRecord>,
});
