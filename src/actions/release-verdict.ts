/** Is a release slower than the one before it? Small steps, waivers and all; with its budget and its coverage. */

import { budgetMark } from "../gate/creep-budget.ts";
import { judgeRelease, type ReleaseQuestion, type ReleaseSeries } from "../gate/judge-release.ts";
import { phaseOf } from "../gate/phase.ts";
import { effectWords } from "../gate/words.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import { Fault } from "../model/fault.ts";
import type { Policy } from "../model/policy.ts";
import type { ComparedState, ReleaseComparison, SeriesComparison, Uncompared } from "../model/release-comparison.ts";
import type { CellCoverage, PledgeKept } from "../model/release-coverage.ts";
import { cellWords } from "../model/release-coverage.ts";
import type { ReleaseVerdict, Spent } from "../model/release-verdict.ts";
import type { Train } from "../model/train.ts";
import type { Missing } from "../model/verdict.ts";
import { type ComparedInFull, compareInFull } from "./compare-states.ts";
import { pathsOf, releaseState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { ofRuns } from "./of-runs.ts";
import { NOT_SINCE } from "./one-epoch.ts";
import { partingOf, pathShas } from "./path-evidence.ts";
import { policyOfBranch } from "./policy-for.ts";
import { releaseCoverage, staleBefore } from "./release-coverage.ts";
import { previousRelease, releaseRange, trainOf } from "./release-range.ts";
import { rigsAway } from "./rig-away.ts";
import { releaseInputsOf } from "./verdict-inputs.ts";
import { waiversInForce } from "./waivers.ts";

/** `against` absent: the release before it in its train. */
export async function releaseVerdict(
  ctx: Context,
  caller: Caller,
  tag: string,
  against?: string,
): Promise<ReleaseVerdict> {
  return (await releaseJudgement(ctx, caller, tag, against)).verdict;
}

export interface ReleaseJudgement {
  readonly verdict: ReleaseVerdict;
  readonly comparison: ReleaseComparison;
  readonly pledges: readonly PledgeKept[];
}

/** Of a judgement that is kept: another one where the same inputs give other words or another form of them. */
const FORM = 1;

/** The verdict with what it was drawn from, as far as a reader needs it. */
export async function releaseJudgement(
  ctx: Context,
  caller: Caller,
  tag: string,
  against?: string,
): Promise<ReleaseJudgement> {
  const release = await releaseState(ctx, caller, tag);
  const before = await stateBefore(ctx, caller, release, against);
  const away = [...(await rigsAway(ctx))].sort();
  const inForce = (await waiversInForce(ctx)).map(({ id }) => id);
  const policy = await policyOf(ctx, release);
  const train = await trainOf(ctx, tag);
  // What moves with the day, and of releases in work alone.
  const today = train && [phaseNow(ctx, train, tag), await staleBefore(ctx, train, release)];
  const paths = pathsOf(await ctx.known.landingOrder(), before.sha, release.sha);
  const name = `release ${JSON.stringify([FORM, release, before, away, inForce, policy, today, partingOf(paths)])}`;
  const shas = [...pathShas(paths), ...(await releaseRange(ctx, release))];
  // Of those that a reader may choose there are too many to keep.
  const isItsOwn = against === undefined || (await previousRelease(ctx, release))?.tag === against;
  const kept = isItsOwn ? ({ kind: "release", key: tag } as const) : undefined;
  return await ofRuns(ctx, caller, { name, shas, ...(kept && { kept }) }, () => judge(ctx, caller, release, before));
}

const policyOf = async (ctx: Context, { sha }: ComparedState): Promise<Policy> =>
  await policyOfBranch(ctx, (await ctx.known.changesets()).get(sha)?.branch ?? "");

const phaseNow = (ctx: Context, train: Train, tag: string) => phaseOf(train, tag, ctx.now().toISOString());

async function stateBefore(
  ctx: Context,
  caller: Caller,
  release: ComparedState,
  against: string | undefined,
): Promise<ComparedState> {
  if (against !== undefined) return await releaseState(ctx, caller, against);
  const before = await previousRelease(ctx, release);
  if (before) return await releaseState(ctx, caller, before.tag);
  const message = `No release is known before ${release.name}: plan its train (tarnish release train set), or say which one with --against TAG.`;
  throw new Fault("invalid", message);
}

async function judge(
  ctx: Context,
  caller: Caller,
  release: ComparedState,
  against: ComparedState,
): Promise<ReleaseJudgement> {
  if (release.sha === against.sha) {
    throw new Fault("invalid", `${release.name} and ${against.name} are the same changeset, ${release.sha}.`);
  }
  const policy = await policyOf(ctx, release);
  const { comparison, series } = await compareInFull(ctx, caller, against, release);
  const { cells, pledges } = await releaseCoverage(ctx, caller, release);
  const away = await rigsAway(ctx);
  const question: ReleaseQuestion = {
    release: release.name,
    against: against.name,
    policy,
    series: series.map(releaseSeries),
    invalid: comparison.uncompared.filter(isInvalid).map(named),
    missing: missingOf(comparison.uncompared, cells, away),
  };
  const { verdict, why, waitingFor, series: judged } = judgeRelease(question);
  const train = await trainOf(ctx, release.name);
  const shown: ReleaseVerdict = {
    ...(comparison.partial && { partial: true }),
    release,
    against,
    phase: train && phaseNow(ctx, train, release.name),
    ...{ verdict, why },
    policy: { name: policy.name, version: policy.version },
    final: verdict === "fail" || waitingFor.length === 0,
    waitingFor,
    series: judged,
    missing: question.missing,
    budget: budgetOf(comparison.series, policy.creepBudget),
    coverage: cells,
    means: comparison.means,
    engine: ENGINE_VERSION,
    inputs: releaseInputsOf(question, ctx.sha256),
  };
  return { verdict: shown, comparison, pledges };
}

function releaseSeries({ question, answer, shown }: ComparedInFull): ReleaseSeries {
  const open = shown?.changes.find(
    ({ side, state, isWorse, isMaterial, waivers }) =>
      side === "candidate" && state === "confirmed" && isWorse && isMaterial && waivers.length === 0,
  );
  return {
    question,
    levels: answer,
    hasOpenStep: open !== undefined,
    story: storyOf(shown, open?.sha),
    budgetSpent: shown?.budgetSpent ?? 0,
  };
}

function storyOf(shown: SeriesComparison | null, open: string | undefined): string {
  const creep = shown?.creep;
  const parts = [
    ...(open === undefined ? [] : [`since ${open.slice(0, 12)}`]),
    ...(creep
      ? [`${effectWords(creep.effect)} of it crept in after ${creep.from.slice(0, 12)}, up to ${creep.to.slice(0, 12)}`]
      : []),
  ];
  return parts.join("; ");
}

/** Drift and equal binaries make a comparison invalid; what was not measured is missing. */
const isInvalid = ({ why }: Uncompared): boolean => /^the rig drifted|^same binary/.test(why);

const named = ({ benchmark, metric, rig, why }: Uncompared) => ({ what: `${benchmark} ${metric} on ${rig}`, why });

function missingOf(
  uncompared: readonly Uncompared[],
  cells: readonly CellCoverage[],
  away: ReadonlySet<string>,
): Missing[] {
  const gone = uncompared.filter(({ why, rig }) => why === NOT_SINCE && !away.has(rig)).map(named);
  const promised = cells.flatMap((cell) => {
    if (cell.state === "measured") return [];
    const last =
      cell.last === null ? "never measured" : `measured last on ${cell.last.at.slice(0, 10)} by ${cell.last.rig}`;
    const enough = cell.needed === 1 ? "" : `${cell.fresh.length} of ${cell.needed} rigs measured it; `;
    return [{ what: cellWords(cell), why: `promised, ${enough}${last}` }];
  });
  return [...gone, ...promised];
}

function budgetOf(series: readonly SeriesComparison[], limit: number): ReleaseVerdict["budget"] {
  const spent = series
    .map(({ series: id, rig, benchmark, metric, budgetSpent }): Spent => {
      return { series: id, rig, benchmark, metric, spent: budgetSpent, mark: budgetMark(budgetSpent) };
    })
    .filter(({ mark }) => mark > 0)
    .sort((a, b) => b.spent - a.spent || (a.series < b.series ? -1 : 1));
  return { limit, mark: spent[0]?.mark ?? 0, spent };
}
