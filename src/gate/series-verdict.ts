/** One judged series as the verdict shows it. */
import { mean } from "simple-statistics";
import { columnsOf, type RunColumns } from "../detect/run-columns.ts";
import type { Policy } from "../model/policy.ts";
import type { Effect } from "../model/series.ts";
import type { Need, SeriesVerdict, SideSummary, VerdictWord, Warning } from "../model/verdict.ts";
import { asNumbers } from "../stats/as-numbers.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { type Crossing, crossingWords } from "./bounds.ts";
import type { Decision, RedAtLook } from "./decide-series.ts";
import { expectedWords, isMissed } from "./expectations.ts";
import { explain } from "./explain.ts";
import type { GateRun, LandingQuestion, SeriesQuestion } from "./landing.ts";
import type { LookEvidence } from "./look.ts";
import { untilNextLook } from "./look-counts.ts";
import { firstLook, plannedLooks } from "./rates.ts";
import { namesOf } from "./run-names.ts";
import { blocksOf, memoryOf, questionOf, type SeriesLooks } from "./series-looks.ts";
import { counted, effectWords, sizeWords } from "./words.ts";

export interface JudgedSeries {
  readonly question: SeriesQuestion;
  readonly looks: SeriesLooks;
  /** Null when there was nothing to look at. */
  readonly decision: Decision | null;
  readonly red: readonly RedAtLook[] | null;
  /** Why its guilt is the rig's; absent where it is the changeset's. */
  readonly environment?: string;
  /** The absolute limit that it is beyond; null where it is beyond none. */
  readonly crossing: Crossing | null;
}

export function seriesVerdict(one: JudgedSeries, landing: LandingQuestion): SeriesVerdict {
  const { series, baseline, baselineSha, parent, candidate } = one.question;
  const { policy } = landing;
  const last = latestLook(one);
  const effect = last === null ? null : shownEffect(one.decision, last);
  const verdict = wordOf(one);
  return {
    series: series.id,
    rig: series.rig,
    benchmark: series.benchmark,
    metric: series.metric,
    parameters: series.parameters,
    unit: series.unit,
    better: series.better,
    verdict,
    suspected: isSuspicion(one.decision),
    role: isDemoted(one) && !hasCrossed(one) ? "advisory" : one.question.role,
    baseline: sideOf(baselineSha, baseline),
    parent: sideOf(landing.parentSha, parent),
    candidate: sideOf(landing.sha, candidate),
    effect,
    threshold: questionOf(one.question, policy).threshold,
    p: last?.level?.pRed ?? last?.level?.screen ?? null,
    adjustedP: adjustedOf(one, policy),
    minimumDetectableEffect: last?.sight().minimumDetectableEffect ?? null,
    need: needOf(one, policy),
    waiver: null,
    inherits: one.question.waivedBy ? null : inheritedFrom(one, landing),
    warnings: warningsOf(one, last, effect),
    why: explain(one, effect, policy),
  };
}

/** Planned looks that this series has behind it. */
export const lookOf = (one: JudgedSeries): number => latestLook(one)?.look ?? 0;

function latestLook({ looks }: JudgedSeries): LookEvidence | null {
  return looks.kind === "looked" ? (looks.looks.at(-1) ?? null) : null;
}

function inheritedFrom({ decision, question }: JudgedSeries, { parentSha }: LandingQuestion): string | null {
  return decision?.kind === "inherits" ? (question.regressionSha ?? parentSha) : null;
}

const hasCrossed = ({ crossing }: JudgedSeries): boolean => crossing?.isOwn ?? false;

function wordOf(one: JudgedSeries): VerdictWord {
  const { looks, decision, environment } = one;
  if (environment !== undefined) return "invalid_environment";
  if (hasCrossed(one)) return "fail";
  switch (looks.kind) {
    case "invalid":
      return "invalid_environment";
    case "unmeasured":
    case "establishes":
      return "not_measured";
    case "waits":
      return "inconclusive";
    case "looked":
      return decisionWord(decision);
  }
}

function decisionWord(decision: Decision | null): VerdictWord {
  switch (decision?.kind) {
    case "clean":
    case "inherits":
      return "pass";
    case "guilty":
      return "fail";
    default:
      return "inconclusive";
  }
}

/** Neither a baseline that is too short nor a series that cannot see δ holds a landing back. */
const isDemoted = ({ looks, decision }: JudgedSeries): boolean =>
  looks.kind === "establishes" || decision?.kind === "blind";

const isSuspicion = (decision: Decision | null): boolean =>
  (decision?.kind === "open" || decision?.kind === "needs_parent") && decision.suspected;

/** Of the fresh blocks where the first one had chosen them, of all runs otherwise. */
function shownEffect(decision: Decision | null, { level }: LookEvidence): Effect | null {
  if (level === null) return null;
  const chosen = decision?.kind === "guilty" || decision?.kind === "inherits" || isSuspicion(decision);
  return chosen ? level.freshEffect() : level.effect();
}

