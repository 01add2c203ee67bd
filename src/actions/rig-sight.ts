/** What can a rig see? For each of its series the smallest change that a landing's runs would show. */
import type { SightChartData, SightRow } from "../charts/sight-data.ts";
import { sightOf as sightOfRuns } from "../detect/sight.ts";
import { thresholdOf } from "../gate/threshold.ts";
import { parametersOf } from "../model/series.ts";
import type { Caller, Context } from "./context.ts";
import { policyOfBranch } from "./policy-for.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { visibleRig } from "./rig-epochs.ts";
import { levelRuns } from "./show-series.ts";
import { type Trend, trends } from "./trends.ts";
import { nextTurn } from "./turn.ts";

const CONFIDENCE = 0.95;

/** Blind series first. */
export async function rigSight(ctx: Context, caller: Caller, named: string): Promise<SightChartData> {
  const { rig, labels = [] } = await visibleRig(ctx, caller, named);
  return await ctx.known.derived(`sight of ${rig} ${sightOf(caller)}`, async () => {
    const series = (await visibleSeries(ctx, caller)).filter((one) => one.rig === rig);
    const rows: SightRow[] = [];
    for await (const trend of trends(ctx, series)) {
      rows.push(await sightRow(ctx, trend, labels));
      await nextTurn(); // what else the page asked for is taken when it comes, and nobody waits for a hundred series
    }
    return { title: rig, rows: rows.sort((a, b) => (b.detectable ?? -1) - (a.detectable ?? -1)) };
  });
}

async function sightRow(ctx: Context, history: Trend, labels: readonly string[]): Promise<SightRow> {
  const { series, branch } = history;
  const policy = await policyOfBranch(ctx, branch);
  const { priorBlockDeviation, power, falseGreenPerSeries: alpha } = policy;
  const runs = levelRuns(history).map(({ block, value }) => ({ block, value }));
  const question = { priorBlockDeviation, confidence: CONFIDENCE, rates: { alpha, power } };
  const sight = runs.length === 0 ? null : sightOfRuns(runs, question);
  const detectable = sight?.minimumDetectableEffect?.asIs ?? null;
  const material = thresholdOf(policy, { ...series, labels }, sight?.level ?? null).ratio;
  return {
    series: series.id,
    label: `${series.benchmark} ${series.metric}`,
    detail: parametersOf(series).join(" · "),
    detectable,
    material,
    runs: runs.length,
    blocks: sight?.blocks ?? 0,
    word: wordOf(detectable, material),
  };
}

function wordOf(detectable: number | null, material: number): SightRow["word"] {
  if (detectable === null) return "unknown";
  return detectable <= material ? "sees" : "blind";
}
