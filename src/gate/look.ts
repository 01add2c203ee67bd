/** One series at one planned look: every question asked once, no decision taken. What is only shown waits till asked. */
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
import { detectable, foreseen, needFor } from "../detect/plan.ts";
import { warningsOf } from "../detect/warnings.ts";
import type { Policy } from "../model/policy.ts";
import type { Effect } from "../model/series.ts";
import type { Need, Warning } from "../model/verdict.ts";
import type { GateRun } from "./landing.ts";
import { lastLook, ratesOf } from "./rates.ts";
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
  readonly effect: () => Effect;
  /** Of the blocks after the first, free of the choice that the first block made; of all runs with one block. */
  readonly freshEffect: () => Effect;
}

export interface LookEvidence {
  /** 1, 2, 3, … */
  readonly look: number;
  readonly runs: number;
  readonly blocks: number;
  readonly level: Against | null;
  readonly parent: () => Against | null;
  readonly sight: () => Sight;
}

/** What the look can see, in the effect's terms (fraction, unit or points), and what it warns of. */
export interface Sight {
  readonly minimumDetectableEffect: number | null;
  /** Whether the last planned look would see δ. */
  readonly seesAtLast: boolean;
  readonly threshold: number;
  /** What would decide, whatever the plan says. */
  readonly need: () => Need | null;
  /** Significantly and materially better. */
  readonly improved: boolean;
  readonly warnings: readonly Warning[];
}

export interface LookRuns {
  readonly baseline: readonly GateRun[];
  /** The runs that show the noise: the baseline, without the parent's own runs where enough is left. */
  readonly history: readonly GateRun[];
  readonly parent: readonly GateRun[];
  /** The candidate's runs of this look, in order of arrival. */
  readonly candidate: readonly GateRun[];
}

export function evidenceAt(look: number, runs: LookRuns, question: Question, policy: Policy): LookEvidence {
  const comparison = comparisonOf(runs.baseline, runs.candidate, question, runs.history);
  const difference = differenceOf(comparison);
  const level = difference === null ? null : against(comparison, difference, runs.candidate, policy, question);
  return {
    look,
    runs: runs.candidate.length,
    blocks: comparison.layout.candidateBlocks,
    level,
    parent: once(() => (isLevel(runs) ? level : parentEvidence(runs, question, policy))),
    sight: once(() => sightOf(comparison, difference, runs, policy)),
  };
}

/** Where every run of the level is the parent's, comparing with the parent is comparing with the level. */
const isLevel = ({ baseline, parent }: LookRuns): boolean =>
  baseline.length === parent.length && baseline.every((run, i) => run.run === parent[i]?.run);

/** The noise is the whole level's: the parent's few runs show their place, not how much runs differ. */
function parentEvidence(runs: LookRuns, question: Question, policy: Policy): Against | null {
  if (runs.parent.length === 0) return null;
  const comparison = comparisonOf(runs.parent, runs.candidate, question, runs.history);
  const difference = differenceOf(comparison);
  return difference === null ? null : against(comparison, difference, runs.candidate, policy, question);
}

function against(
  comparison: Comparison,
  difference: Difference,
  candidate: readonly GateRun[],
  policy: Policy,
  question: Question,
): Against {
  const red = askRed(comparison, difference, candidate[0]?.block ?? "", policy);
  return {
    pRed: red.p,
    pGreen: pNotWorseThan(difference, comparison.threshold),
    screen: red.screen,
    effect: () => effectOf(comparison, difference, question),
    freshEffect: () => effectOf(comparison, red.fresh ?? difference, question),
  };
}

function sightOf(comparison: Comparison, difference: Difference | null, runs: LookRuns, policy: Policy): Sight {
  const { layout, noise, prior, scale, threshold } = comparison;
  const rates = ratesOf(policy);
  const green = { alpha: rates.green, power: rates.power };
  const warnings = warningsOf(comparison, runs.baseline, runs.candidate);
  const shown = { threshold: scale.size(threshold), warnings };
  if (difference === null) {
    return { ...shown, minimumDetectableEffect: null, seesAtLast: false, need: () => null, improved: false };
  }
  const lastRuns = lastLook(policy);
  const blocks = Math.max(1, Math.round((lastRuns * layout.candidateBlocks) / layout.candidateRuns));
  const last =
    layout.candidateRuns >= lastRuns ? difference : foreseen(layout, noise, prior, { runs: lastRuns, blocks });
  const margin = Math.max(threshold / 4, Math.abs(difference.worsening - threshold));
  const mirrored = { ...difference, worsening: -difference.worsening };
  return {
    ...shown,
    minimumDetectableEffect: scale.size(detectable(difference, green)),
    seesAtLast: detectable(last, green) <= threshold,
    need: () => needFor(layout, noise, prior, { ...green, margin }),
    improved: pWorseThan(mirrored, threshold) <= rates.green,
  };
}

function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}
