/** Is a changeset slower than a release? The gate's question with the release's level for a baseline and a parent. */
import { judgeLanding } from "../gate/judge-landing.ts";
import type { SeriesQuestion } from "../gate/landing.ts";
import type { ComparedState } from "../model/release-comparison.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { SeriesRow } from "../store/runs.ts";
import { pathTo, releaseState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { judgeChangeset, type Settled, settledFor } from "./judge-changeset.ts";
import { firstRunOf, landingPoints } from "./landing-points.ts";
import { expectedSeries, missingOf } from "./missing-cells.ts";
import { visibleSeries } from "./read-series.ts";
import { seriesQuestions } from "./series-question.ts";
import { inputsOf } from "./verdict-inputs.ts";

/**
 * The same words, looks and confirmations. What the changeset's parents did since the release is not told apart from what
 * it does itself: nothing is inherited here.
 */
export async function judgeAgainst(
  ctx: Context,
  caller: Caller,
  named: string,
  tag: string,
): Promise<ChangesetVerdict> {
  const verdict = await judgeChangeset(ctx, caller, named);
  const release = await releaseState(ctx, caller, tag);
  const settled = await settledFor(ctx, caller, verdict.sha);
  const evidence = await evidenceOf(ctx, caller, verdict.sha, release, settled);
  const { policy } = settled.ruling;
  const { waivers } = settled.prepared;
  const question = { policy, sha: verdict.sha, parentSha: release.sha, waivers, ...evidence };
  const { waits: _, ...answer } = judgeLanding(question);
  return {
    ...verdict,
    ...answer,
    against: release.name,
    inputs: inputsOf(question, ctx.sha256),
  };
}

async function evidenceOf(
  ctx: Context,
  caller: Caller,
  sha: string,
  release: ComparedState,
  { ruling: { policy }, prepared, isHidden }: Settled,
) {
  const visible = new Map((await visibleSeries(ctx, caller)).map((series) => [series.id, series]));
  const path = pathTo(await ctx.known.landingOrder(), release.sha).filter((one) => one !== sha);
  const twins = isHidden ? [] : (await ctx.known.kin()).twins(sha);
  const alone = { parentSha: null, parentTwins: [], chain: [], later: [] };
  const place = { sha: isHidden ? "" : sha, twins, landed: path.reverse(), ...alone };
  const accepted = await ctx.known.acceptedStates();
  const points = await landingPoints(ctx, place, visible);
  const rigs = await ctx.known.rigs();
  const questionOf = seriesQuestions(ctx, { ...place, policy, prepared, landed: points.landed, accepted });
  const series = await Promise.all(
    [...points.bySeries].map(async ([id, evidence]) => {
      const row = visible.get(id) as SeriesRow;
      const labels = rigs.get(row.rig)?.labels ?? [];
      return withoutParent(await questionOf({ series: row, labels, evidence }));
    }),
  );
  const expected = await expectedSeries(ctx, points.tested, visible);
  return {
    series,
    missing: await missingOf(ctx, policy, {
      expected,
      visible,
      usable: points.usable,
      firstRun: firstRunOf(sha, points.bySeries),
    }),
    plannedSeries: new Set([...points.bySeries.keys(), ...expected.map((one) => one.series.id)]).size,
  };
}

/** The release's level stands in for the parent's own runs: whoever is worse than it is not excused by anybody. */
const withoutParent = (question: SeriesQuestion): SeriesQuestion => ({
  ...question,
  parent: question.baseline,
  ...(question.bridge && { parentBridge: question.bridge }),
  gapSuspected: false,
  regressionSha: null,
});
