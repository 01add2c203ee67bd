/** The runs before and after a change point, or of two states. */
import * as z from "zod";
import template from "../../../dashboards/distribution.vl.json" with { type: "json" };
import { type Columns, number, text } from "../../charts/column.ts";
import { distributionChart } from "../../charts/distribution-chart.ts";
import type { DistributionChartData, DistributionRun } from "../../charts/distribution-data.ts";
import { runDistribution } from "../run-distribution.ts";
import { laidOutChart } from "./chart.ts";
import { SERIES_READERS, STRETCH } from "./series.ts";

const SIDE = "a release's tag, or the beginning of a measured changeset's sha";

type DistributionRecord = DistributionRun & { readonly side: string };

export const distribution = laidOutChart({
  ...{ name: "distribution", template, readers: SERIES_READERS },
  parameters: z.object({
    series: STRETCH.series,
    branch: STRETCH.branch,
    at: z.string().optional().describe("Changeset of a change point, by the beginning of its sha; absent: the last."),
    before: z.string().optional().describe(`Two states instead: the older, ${SIDE}.`),
    after: z.string().optional().describe("The newer, likewise."),
  }),
  rows: (ctx, caller, asked): Promise<DistributionChartData> => runDistribution(ctx, caller, asked),
  records: ({ sides }) => sides.flatMap(({ label, runs }) => runs.map((run) => ({ side: label, ...run }))),
  layout: distributionChart,
  isEmpty: () => false,
  columns: {
    side: text("on which side", (row) => row.side),
    sha: text("changeset", (row) => row.sha),
    block: text("block of the run", (row) => row.block),
    value: number("what the run measured, in the unit of the series", (row) => row.value),
  } satisfies Columns<DistributionRecord>,
});
