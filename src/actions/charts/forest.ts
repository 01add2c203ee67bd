/** Effects with their intervals: of a changeset's verdict, or of two states or rigs held against each other. */
import * as z from "zod";
import template from "../../../dashboards/forest.vl.json" with { type: "json" };
import { type Columns, change, share, text } from "../../charts/column.ts";
import { forestChart } from "../../charts/forest-chart.ts";
import { detailOf, type ForestChartData, type ForestRow } from "../../charts/forest-data.ts";
import { compareNamed } from "../compare-named.ts";
import { compareRigs, rigsNamed } from "../compare-rigs.ts";
import { comparedForest, worstFirst } from "../compared-forest.ts";
import type { Caller, Context } from "../context.ts";
import { rigForest } from "../rig-forest.ts";
import { showChangeset } from "../show-changeset.ts";
import { forestOf } from "../verdict-forest.ts";
import { laidOutChart } from "./chart.ts";

const STATE = "a release, a branch, a changeset, or `rig:NAME`";

const parameters = z.object({
  changeset: z.string().optional().describe("A changeset whose verdict it shows."),
  base: z.string().optional().describe(`Instead: what is held against, ${STATE}.`),
  head: z.string().optional().describe(`And what is held against it, ${STATE}.`),
});

async function rows(ctx: Context, caller: Caller, asked: z.output<typeof parameters>): Promise<ForestChartData> {
  if (asked.changeset !== undefined) return forestOf(await showChangeset(ctx, caller, asked.changeset));
  const { base = "", head = "" } = asked;
  const rigs = await rigsNamed(ctx, base, head);
  if (rigs !== null) return rigForest(await compareRigs(ctx, caller, rigs.base, rigs.head));
  const comparison = await compareNamed(ctx, caller, base, head);
  return comparedForest({ ...comparison, series: worstFirst(comparison.series) });
}

export const forest = laidOutChart({
  ...{ name: "forest", template, parameters, rows },
  readers: "Everybody; series of rigs that the reader may not see are left out.",
  records: ({ rows: all }) => all,
  layout: forestChart,
  isEmpty: ({ rows: all }) => all.length === 0,
  columns: {
    label: text("benchmark and metric", (row) => row.label),
    detail: text("rig and parameters", detailOf),
    worsening: change("how much worse it became; below 0 it became better", (row) => row.worsening),
    low: change("lower end of its interval", (row) => row.low),
    high: change("upper end of its interval", (row) => row.high),
    material: share("what is material", (row) => row.material),
    effect: text("the change as it reads", (row) => row.effect),
    word: text("what is made of it", (row) => row.word),
  } satisfies Columns<ForestRow>,
});
