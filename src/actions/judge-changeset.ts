/** May this changeset land? Gathers the evidence, asks the gate, and records the answer when its inputs changed. */
import { judgeLanding } from "../gate/judge-landing.ts";
import type { LandingQuestion } from "../gate/landing.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { SeriesRow } from "../store/store.ts";
import type { Caller, Context } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { type LandingPlace, landingPlace, landingPoints } from "./landing-points.ts";
import { expectedSeries, missingCells } from "./missing-cells.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { rigsAway } from "./rig-away.ts";
import { seriesQuestion } from "./series-question.ts";
import { RecordedVerdicts } from "./verdict-basis.ts";
import { inputsOf } from "./verdict-inputs.ts";

/** Equal sight gets the equal answer, from memory while nothing new has arrived. */
export async function judgeChangeset(ctx: Context, caller: Caller, named: string): Promise<ChangesetVerdict> {
  const sha = await fullSha(ctx, caller, named);
  const away = [...(await rigsAway(ctx))].sort(); // a rig comes back without anybody saying so
  return await ctx.known.derived(`verdict ${sha} ${sightOf(caller)} ${away.join(" ")}`, () => judge(ctx, caller, sha));
}

const EVERYBODY: Caller = { name: "gate", scopes: ["admin"] };

async function judge(ctx: Context, caller: Caller, sha: string): Promise<ChangesetVerdict> {
  const visible = new Map((await visibleSeries(ctx, caller)).map((series) => [series.id, series]));
  const isPartial = visible.size < (await ctx.known.series()).size;
  const isHidden = (await hiddenChangesets(ctx, caller)).has(sha);
  const place = await landingPlace(ctx, sha, isHidden);
  const recorded = new RecordedVerdicts(ctx, ctx.policy, place);
  const before = isPartial || isHidden ? undefined : await recorded.current();
  if (before) return before;
  const asOf = await recorded.now();
  const { question, reach } = await landingQuestion(ctx, place, visible);
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
  if (isPartial) await judgeChangeset(ctx, EVERYBODY, sha);
  else if (question.series.length > 0) await recorded.record(verdict, reach, asOf);
  return verdict;
}

/** Everything that the verdict is a function of, for the series that the caller may see; `reach`: landed changesets seen. */
async function landingQuestion(
  ctx: Context,
  place: LandingPlace,
  visible: ReadonlyMap<string, SeriesRow>,
): Promise<{ question: LandingQuestion; reach: number }> {
  const { sha, parentSha } = place;
  const points = await landingPoints(ctx, place, visible);
  const ids = [...points.bySeries.keys()];
  const series = await Promise.all(
    [...points.bySeries].map(async ([id, mine]) => {
      const row = visible.get(id) as SeriesRow;
      return await seriesQuestion(ctx, { ...place, landed: points.landed, series: row, points: mine });
    }),
  );
  const expected = await expectedSeries(ctx, points.tested, visible);
  const plannedSeries = new Set([...ids, ...expected.map(({ series: { id } }) => id)]).size;
  const missing = missingCells(expected, visible, points.usable);
  return {
    question: { policy: ctx.policy, sha, parentSha, series, missing, plannedSeries },
    reach: points.landed.length,
  };
}
