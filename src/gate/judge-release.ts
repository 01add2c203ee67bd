/** Is a release slower than the one before it? Every series judged at once, with all its runs: there is one look. */
import type { Policy } from "../model/policy.ts";
import { type Missing, type SeriesVerdict, type VerdictWord, type Warning, WORST_FIRST } from "../model/verdict.ts";
import { holm } from "../stats/holm.ts";
import type { ComparedLevels, LevelsQuestion } from "./compare-levels.ts";
import { blocksOf, questionOf } from "./series-looks.ts";
import { sideOf } from "./series-verdict.ts";
import { effectWords, needWords } from "./words.ts";

export interface ReleaseSeries {
  readonly question: LevelsQuestion;
  /** Null where the runs do not show how much runs differ. */
  readonly levels: ComparedLevels | null;
  /** A material step for the worse that no waiver accepts: then δ counts, otherwise the creep budget. */
  readonly hasOpenStep: boolean;
  /** In words, for the reader: since when, or how it crept in. */
  readonly story: string;
  /** Of the creep budget: 1 is all of it. */
  readonly budgetSpent: number;
}

export interface ReleaseQuestion {
  /** Names of the release and of the one that it is held against. */
  readonly release: string;
  readonly against: string;
  readonly policy: Policy;
  readonly series: readonly ReleaseSeries[];
  /** Why series cannot be compared at all: drift, the same binary. */
  readonly invalid: readonly { readonly what: string; readonly why: string }[];
  readonly missing: readonly Missing[];
}

export interface ReleaseAnswer {
  readonly verdict: VerdictWord;
  readonly why: string;
  readonly waitingFor: readonly string[];
  readonly series: readonly SeriesVerdict[];
}

/**
 * Red: worse than the creep budget, or, where one open step is material by itself, than δ if that is less; Holm over the
 * series at the policy's chance per landing. Green: shown to be not worse than that, uncorrected. Neither is
 * inconclusive; a series whose noise hides it is advisory.
 */
export function judgeRelease(asked: ReleaseQuestion): ReleaseAnswer {
  const { policy, series, missing, invalid } = asked;
  const enough = series.map((one) => isEnough(one, policy));
  const reds = holm(series.map((one, i) => (enough[i] ? atLimit(one).pWorse : 1)));
  const verdicts = series.map((one, i) => verdictOf(one, { asked, isEnough: enough[i] ?? false, red: reds[i] ?? 1 }));
  const counting = verdicts.filter(({ role }) => role !== "advisory");
  const words = new Set<VerdictWord>(counting.map(({ verdict }) => verdict));
  if (missing.length > 0) words.add("not_measured");
  if (invalid.length > 0) words.add("invalid_environment");
  // Nothing that counts: noise hid everything, or too little was measured. Neither is a pass.
  if (words.size === 0)
    words.add(verdicts.some((one) => one.verdict === "inconclusive") ? "inconclusive" : "not_measured");
  const verdict = WORST_FIRST.find((word) => words.has(word)) ?? "not_measured";
  return {
    verdict,
    why: whyOf(verdict, counting, asked),
    waitingFor: verdict === "fail" ? [] : waitingOf(counting, asked),
    series: verdicts,
  };
}

/** The step that nobody accepted is held to δ; what crept in or was waived, to the budget. */
function atLimit({ levels, hasOpenStep }: ReleaseSeries): { readonly pWorse: number; readonly pNotWorse: number } {
  if (levels === null) return { pWorse: 1, pNotWorse: 1 };
  const { pWorse, pNotWorse, budget } = levels;
  return hasOpenStep && pWorse < budget.pWorse ? { pWorse, pNotWorse } : budget;
}

const isEnough = ({ question, levels }: ReleaseSeries, { candidate, baseline }: Policy): boolean =>
  levels !== null &&
  question.candidate.length >= candidate.runs &&
  blocksOf(question.candidate) >= candidate.blocks &&
  question.history.length >= baseline.runs &&
  blocksOf(question.history) >= baseline.blocks;

interface Place {
  readonly asked: ReleaseQuestion;
  readonly isEnough: boolean;
  readonly red: number;
}

