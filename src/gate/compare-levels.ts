/** Two levels of each series against each other, noise nested in blocks, once and with all their runs. */
import { blockMemory } from "../detect/block-memory.ts";
import { effectOf } from "../detect/compare.ts";
import {
  comparisonOf,
  type Difference,
  differenceOf,
  neverZero,
  pNotWorseThan,
  pWorseThan,
} from "../detect/comparison.ts";
import { detectable, needFor } from "../detect/plan.ts";
import type { Policy } from "../model/policy.ts";
import type { Movement } from "../model/release-comparison.ts";
import type { Effect } from "../model/series.ts";
import type { Need } from "../model/verdict.ts";
import { benjaminiHochberg } from "../stats/benjamini-hochberg.ts";
import { familiesOf } from "./family.ts";
import type { SeriesQuestion } from "./landing.ts";
import { questionOf } from "./series-looks.ts";

/**
 * What is asked of one series: `baseline` and `candidate` are the runs that show the two levels, in landing order;
 * `history` those that show the noise of the older one, its own included.
 */
export type LevelsQuestion = SeriesQuestion & { readonly history: SeriesQuestion["baseline"] };

export interface ComparedLevels {
  readonly effect: Effect;
  /** How much better, on the log scale, with its standard error; null where the levels have no ratio. */
  readonly performance: { readonly estimate: number; readonly error: number; readonly df: number } | null;
  /** One-sided p of "not worse than δ", of "worse than δ or more", and two-sided p of no change. */
  readonly pWorse: number;
  readonly pNotWorse: number;
  readonly p: number;
  readonly movement: Movement;
  /** δ, and what this comparison could see at the policy's power: fraction, unit or points. */
  readonly threshold: number;
  readonly minimumDetectableEffect: number;
  /** The one-sided p of "not worse" and "worse" than the creep budget, instead of δ. */
  readonly budget: { readonly pWorse: number; readonly pNotWorse: number };
  /** Further candidate runs and blocks that would decide at the budget; null when a hundred runs would not do. */
  readonly need: () => Need | null;
}

export interface Terms {
  /** Two-sided confidence of the intervals. */
  readonly confidence: number;
  /** How much worse a series may become from one release to the next, as a fraction. */
  readonly creepBudget: number;
}

/** False discoveries among what is listed as a regression or an improvement. */
const FALSE_DISCOVERIES = 0.05;

interface Asked {
  readonly difference: Difference;
  readonly threshold: number;
  readonly answer: Omit<ComparedLevels, "movement">;
}

/** In the order of the questions; null where the runs do not show how much runs differ. */
export function compareLevels(
  questions: readonly LevelsQuestion[],
  policy: Policy,
  terms: Terms,
): (ComparedLevels | null)[] {
  const families = familiesOf(
    questions.map((one) => ({ ...one, baseline: one.history })),
    (one) => comparisonOf(one.baseline, [], questionOf(one, policy)),
  );
  const asked = questions.map((one) => {
    const question = { ...questionOf(one, policy, families.get(one.series.rig)), confidence: terms.confidence };
    return askLevels(one, { ...question, memory: memoryOf(one) }, policy, terms.creepBudget);
  });
  const found = asked.filter((one) => one !== null);
  const worse = benjaminiHochberg(found.map(({ answer }) => answer.pWorse));
  const better = benjaminiHochberg(found.map((one) => pBetter(one)));
  const movements = new Map(found.map((one, i) => [one, movementOf(one, worse[i] ?? 1, better[i] ?? 1)]));
  return asked.map((one) => (one === null ? null : { ...one.answer, movement: movements.get(one) ?? "undecided" }));
}

function askLevels(
  { baseline, candidate, history }: LevelsQuestion,
  question: Parameters<typeof comparisonOf>[2],
  policy: Policy,
  creepBudget: number,
): Asked | null {
  const comparison = comparisonOf(baseline, candidate, question, history);
  const difference = differenceOf(comparison);
  if (difference === null) return null;
  const { scale, threshold, worse, layout, noise, prior } = comparison;
  const budget = scale.relative(creepBudget);
  const { contrast, variance, df } = difference;
  const lessThanNothing = Math.min(pWorseThan(difference, 0), pNotWorseThan(difference, 0) + difference.twoModes);
  const rates = { alpha: policy.falseGreenPerSeries, power: policy.power };
  return {
    difference,
    threshold,
    answer: {
      effect: effectOf(comparison, difference, question),
      performance:
        scale.kind === "ratio" ? { estimate: -worse * contrast.estimate, error: Math.sqrt(variance), df } : null,
      pWorse: pWorseThan(difference, threshold),
      pNotWorse: pNotWorseThan(difference, threshold),
      p: neverZero(2 * lessThanNothing),
      threshold: scale.size(threshold),
      minimumDetectableEffect: scale.size(detectable(difference, rates)),
      budget: { pWorse: pWorseThan(difference, budget), pNotWorse: pNotWorseThan(difference, budget) },
      need: () => {
        const margin = Math.max(budget / 4, Math.abs(difference.worsening - budget));
        return needFor(layout, noise, prior, { ...rates, margin });
      },
    },
  };
}

/** One-sided p of "not better than δ". */
const pBetter = ({ difference, threshold }: Asked): number =>
  pWorseThan({ ...difference, worsening: -difference.worsening }, threshold);

function movementOf({ difference, threshold, answer }: Asked, worse: number, better: number): Movement {
  if (worse <= FALSE_DISCOVERIES) return "regression";
  if (better <= FALSE_DISCOVERIES) return "improvement";
  const notBetter = pNotWorseThan({ ...difference, worsening: -difference.worsening }, threshold);
  return Math.max(answer.pNotWorse, notBetter) <= FALSE_DISCOVERIES ? "immaterial" : "undecided";
}

/** Successive blocks that resemble each other count as fewer. */
function memoryOf({ history }: LevelsQuestion): number {
  const positive = history.every((run) => run.value > 0);
  const memory = blockMemory(history, positive ? Math.log : (value) => value);
  return memory?.isEvident ? memory.correlation : 0;
}
