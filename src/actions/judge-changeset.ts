/** May this changeset land? Gathers the evidence, asks the gate, and records the answer when its inputs changed. */
import { judgeLanding } from "../gate/judge-landing.ts";
import type { LandingQuestion } from "../gate/landing.ts";
import { notesOf } from "../gate/notes.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { SeriesRow } from "../store/store.ts";
import type { Caller, Context } from "./context.ts";
import { expectedEnd } from "./expected-end.ts";
import { fullSha } from "./full-sha.ts";
import { guiltyAncestors } from "./guilty-ancestors.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { type LandingPlace, landingPlace, landingPoints } from "./landing-points.ts";
import { lineageOf } from "./lineage.ts";
import { expectedSeries, missingCells } from "./missing-cells.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { rigsAway } from "./rig-away.ts";
import { seriesQuestion } from "./series-question.ts";
import { type Answer, RecordedVerdicts } from "./verdict-basis.ts";
import { inputsOf } from "./verdict-inputs.ts";

/** Equal sight gets the equal answer, from memory while nothing new has arrived. */
export async function judgeChangeset(ctx: Context, caller: Caller, named: string): Promise<ChangesetVerdict> {
  const sha = await fullSha(ctx, caller, named);
  const away = [...(await rigsAway(ctx))].sort(); // a rig comes back without anybody saying so
  const { verdict, waits } = await ctx.known.derived(
    `verdict ${sha} ${sightOf(caller)} ${away.join(" ")}`,
    async () => {
      const known = await knownAnswer(ctx, caller, sha);
      if (known) return known;
      const { question: _, ...answer } = await judge(ctx, caller, sha); // every run of every series: too much to keep
      return answer;
    },
  );
  return { ...verdict, eta: await expectedEnd(ctx, waits) };
}

const EVERYBODY: Caller = { name: "gate", scopes: ["admin"] };

interface Judgement extends Answer {
  /** What the verdict is a function of. */
  readonly question: LandingQuestion;
}

/** The one that is recorded, for those who may see all of it, while nothing that it was made of has changed. */
async function knownAnswer(ctx: Context, caller: Caller, sha: string): Promise<Answer | undefined> {
  const { isPartial, isHidden } = await sight(ctx, caller, sha);
  if (isPartial || isHidden) return undefined;
  const place = await landingPlace(ctx, sha, isHidden);
  const answer = await new RecordedVerdicts(ctx, ctx.policy, place).current();
  if (answer === undefined) return undefined;
  const lineage = await lineageOf(ctx, caller, sha); // what reverts or replaces it may have come since
  return { ...answer, verdict: { ...answer.verdict, lineage, notes: notesOf(lineage) } };
}

async function sight(ctx: Context, caller: Caller, sha: string) {
  const visible = new Map((await visibleSeries(ctx, caller)).map((series) => [series.id, series]));
  const isPartial = visible.size < (await ctx.known.series()).size;
  return { visible, isPartial, isHidden: (await hiddenChangesets(ctx, caller)).has(sha) };
}

/** The verdict, made anew, with the evidence that it was made of. `sha` is a whole one. */
export async function judge(ctx: Context, caller: Caller, sha: string): Promise<Judgement> {
  const { visible, isPartial, isHidden } = await sight(ctx, caller, sha);
  const place = await landingPlace(ctx, sha, isHidden);
  const recorded = new RecordedVerdicts(ctx, ctx.policy, place);
  const asOf = await recorded.now();
  const { question, reach } = await landingQuestion(ctx, place, visible);
  const { waits, ...answer } = judgeLanding(question);
  const changeset = isHidden ? undefined : (await ctx.known.changesets()).get(sha);
  const lineage = await lineageOf(ctx, caller, sha);
  const verdict: ChangesetVerdict = {
    sha,
    ...answer,
    ...(isPartial && { partial: true }),
    policy: { name: ctx.policy.name, version: ctx.policy.version },
    patchset: changeset?.patchset ?? null,
    lineage,
    notes: notesOf(lineage),
    eta: null,
    waivers: [],
    engine: ENGINE_VERSION,
    inputs: inputsOf(question, ctx.sha256),
  };
  if (isPartial) await judgeChangeset(ctx, EVERYBODY, sha);
  const isRecorded = !isPartial && question.series.length > 0;
  return { question, waits, verdict: isRecorded ? await recorded.record({ verdict, waits }, reach, asOf) : verdict };
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
  const accepted = await ctx.known.acceptedStates();
  const guilty = await guiltyAncestors(place.chain, (below) => judgeChangeset(ctx, EVERYBODY, below));
  const series = await Promise.all(
    [...points.bySeries].map(async ([id, mine]) => {
      const row = visible.get(id) as SeriesRow;
      const asked = await seriesQuestion(ctx, { ...place, landed: points.landed, accepted, series: row, points: mine });
      return { ...asked, regressionSha: guilty(id) ?? asked.regressionSha ?? null };
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
