/** Two sets of runs and no history: is the candidate worse? What `analyze` answers for a baseline and a candidate. */
import { compareRuns } from "../detect/compare.ts";
import type { RunSample } from "../detect/run-sample.ts";
import { DEFAULT_POLICY, type Policy, type Threshold } from "../model/policy.ts";
import type { Effect } from "../model/series.ts";
import type { Need, VerdictWord, Warning } from "../model/verdict.ts";
import { effectWords, sizeWords } from "./words.ts";

export interface Pair {
  readonly baseline: readonly RunSample[];
  readonly candidate: readonly RunSample[];
  readonly better: "higher" | "lower";
  readonly unit?: string;
  /** The policy's default when absent. */
  readonly threshold?: Threshold;
}

export interface PairAnswer {
  readonly verdict: VerdictWord;
  /** Two-sided p of no change at all; 1 when nothing can be said. */
  readonly p: number;
  readonly effect: Effect | null;
  readonly minimumDetectableEffect: number | null;
  readonly need: Need | null;
  readonly warnings: readonly Warning[];
  readonly why: string;
}

/**
 * One look, one series: fail where "not worse than δ" is refuted at the policy's chance for a landing, pass where "worse
 * than δ or more" is refuted at its chance for a series, inconclusive otherwise. The interval is that of the green
 * question. Nobody planned looks and nothing is confirmed here: it informs and does not gate.
 */
export function judgePair(pair: Pair, policy: Policy = DEFAULT_POLICY): PairAnswer {
  const evidence = compareRuns(pair.baseline, pair.candidate, {
    better: pair.better,
    threshold: pair.threshold ?? policy.threshold.default,
    unit: pair.unit ?? "",
    priorBlockDeviation: policy.priorBlockDeviation,
    confidence: 1 - 2 * policy.falseGreenPerSeries,
    power: policy.power,
  });
  if (evidence.kind === "insufficient") {
    const nothing = { p: 1, effect: null, minimumDetectableEffect: null, warnings: [] };
    return { ...nothing, verdict: "not_measured", need: null, why: evidence.text };
  }
  const { effect, pWorse, pNotWorse, pTwoSided, threshold, minimumDetectableEffect, need, warnings } = evidence;
  const baseline = effect.scale === "ratio" ? "of the baseline" : "against the baseline";
  return {
    verdict: wordOf(pWorse, pNotWorse, policy),
    p: pTwoSided,
    effect,
    minimumDetectableEffect,
    need,
    warnings,
    why: `The candidate is ${effectWords(effect)} ${baseline}; material is ${sizeWords(threshold, effect)}.`,
  };
}

function wordOf(pWorse: number, pNotWorse: number, policy: Policy): VerdictWord {
  if (pWorse <= policy.falseRedPerLanding) return "fail";
  return pNotWorse <= policy.falseGreenPerSeries ? "pass" : "inconclusive";
}