export function sideOf(sha: string | null, runs: readonly GateRun[]): SideSummary {
  return {
    sha,
    runs: runs.length,
    blocks: blocksOf(runs),
    level: runs.length === 0 ? null : levelOf(columnsOf(runs)),
    runIds: namesOf(runs).ids,
  };
}

/** Mean of the runs; halves first, so that 10³⁰⁸ does not overflow. Ascending, so that arrival changes no digit. */
const levelOf = onceForEach(({ ascending }: RunColumns): number => {
  const largest = Math.max(Math.abs(ascending[0] ?? 0), Math.abs(ascending.at(-1) ?? 0));
  if (largest === 0) return 0;
  const shares = new Float64Array(ascending.length);
  for (let at = 0; at < shares.length; at++) shares[at] = (ascending[at] as number) / largest;
  return mean(asNumbers(shares)) * largest;
});

/** What is held against the policy's chance for the landing: Holm, times the looks it is split over; null unconfirmed. */
function adjustedOf(one: JudgedSeries, policy: Policy): number | null {
  const { red, decision } = one;
  const looks = red ?? [];
  if (looks.length === 0 || latestLook(one)?.level?.pRed == null) return null;
  const p = decision?.kind === "guilty" ? Math.min(...looks.map(({ own }) => own)) : (looks.at(-1)?.own ?? 1);
  return Math.min(1, p * plannedLooks(policy).length);
}

function needOf(one: JudgedSeries, policy: Policy): Need | null {
  const { looks, decision, question } = one;
  if (looks.kind === "establishes") return null;
  if (looks.kind === "waits") return looks.need;
  if (looks.kind === "unmeasured") return { runs: firstLook(policy), blocks: policy.candidate.blocks };
  if (decision?.kind === "needs_parent") return { ...policy.candidate, of: "parent" };
  if (decision?.kind !== "open" && decision?.kind !== "blind") return null;
  const next = untilNextLook(question.candidate, policy);
  if (decision.kind === "open" && next !== null) return next;
  return latestLook(one)?.sight().need() ?? null;
}

function warningsOf(one: JudgedSeries, last: LookEvidence | null, effect: Effect | null): Warning[] {
  const { question, looks, decision } = one;
  const warnings: Warning[] = [
    ...(last?.sight().warnings ?? []),
    ...bridgeWarnings(question),
    ...policyWarnings(one, effect),
  ];
  const warn = (code: Warning["code"], text: string) => warnings.push({ code, text });
  if (looks.kind === "establishes")
    warn("establishes_baseline", "These runs establish the baseline; they judge nothing yet.");
  if (decision?.kind === "blind" && last !== null && effect !== null) {
    const { minimumDetectableEffect: seen, threshold } = last.sight();
    const sight = seen === null ? "nothing" : `${sizeWords(seen, effect)} at best`;
    warn("cannot_see", `The noise hides ${sizeWords(threshold, effect)}: these runs see ${sight}.`);
  }
  if (last?.level && last.sight().improved) {
    const better = effectWords(last.level.effect());
    warn("improvement", `An improvement, ${better}: check that the benchmark still measures the same.`);
  }
  const memory = memoryOf(question);
  if (memory?.isEvident) {
    const much = memory.correlation.toFixed(2);
    warn("autocorrelation", `Successive blocks resemble each other (correlation ${much}): they count as fewer.`);
  }
  if (question.tailSuspected) warn("suspected_tail", "The last changesets of the baseline may have moved its level.");
  if (question.unprovenSubject) warn("unproven_subject", "Nobody proved which build was measured.");
  for (const { reason, runs } of question.excluded ?? []) {
    warn("excluded_runs", `${runs} ${runs === 1 ? "run does" : "runs do"} not count: ${reason}.`);
  }
  return warnings;
}

function bridgeWarnings({ bridge }: SeriesQuestion): Warning[] {
  if (bridge === undefined) return [];
  const { from, to, effect, changesets, runs } = bridge;
  const measured = `${runs.length} runs of ${counted(changesets, "changeset")}`;
  const text = `The baseline is carried over from epoch ${from} to ${to} by ${effectWords(effect)}, from ${measured}.`;
  return [{ code: "bridged", text }];
}

/** Of what was declared of the series, and of absolute limits that it does not keep. */
function policyWarnings({ question, crossing }: JudgedSeries, effect: Effect | null): Warning[] {
  const { declared, series } = question;
  const words = expectedWords(declared);
  const missed = isMissed(declared, effect, series.better);
  const before = crossing?.isOwn === false ? crossingWords(crossing, series.unit) : null;
  return [
    ...(declared?.isLate ? [{ code: "expectation_late" as const, text: `An effect ${words}.` }] : []),
    ...(missed ? [{ code: "expectation_missed" as const, text: `An improvement was ${words}: it is not there.` }] : []),
    ...(before === null ? [] : [{ code: "beyond_limit" as const, text: `It is ${before}, as it was before.` }]),
  ];
}
