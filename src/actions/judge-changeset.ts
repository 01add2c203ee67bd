/** May this changeset land? Gathers the evidence, asks the gate, and records the answer when its inputs changed. */
import { judgeLanding } from "../gate/judge-landing.ts";
import type { LandingQuestion, SeriesQuestion } from "../gate/landing.ts";
import { notesOf } from "../gate/notes.ts";
import type { JudgedUnder } from "../gate/replay.ts";
import type { Ruling } from "../gate/rules.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import type { Policy } from "../model/policy.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { expectedEnd } from "./expected-end.ts";
import { fullSha } from "./full-sha.ts";
import { guiltyAncestors } from "./guilty-ancestors.ts";
import { asItIsShown, isHiddenFrom } from "./hidden-changesets.ts";
import { type LandingPlace, landingPlace } from "./landing-place.ts";
import { firstRunOf, type LandingPoints, landingPoints } from "./landing-points.ts";
import { lineageOf } from "./lineage.ts";
import { expectedSeries, missingOf } from "./missing-cells.ts";
import { policyFor } from "./policy-for.ts";
import { type Prepared, preparedFor } from "./prepared.ts";
import { isEverySeries, sightOf, visibleSeries } from "./read-series.ts";
import { rigsAway } from "./rig-away.ts";
import { seriesQuestions } from "./series-question.ts";
import { type Answer, arrivedSoFar, type Basis, RecordedVerdicts } from "./verdict-basis.ts";
import { inputsOf } from "./verdict-inputs.ts";

/** Equal sight gets the equal answer, from memory while nothing new has arrived. */
export async function judgeChangeset(ctx: Context, caller: Caller, named: string): Promise<ChangesetVerdict> {
  const sha = await fullSha(ctx, caller, named);
  const name = await judgementName(ctx, caller, sha, await settledFor(ctx, caller, sha));
  const { verdict, waits } = await ctx.known.derived(`verdict ${name}`, async () => {
    const settled = await settledFor(ctx, caller, sha); // as it is now: the answer stays until something arrives
    const known = await knownAnswer(ctx, caller, sha, settled);
    if (known) return known;
    const { question: _, ...answer } = await judge(ctx, caller, sha, settled); // every run: too much to keep
    return answer;
  });
  return { ...verdict, eta: await expectedEnd(ctx, waits) };
}

/** One judgement, as long as nothing arrives: rigs, phases and waivers come and go without anybody saying so. */
export async function judgementName(
  ctx: Context,
  caller: Caller,
  sha: string,
  { ruling, prepared }: Settled,
): Promise<string> {
  const away = [...(await rigsAway(ctx))].sort();
  return `${sha} ${sightOf(caller)} ${ruling.phase} ${prepared.inForce} ${away.join(" ")}`;
}

/** As if this policy were in force, or under the one that is; nothing is recorded. */
export async function judgeUnder(ctx: Context, caller: Caller, sha: string, policy?: Policy): Promise<JudgedUnder> {
  const settled = await settledFor(ctx, caller, sha, policy);
  const { visible } = await sight(ctx, caller);
  const { question } = await landingQuestion(ctx, await landingPlace(ctx, sha, settled.isHidden), settled, visible);
  return { sha, ...judgeLanding(question) };
}

/** What people settled: which rules hold, what was declared, what was waived. */
export interface Settled {
  readonly ruling: Ruling;
  readonly prepared: Prepared;
  /** Whoever asks must not learn what is known of it. */
  readonly isHidden: boolean;
}

/** No changeset has this id. */
const UNKNOWN = "";

export async function settledFor(ctx: Context, caller: Caller, sha: string, under?: Policy): Promise<Settled> {
  return await asItIsShown(ctx, caller, sha, async (isHidden) => {
    const ruling = await policyFor(ctx, isHidden ? UNKNOWN : sha, under);
    return { ruling, prepared: await preparedFor(ctx, sha, isHidden), isHidden };
  });
}

const EVERYBODY: Caller = { name: "gate", scopes: ["admin"] };

interface Judgement extends Answer {
  /** What the verdict is a function of. */
  readonly question: LandingQuestion;
}

/** The one that is recorded, for those who may see all of it, while nothing that it was made of has changed. */
async function knownAnswer(ctx: Context, caller: Caller, sha: string, settled: Settled): Promise<Answer | undefined> {
  const seesAll = async () => !(await sight(ctx, caller)).isPartial;
  if (settled.isHidden || !(await seesAll())) return undefined;
  const place = await landingPlace(ctx, sha, settled.isHidden);
  const answer = await (await recordedUnder(ctx, settled, place)).current();
  // More may have come since.
  if (answer === undefined || !(await seesAll()) || (await isHiddenFrom(ctx, caller, sha))) return undefined;
  const lineage = await lineageOf(ctx, caller, sha); // what reverts or replaces it may have come since
  return { ...answer, verdict: { ...answer.verdict, lineage, notes: notesOf(lineage) } };
}

