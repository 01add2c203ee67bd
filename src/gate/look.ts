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
import { detectable, needFor } from "../detect/plan.ts";
import { warningsOf } from "../detect/warnings.ts";
import type { Policy } from "../model/policy.ts";
import type { Effect } from "../model/series.ts";
import type { Need, Warning } from "../model/verdict.ts";
import type { Bridge, GateRun } from "./landing.ts";
import { ratesOf } from "./rates.ts";
import { askRed } from "./red.ts";

/** The candidate against one reference: its level, or the parent's own runs. */
export interface Against {
  /** H₀ "not worse than δ", confirmed in fresh blocks; null while they are not. */
  readonly pRed: number | null;
  /** The same of H₀ "not worse than δ and so many δ more", which may be the rig's. */
  readonly pRedBeyond: (drift: number) => number | null;
  /** How much worse, in units of δ. */
  readonly moved: number;
  /** H₀ "worse than δ or more". */
  readonly pGreen: number;
  /** Of the difference, on the working scale. */
  readonly variance: number;
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
  /** Whether another planned look follows. */
  readonly hasNext: boolean;
  readonly level: Against | null;
  /** The parent's own runs: those of the candidate's nights alone, where the policy's least number of runs shared them. */
  readonly parent: () => Against | null;
  /** Not worse than the parent's own runs, H₀ rejected at `alpha`, whichever one of them is left out: a wild run shows nothing. */
  readonly isAsParent: (alpha: number) => boolean;
  /** Whether enough of the parent's own runs shared the candidate's nights, so that the nights cancel. */
  readonly isConcurrent: boolean;
  readonly sight: () => Sight;
}

/** What the look can see, in the effect's terms (fraction, unit or points), and what it warns of. */
export interface Sight {
  readonly minimumDetectableEffect: number | null;
  /** Whether that is no more than δ. */
  readonly sees: boolean;
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
  /** By which the parent's runs were carried over from another epoch. */
  readonly parentBridge?: Bridge | undefined;
  /** The candidate's runs of this look, in order of arrival. */
  readonly candidate: readonly GateRun[];
  /** Blocks of the candidate as the rig named them. */
  readonly blocks: number;
  readonly hasNext: boolean;
}

export function evidenceAt(look: number, runs: LookRuns, question: Question, policy: Policy): LookEvidence {
  const comparison = comparisonOf(runs.baseline, runs.candidate, question, runs.history);
  const difference = differenceOf(comparison);
  const level = difference === null ? null : against(comparison, difference, runs.candidate, policy, question);
  const concurrent = concurrentOf(runs);
  const isConcurrent = concurrent.length >= policy.candidate.runs;
  const own = isConcurrent ? concurrent : runs.parent;
  const againstOwn = (some: readonly GateRun[]) =>
    parentEvidence({ ...runs, parent: some }, { ...question, bridge: runs.parentBridge }, policy);
  const parent = once(() => (isLevel(runs) ? level : againstOwn(own)));
  const isShown = (one: Against | null, alpha: number) => one !== null && one.pGreen <= alpha;
  return {
    look,
    runs: runs.candidate.length,
    blocks: runs.blocks,
    hasNext: runs.hasNext,
    level,
    parent,
    isAsParent: (alpha) =>
      isShown(parent(), alpha) && own.every((run) => isShown(againstOwn(own.filter((one) => one !== run)), alpha)),
    isConcurrent,
    sight: once(() => sightOf(comparison, difference, runs, policy, look)),
  };
}

/** The parent's runs in the candidate's nights. */
function concurrentOf({ parent, candidate }: LookRuns): readonly GateRun[] {
  const nights = new Set(candidate.map((run) => run.block));
  return parent.filter((run) => nights.has(run.block));
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
  const firstBlock = candidate[0]?.block ?? "";
  const red = askRed(comparison, difference, firstBlock, policy);
  const { threshold } = comparison;
  const beyond = (drift: number) => ({ ...comparison, threshold: threshold * (1 + drift) });
  return {
    pRed: red.p,
    pRedBeyond: (drift) => (drift > 0 ? askRed(beyond(drift), difference, firstBlock, policy).p : red.p),
    moved: difference.worsening / threshold,
    pGreen: pNotWorseThan(difference, threshold),
    variance: difference.variance,
    screen: red.screen,
    effect: () => effectOf(comparison, difference, question),
    freshEffect: () => effectOf(comparison, red.fresh ?? difference, question),
  };
}

function sightOf(
  comparison: Comparison,
  difference: Difference | null,
  runs: LookRuns,
  policy: Policy,
  look: number,
): Sight {
  const { layout, noise, prior, scale, threshold } = comparison;
  const rates = ratesOf(policy, look);
  const green = { alpha: rates.green, power: policy.power };
  const warnings = warningsOf(comparison, runs.baseline, runs.candidate);
  const shown = { threshold: scale.size(threshold), warnings };
  if (difference === null) {
    return { ...shown, minimumDetectableEffect: null, sees: false, need: () => null, improved: false };
  }
  const margin = Math.max(threshold / 4, Math.abs(difference.worsening - threshold));
  const mirrored = { ...difference, worsening: -difference.worsening };
  const seen = detectable(difference, green);
  return {
    ...shown,
    minimumDetectableEffect: scale.size(seen),
    sees: seen <= threshold,
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
