/** May this changeset land? Gathers the evidence, asks the gate, and records the answer when its inputs changed. */
import { judgeLanding } from "../gate/judge-landing.ts";
import type { LandingQuestion } from "../gate/landing.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { SeriesRow } from "../store/store.ts";
import type { Caller, Context } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { type LandingPoints, landingPoints } from "./landing-points.ts";
import { expectedSeries, missingCells } from "./missing-cells.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { record } from "./record.ts";
import { seriesQuestion } from "./series-question.ts";
import { inputsOf } from "./verdict-inputs.ts";

/** Equal sight gets the equal answer, from memory while nothing new has arrived. */
export async function judgeChangeset(ctx: Context, caller: Caller, named: string): Promise<ChangesetVerdict> {
  const sha = await fullSha(ctx, caller, named);
  return await ctx.known.derived(`verdict ${sha} ${sightOf(caller)}`, () => judge(ctx, caller, sha));
}

/** What is recorded is the verdict at full sight, whoever asks. */
const EVERYTHING: Caller = { name: "gate", scopes: ["admin"] };

async function judge(ctx: Context, caller: Caller, sha: string): Promise<ChangesetVerdict> {
  const visible = new Map((await visibleSeries(ctx, caller)).map((series) => [series.id, series]));
  const isHidden = (await hiddenChangesets(ctx, caller)).has(sha);
  const { question, isPartial } = await landingQuestion(ctx, sha, visible, isHidden);
  const answer = judgeLanding(question);
  const changeset = isHidden ? undefined : (await ctx.known.changesets()).get(sha);
  const verdict: ChangesetVerdict = {
    sha,
    ...answer,
    ...(isPartial && { partial: true }),
    policy: { name: ctx.policy.name, version: ctx.policy.version },
    patchset: changeset?.patchset ?? null,
    eta: null,
    waivers: [],
    engine: ENGINE_VERSION,
    inputs: inputsOf(question, ctx.sha256),
  };
  if (isPartial) await judgeChangeset(ctx, EVERYTHING, sha);
  else if (question.series.length > 0) await recordVerdict(ctx, verdict);
  return verdict;
}

async function recordVerdict(ctx: Context, verdict: ChangesetVerdict): Promise<void> {
  const before = (await ctx.store.entity("verdict", verdict.sha))?.body as ChangesetVerdict | undefined;
  if (before?.inputs !== verdict.inputs)
    await record(ctx, EVERYTHING, [{ kind: "verdict", key: verdict.sha, body: verdict }]);
}

/** Everything that the verdict is a function of, for the series that the caller may see. */
async function landingQuestion(
  ctx: Context,
  sha: string,
  visible: ReadonlyMap<string, SeriesRow>,
  isHidden: boolean,
): Promise<{ question: LandingQuestion; isPartial: boolean }> {
  const changesets = await ctx.known.changesets();
  const order = await ctx.known.landingOrder();
  const ancestors = isHidden ? [] : order.ancestors(sha);
  const parentSha = ancestors[0]?.sha ?? null;
  const landed = ancestors.filter(({ isLanded }) => isLanded).map((ancestor) => ancestor.sha);
  const trunk = order.trunk(changesets.get(landed[0] ?? "")?.branch ?? "");
  const place = trunk.indexOf(landed[0] ?? "");
  const later = place < 0 ? [] : trunk.slice(place + 1).filter((landedSha) => landedSha !== sha);
  const points = await landingPoints(ctx, { sha, parentSha, landed, later }, visible);
  const ids = [...points.bySeries.keys()];
  const series = await Promise.all(
    [...points.bySeries].map(async ([id, mine]) => {
      const row = visible.get(id) as SeriesRow;
      return await seriesQuestion(ctx, { ...points, series: row, sha, parentSha, points: mine });
    }),
  );
  const expected = await expectedSeries(ctx, points.tested, visible);
  const plannedSeries = new Set([...ids, ...expected.map(({ series: { id } }) => id)]).size;
  const missing = missingCells(expected, visible, pointsOf(sha, points));
  return {
    question: { policy: ctx.policy, sha, parentSha, series, missing, plannedSeries },
    isPartial: visible.size < (await ctx.known.series()).size,
  };
}

const pointsOf = (sha: string, { bySeries }: LandingPoints): { series: string; excluded: string }[] =>
  [...bySeries].flatMap(([series, points]) =>
    points.flatMap((point) => (point.sha === sha ? [{ series, excluded: point.excluded }] : [])),
  );
