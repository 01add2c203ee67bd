/** A metric over clients, threads or size, one line a release. */
import * as z from "zod";
import template from "../../../dashboards/scaling.vl.json" with { type: "json" };
import { type Columns, number, text } from "../../charts/column.ts";
import { scalingChart } from "../../charts/scaling-chart.ts";
import type { ScalingChartData, ScalingPoint } from "../../charts/scaling-data.ts";
import { oneScaling } from "../show-scaling.ts";
import { laidOutChart } from "./chart.ts";

type ScalingRecord = ScalingPoint & { readonly release: string };

export const scaling = laidOutChart({
  ...{ name: "scaling", template },
  parameters: z.object({ curve: z.string().describe("The curve, as the page Scaling names it.") }),
  readers: "Whoever may see the rig of its series.",
  rows: (ctx, caller, { curve }) => oneScaling(ctx, caller, curve),
  records: ({ curves }: ScalingChartData) =>
    curves.flatMap(({ release, points }) => points.map((point) => ({ release, ...point }))),
  layout: scalingChart,
  isEmpty: () => false,
  columns: {
    release: text("release, or what landed since", (row) => row.release),
    x: number("value of the parameter that grows", (row) => row.x),
    value: number("level, in the unit of the series", (row) => row.value),
    low: number("lower end of its interval", (row) => row.low),
    high: number("upper end of its interval", (row) => row.high),
  } satisfies Columns<ScalingRecord>,
});