function verdictOf(one: ReleaseSeries, { asked, isEnough: hasEnough, red }: Place): SeriesVerdict {
  const { question, levels } = one;
  const { policy } = asked;
  const { pNotWorse, pWorse } = atLimit(one);
  const word = !hasEnough ? "not_measured" : wordOf(red, pNotWorse, policy);
  const isBlind = word === "inconclusive" && (levels?.minimumDetectableEffect ?? 0) > limitOf(one);
  const { id, rig, benchmark, metric, parameters, unit, better } = question.series;
  return {
    ...{ series: id, rig, benchmark, metric, parameters, unit, better },
    verdict: word,
    suspected: word === "inconclusive" && pWorse <= policy.screen,
    role: isBlind || !hasEnough ? "advisory" : question.role,
    baseline: sideOf(question.baselineSha, question.baseline),
    parent: sideOf(null, []),
    candidate: sideOf(null, question.candidate),
    effect: levels?.effect ?? null,
    threshold: questionOf(question, policy).threshold,
    p: hasEnough ? pWorse : null,
    adjustedP: hasEnough ? red : null,
    minimumDetectableEffect: levels?.minimumDetectableEffect ?? null,
    need: word === "inconclusive" ? (levels?.need() ?? null) : null,
    waiver: null,
    inherits: null,
    warnings: warningsOf(isBlind, hasEnough),
    why: sentence(one, word, asked),
  };
}

/** δ in the effect's terms stands in for the budget's size: a series that cannot see δ sees no smaller one. */
const limitOf = ({ levels }: ReleaseSeries): number => levels?.threshold ?? 0;

function wordOf(red: number, pNotWorse: number, policy: Policy): VerdictWord {
  if (red <= policy.falseRedPerLanding) return "fail";
  return pNotWorse <= policy.falseGreenPerSeries ? "pass" : "inconclusive";
}

function warningsOf(isBlind: boolean, hasEnough: boolean): Warning[] {
  if (!hasEnough) return [{ code: "few_runs", text: "Too few runs or blocks on one side to judge." }];
  return isBlind ? [{ code: "cannot_see", text: "The noise hides what is material." }] : [];
}

function sentence(
  { question, levels, story, budgetSpent }: ReleaseSeries,
  word: VerdictWord,
  asked: ReleaseQuestion,
): string {
  const { metric, rig } = question.series;
  if (levels === null) return `${metric} on ${rig} has too few runs to show how much runs differ.`;
  const spent = budgetSpent > 0 ? `, ${Math.round(budgetSpent * 100)} % of the creep budget` : "";
  const what = `${metric} on ${rig} is ${effectWords(levels.effect)} of ${asked.against}${spent}`;
  if (word === "not_measured") return `${what}, from too few runs or blocks to judge.`;
  if (word === "inconclusive") return `${what}: neither too much nor within it is shown.`;
  return story === "" ? `${what}.` : `${what}; ${story}.`;
}

function whyOf(verdict: VerdictWord, counting: readonly SeriesVerdict[], asked: ReleaseQuestion): string {
  const named = counting.filter((one) => one.verdict === verdict);
  const [first] = named;
  const [gap] = asked.missing;
  const [broken] = asked.invalid;
  if (verdict === "invalid_environment" && broken) return `Not comparable: ${broken.what}, ${broken.why}.`;
  if (verdict === "not_measured" && gap) return `Not measured: ${gap.what}, ${gap.why}.`;
  if (verdict === "pass") {
    return `None of ${counting.length} series became worse than the creep budget since ${asked.against}.`;
  }
  if (!first) return `Nothing that was measured can tell ${asked.release} from ${asked.against}.`;
  const more = named.length - 1;
  return more > 0 ? `${first.why} ${more} more series ${more === 1 ? "says" : "say"} ${verdict}.` : first.why;
}

function waitingOf(counting: readonly SeriesVerdict[], { missing }: ReleaseQuestion): string[] {
  const runs = counting.flatMap(({ verdict, need, metric, rig }) =>
    verdict === "inconclusive" && need ? [`${needWords(need)} of ${metric} on ${rig}`] : [],
  );
  return [...new Set([...missing.map(({ what }) => `a measurement of ${what}`), ...runs])];
}
