/** Two sets of nested runs → evidence: how much worse, how sure, and what would have been needed. */
import type { Effect } from "../model/series.ts";
import type { Need, Warning } from "../model/verdict.ts";
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import {
  type Comparison,
  comparisonOf,
  type Difference,
  differenceOf,
  neverZero,
  pNotWorseThan,
  pWorseThan,
  type Question,
} from "./comparison.ts";
import { detectable, needFor } from "./plan.ts";
import type { RunSample } from "./run-sample.ts";
import { warningsOf } from "./warnings.ts";

export type { Question } from "./comparison.ts";
export type { RunSample } from "./run-sample.ts";

export interface Evidence {
  readonly kind: "tested";
  /** Candidate against baseline, with the interval at the question's confidence. */
  readonly effect: Effect;
  /** One-sided p of H₀ "not worse than δ": small says that it is worse than δ. */
  readonly pWorse: number;
  /** One-sided p of H₀ "worse than δ or more": small says that it is not. */
  readonly pNotWorse: number;
  /** Two-sided p of H₀ "no change at all". */
  readonly pTwoSided: number;
  /** δ as it was used, as a fraction (ratio), in the unit (difference) or in points. */
  readonly threshold: number;
  /** What this comparison could see at the wanted power, in the same terms. */
  readonly minimumDetectableEffect: number;
  /** Further candidate runs and blocks that would decide; null when decided, or when a hundred would not do. */
  readonly need: Need | null;
  /** Satterthwaite degrees of freedom behind the interval. */
  readonly df: number;
  readonly warnings: readonly Warning[];
}

/** Too little to say anything: what is there, and the least that would do. */
export interface Insufficiency {
  readonly kind: "insufficient";
  readonly have: { readonly baseline: number; readonly candidate: number };
  readonly need: { readonly baseline: number; readonly candidate: number };
  readonly text: string;
}

/** A margin this much smaller than δ is not waited for: runs grow with its inverse square. */
const SMALLEST_MARGIN = 0.25;

/**
 * The interval and all three p-values come from one Student t of the difference of levels, whose variance is
 * σ²(block) and σ²(run) as both sides show them (noise.ts, contrast.ts). Nothing depends on the order of the runs, on
 * the unit's scale or on which direction is better. Values that are not finite must not come here.
 */
export function compareRuns(
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
  question: Question,
): Evidence | Insufficiency {
  const comparison = comparisonOf(baseline, candidate, question);
  const difference = differenceOf(comparison);
  if (difference === null) return insufficient(baseline.length, candidate.length);
  const { scale, threshold } = comparison;
  const rates = { alpha: (1 - question.confidence) / 2, power: question.power ?? 0.9 };
  const pWorse = pWorseThan(difference, threshold);
  const pNotWorse = pNotWorseThan(difference, threshold);
  const margin = Math.max(Math.abs(difference.worsening - threshold), SMALLEST_MARGIN * threshold);
  const decided = Math.min(pWorse, pNotWorse) <= rates.alpha;
  return {
    kind: "tested",
    effect: effectOf(comparison, difference, question),
    pWorse,
    pNotWorse,
    pTwoSided: neverZero(
      2 *
        (Math.min(pWorseThan(difference, 0) - difference.twoModes, pNotWorseThan(difference, 0)) + difference.twoModes),
    ),
    threshold: scale.size(threshold),
    minimumDetectableEffect: scale.size(detectable(difference, rates)),
    need: decided ? null : needFor(comparison.layout, comparison.noise, comparison.prior, { ...rates, margin }),
    df: difference.df,
    warnings: warningsOf(comparison, baseline, candidate),
  };
}

/** A difference with its interval, as people read it. */
export function effectOf(
  { scale }: Comparison,
  { contrast, variance, df }: Difference,
  { confidence, unit }: { readonly confidence: number; readonly unit: string },
): Effect {
  const half = studentTQuantile((1 - confidence) / 2, df) * Math.sqrt(variance);
  return {
    scale: scale.kind,
    value: scale.show(contrast.estimate),
    low: scale.show(contrast.estimate - half),
    high: scale.show(contrast.estimate + half),
    confidence,
    unit: scale.kind === "points" ? "points" : unit,
  };
}

function insufficient(baseline: number, candidate: number): Insufficiency {
  const need = { baseline: Math.max(0, 2 - baseline), candidate: Math.max(0, 1 - candidate) };
  return {
    kind: "insufficient",
    have: { baseline, candidate },
    need,
    text: `${baseline} baseline and ${candidate} candidate runs do not show how much runs differ; at least 2 and 1 do.`,
  };
}
