/** What a rig can see, series by series. */
import * as z from "zod";
import template from "../../../dashboards/sight.vl.json" with { type: "json" };
import { type Columns, number, share, text } from "../../charts/column.ts";
import { sightChart } from "../../charts/sight-chart.ts";
import type { SightChartData, SightRow } from "../../charts/sight-data.ts";
import { rigSight } from "../rig-sight.ts";
import { laidOutChart } from "./chart.ts";

export const RIG = { rig: z.string().describe("Name of the rig.") };
export const RIG_READERS = "Whoever may see the rig.";

export const sight = laidOutChart({
  ...{ name: "sight", template, parameters: z.object(RIG), readers: RIG_READERS },
  rows: (ctx, caller, { rig }) => rigSight(ctx, caller, rig),
  records: ({ rows }: SightChartData) => rows,
  layout: sightChart,
  isEmpty: ({ rows }) => rows.every(({ word }) => word === "unknown"),
  columns: {
    series: text("id of the series", (row) => row.series),
    label: text("benchmark and metric", (row) => row.label),
    detail: text("parameters", (row) => row.detail),
    detectable: share("smallest change that would show", (row) => row.detectable),
    material: share("what is material", (row) => row.material),
    runs: number("runs that tell of the noise", (row) => row.runs),
    blocks: number("blocks of these runs", (row) => row.blocks),
    word: text("whether what is material would show", (row) => row.word),
  } satisfies Columns<SightRow>,
});
