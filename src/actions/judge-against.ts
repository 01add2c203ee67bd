/** Is a changeset slower than a release? The gate's question with the release's level for a baseline and a parent. */
import { judgeLanding } from "../gate/judge-landing.ts";
import type { SeriesQuestion } from "../gate/landing.ts";
import type { ComparedState } from "../model/release-comparison.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { SeriesRow } from "../store/store.ts";
import { pathTo, releaseState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { landingPoints } from "./landing-points.ts";
import { expectedSeries, missingCells } from "./missing-cells.ts";
import { visibleSeries } from "./read-series.ts";
import { seriesQuestion } from "./series-question.ts";
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
  const { series, missing, plannedSeries } = await evidence(ctx, caller, verdict.sha, release);
  const question = { policy: ctx.policy, sha: verdict.sha, parentSha: release.sha, series, missing, plannedSeries };
  const { waits: _, ...answer } = judgeLanding(question);
  return {
    ...verdict,
    ...answer,
    against: release.name,
    inputs: inputsOf(question, ctx.sha256),
  };
}

async function evidence(ctx: Context, caller: Caller, sha: string, release: ComparedState) {
  const visible = new Map((await visibleSeries(ctx, caller)).map((series) => [series.id, series]));
  const isHidden = (await hiddenChangesets(ctx, caller)).has(sha);
  const path = pathTo(await ctx.known.landingOrder(), release.sha).filter((one) => one !== sha);
  const twins = isHidden ? [] : (await ctx.known.kin()).twins(sha);
  const alone = { parentSha: null, parentTwins: [], chain: [], later: [] };
  const place = { sha: isHidden ? "" : sha, twins, landed: path.reverse(), ...alone };
  const accepted = await ctx.known.acceptedStates();
  const points = await landingPoints(ctx, place, visible);
  const series = await Promise.all(
    [...points.bySeries].map(async ([id, mine]) => {
      const row = visible.get(id) as SeriesRow;
      const asked = { ...place, landed: points.landed, accepted, series: row, points: mine };
      return withoutParent(await seriesQuestion(ctx, asked));
    }),
  );
  const expected = await expectedSeries(ctx, points.tested, visible);
  return {
    series,
    missing: missingCells(expected, visible, points.usable),
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