async function recordedUnder(ctx: Context, { ruling, prepared }: Settled, place: LandingPlace) {
  const rigs = [...(await ctx.known.rigs()).values()];
  return new RecordedVerdicts(ctx, [ruling, prepared.inForce, prepared.expects, rigs], place);
}

async function sight(ctx: Context, caller: Caller) {
  const visible = new Map((await visibleSeries(ctx, caller)).map((series) => [series.id, series]));
  return { visible, isPartial: !(await isEverySeries(ctx, visible.size)) };
}

/** The verdict, made anew, with the evidence that it was made of. `sha` is a whole one. */
export async function judge(ctx: Context, caller: Caller, sha: string, settled: Settled): Promise<Judgement> {
  const judged = await judgedAs(ctx, caller, sha, settled);
  if (settled.isHidden || !(await isHiddenFrom(ctx, caller, sha))) return judged;
  return await judgedAs(ctx, caller, sha, await settledFor(ctx, caller, sha)); // it came to be hidden meanwhile
}

async function judgedAs(ctx: Context, caller: Caller, sha: string, settled: Settled): Promise<Judgement> {
  const asOf = await arrivedSoFar(ctx); // before all that the verdict is made of
  const { ruling, isHidden } = settled;
  const { visible, isPartial } = await sight(ctx, caller);
  const place = await landingPlace(ctx, sha, isHidden);
  const recorded = await recordedUnder(ctx, settled, place);
  const { question, basis } = await landingQuestion(ctx, place, settled, visible, isPartial ? undefined : recorded);
  const { waits, ...answer } = judgeLanding(question);
  const changeset = isHidden ? undefined : (await ctx.known.changesets()).get(sha);
  const lineage = await lineageOf(ctx, caller, sha);
  const verdict: ChangesetVerdict = {
    sha,
    ...answer,
    ...(isPartial && { partial: true }),
    policy: { name: ruling.policy.name, version: ruling.policy.version, kind: ruling.kind, phase: ruling.phase },
    patchset: changeset?.patchset ?? null,
    lineage,
    notes: notesOf(lineage),
    eta: null,
    engine: ENGINE_VERSION,
    inputs: inputsOf(question, ctx.sha256),
  };
  if (isPartial) await judgeChangeset(ctx, EVERYBODY, sha);
  const isRecorded = basis !== undefined && question.series.length > 0;
  return { question, waits, verdict: isRecorded ? await recorded.record({ verdict, waits }, basis, asOf) : verdict };
}

/**
 * Everything that the verdict is a function of, for the series that the caller may see, and what stands for it in `recorded`,
 * where it is to be recorded: the store answers that while the question is put.
 */
async function landingQuestion(
  ctx: Context,
  place: LandingPlace,
  settled: Settled,
  visible: ReadonlyMap<string, SeriesRow>,
  recorded?: RecordedVerdicts,
): Promise<{ question: LandingQuestion; basis: Basis | undefined }> {
  const { sha, parentSha } = place;
  const { policy } = settled.ruling;
  const points = await landingPoints(ctx, place, visible);
  const ids = [...points.bySeries.keys()];
  const [expected, basis, series] = await Promise.all([
    expectedSeries(ctx, points.tested, visible), // the store answers while the others are made
    recorded?.basis(points.landed.length),
    questionsOf(ctx, place, settled, points, visible),
  ]);
  const plannedSeries = new Set([...ids, ...expected.map(({ series: { id } }) => id)]).size;
  const firstRun = firstRunOf(sha, points.bySeries);
  const missing = await missingOf(ctx, policy, { expected, visible, usable: points.usable, firstRun });
  return {
    question: { policy, sha, parentSha, series, missing, plannedSeries, waivers: settled.prepared.waivers },
    basis,
  };
}

async function questionsOf(
  ctx: Context,
  place: LandingPlace,
  { ruling: { policy }, prepared }: Settled,
  { bySeries, landed }: LandingPoints,
  visible: ReadonlyMap<string, SeriesRow>,
): Promise<SeriesQuestion[]> {
  const rigs = await ctx.known.rigs();
  const accepted = await ctx.known.acceptedStates();
  const guilty = await guiltyAncestors(place.chain, (below) => judgeChangeset(ctx, EVERYBODY, below));
  const questionOf = seriesQuestions(ctx, { ...place, policy, prepared, landed, accepted });
  return await Promise.all(
    [...bySeries].map(async ([id, evidence]) => {
      const row = visible.get(id) as SeriesRow;
      const labels = rigs.get(row.rig)?.labels ?? [];
      const asked = await questionOf({ series: row, labels, evidence });
      const regressionSha = guilty(id) ?? asked.regressionSha ?? null;
      const waivedBy = regressionSha === null ? null : prepared.accepted(regressionSha, id);
      return { ...asked, regressionSha, waivedBy };
    }),
  );
}
