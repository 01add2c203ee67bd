/** One series at one planned look: every question asked once, no decision taken. */
import { effectOf } from "../detect/compare.ts";
import {
  type Comparison,
  comparisonOf,
  type Difference,
  differenceOf,
  pNotWorseThan,
  pWorseThan,
  type Question,
} from "../detect/comparison.ts";
import { seesBlocks } from "../detect/nested-noise.ts";
import { detectable, foreseen, needFor } from "../detect/plan.ts";
import { warningsOf } from "../detect/warnings.ts";
import type { Policy } from "../model/policy.ts";
import type { Effect } from "../model/series.ts";
import type { Need, Warning } from "../model/verdict.ts";
import type { GateRun } from "./landing.ts";
import { ratesOf } from "./rates.ts";
import { askRed } from "./red.ts";

/** The candidate against one reference: its level, or the parent's own runs. */
export interface Against {
  /** H₀ "not worse than δ", confirmed in fresh blocks; null while they are not. */
  readonly pRed: number | null;
  /** H₀ "worse than δ or more". */
  readonly pGreen: number;
  /** H₀ "not worse than δ" of the first block alone. */
  readonly screen: number;
  /** All runs of the look. */
  readonly effect: Effect;
  /** Of the blocks after the first: free of the choice that the first block made. */
  readonly freshEffect: Effect | null;
  /** Significantly and materially better. */
  readonly improved: boolean;
}

export interface LookEvidence {
  /** 1, 2, 3, … */
  readonly look: number;
  readonly runs: number;
  readonly blocks: number;
  readonly level: Against | null;
  readonly parent: Against | null;
  /** At this look, and at the last planned one, in the effect's terms (fraction, unit or points). */
  readonly minimumDetectableEffect: number | null;
  readonly seesAtLast: boolean;
  /** δ in the same terms. */
  readonly threshold: number;
  readonly need: Need | null;
  readonly seesBlocks: boolean;
  readonly warnings: readonly Warning[];
}

export interface LookRuns {
  readonly baseline: readonly GateRun[];
  readonly parent: readonly GateRun[];
  /** The candidate's runs of this look, in order of arrival. */
  readonly candidate: readonly GateRun[];
}

export function evidenceAt(look: number, runs: LookRuns, question: Question, policy: Policy): LookEvidence {
  const rates = ratesOf(policy);
  const comparison = comparisonOf(runs.baseline, runs.candidate, question);
  const { layout, noise, prior, scale, threshold } = comparison;
  const difference = differenceOf(comparison);
  const green = { alpha: rates.green, power: rates.power };
  const lastRuns = Math.max(runs.candidate.length, policy.looks.at(-1) ?? 0);
  const perBlock = policy.candidate.runs / Math.max(1, policy.candidate.blocks);
  const last = foreseen(layout, noise, prior, { runs: lastRuns, blocks: Math.max(1, Math.round(lastRuns / perBlock)) });
  const margin = difference === null ? threshold : Math.max(threshold / 4, Math.abs(difference.worsening - threshold));
  return {
    look,
    runs: runs.candidate.length,
    blocks: layout.candidateBlocks,
    level: difference === null ? null : against(comparison, difference, runs.candidate, policy, question),
    parent: parentEvidence(runs, question, policy),
    minimumDetectableEffect: difference === null ? null : scale.size(detectable(difference, green)),
    seesAtLast: difference !== null && detectable(last, green) <= threshold,
    threshold: scale.size(threshold),
    need: difference === null ? null : needFor(layout, noise, prior, { ...green, margin }),
    seesBlocks: seesBlocks(noise),
    warnings: warningsOf(comparison, runs.baseline, runs.candidate),
  };
}

/** The noise is the whole level's: the parent's few runs show their place, not how much runs differ. */
function parentEvidence(runs: LookRuns, question: Question, policy: Policy): Against | null {
  if (runs.parent.length === 0) return null;
  const comparison = comparisonOf(runs.parent, runs.candidate, question, runs.baseline);
  const difference = differenceOf(comparison);
  return difference === null ? null : against(comparison, difference, runs.candidate, policy, question);
}

function against(
  comparison: Comparison,
  difference: Difference,
  candidate: readonly GateRun[],
  policy: Policy,
  question: Question,
): Against | null {
  const red = askRed(comparison, candidate[0]?.block ?? "", policy.confirmBeforeRed);
  if (red === null) return null;
  const { threshold } = comparison;
  const mirrored = { ...difference, worsening: -difference.worsening };
  return {
    pRed: red.p,
    pGreen: pNotWorseThan(difference, threshold),
    screen: red.screen,
    effect: effectOf(comparison, difference, question),
    freshEffect: red.fresh === null ? null : effectOf(comparison, red.fresh, question),
    improved: pWorseThan(mirrored, threshold) <= ratesOf(policy).green,
  };
}
