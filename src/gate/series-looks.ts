/** Which looks at one series are complete, and what does each show? Or why is there nothing to look at? */
import { type BlockMemory, blockMemory } from "../detect/block-memory.ts";
import type { Question } from "../detect/comparison.ts";
import type { FamilyPrior } from "../detect/shrink.ts";
import type { Policy } from "../model/policy.ts";
import type { Need } from "../model/verdict.ts";
import type { GateRun, SeriesQuestion } from "./landing.ts";
import { evidenceAt, type LookEvidence } from "./look.ts";
import { lastLook, plannedLooks, ratesOf } from "./rates.ts";
import { thresholdOf } from "./threshold.ts";

export type SeriesLooks =
  | { readonly kind: "invalid"; readonly reason: string }
  | { readonly kind: "unmeasured" }
  /** The baseline is too short: what it still needs. */
  | { readonly kind: "establishes"; readonly need: Need }
  /** Fewer candidate runs than the first look asks for. */
  | { readonly kind: "waits"; readonly need: Need }
  | { readonly kind: "looked"; readonly looks: readonly LookEvidence[] };

export function questionOf(one: SeriesQuestion, policy: Policy, family?: FamilyPrior): Question {
  const known = one.family ?? family;
  return {
    better: one.series.better,
    threshold: thresholdOf(policy, one.series.metric),
    unit: one.series.unit,
    priorBlockDeviation: policy.priorBlockDeviation,
    confidence: ratesOf(policy).confidence,
    power: policy.power,
    blockInflation: memoryOf(one)?.inflation ?? 1,
    ...(known === undefined ? {} : { family: known }),
  };
}

/** Whether the blocks of the baseline, which is in landing order, remember each other. */
export function memoryOf({ baseline }: SeriesQuestion): BlockMemory | null {
  const positive = baseline.every((run) => run.value > 0);
  return blockMemory(baseline, positive ? Math.log : (value) => value);
}

export function looksOf(one: SeriesQuestion, policy: Policy, family?: FamilyPrior): SeriesLooks {
  if (one.invalidEnvironment) return { kind: "invalid", reason: one.invalidEnvironment };
  if (one.candidate.length === 0) return { kind: "unmeasured" };
  const baseline = {
    runs: Math.max(0, policy.baseline.runs - one.baseline.length),
    blocks: Math.max(0, policy.baseline.blocks - blocksOf(one.baseline)),
  };
  if (baseline.runs > 0 || baseline.blocks > 0) return { kind: "establishes", need: baseline };
  const counts = lookCounts(one.candidate, policy).filter((count) => count <= one.candidate.length);
  if (counts.length === 0)
    return { kind: "waits", need: untilNextLook(one.candidate, policy) ?? { runs: 0, blocks: 0 } };
  const question = questionOf(one, policy, family);
  const { baseline: level, parent } = one;
  const history = historyOf(one, policy);
  const looks = counts.map((count, i) =>
    evidenceAt(i + 1, { baseline: level, history, parent, candidate: one.candidate.slice(0, count) }, question, policy),
  );
  return { kind: "looked", looks };
}

/** A parent that moved the level must not pass its step off as noise: without its own runs, where enough is left. */
function historyOf({ baseline, parent }: SeriesQuestion, policy: Policy): readonly GateRun[] {
  const own = new Set(parent.map((run) => run.run));
  const older = baseline.filter((run) => !own.has(run.run));
  if (older.length === baseline.length) return baseline;
  return older.length >= policy.baseline.runs && blocksOf(older) >= policy.baseline.blocks ? older : baseline;
}

/**
 * The planned looks. One block decides nothing and so spends none of the error: where every planned look passed in one
 * block, one more look follows as soon as the policy's candidate runs came in other blocks.
 */
function lookCounts(candidate: readonly GateRun[], policy: Policy): readonly number[] {
  const planned = plannedLooks(policy);
  const last = lastLook(policy);
  const inOneBlock = candidate.length >= last && blocksOf(candidate.slice(0, last)) < policy.candidate.blocks;
  if (!inOneBlock) return planned;
  const first = candidate[0]?.block;
  const fresh = candidate.flatMap((run, i) => (run.block === first ? [] : [i]));
  const enough = fresh[policy.candidate.runs - 1];
  return [...planned, enough === undefined ? candidate.length + policy.candidate.runs - fresh.length : enough + 1];
}

/** Candidate runs and blocks that complete the next look; null when every look is done. */
export function untilNextLook(candidate: readonly GateRun[], policy: Policy): Need | null {
  const next = lookCounts(candidate, policy).find((count) => count > candidate.length);
  if (next === undefined) return null;
  return { runs: next - candidate.length, blocks: Math.max(0, policy.candidate.blocks - blocksOf(candidate)) };
}

export const blocksOf = (runs: readonly GateRun[]): number => new Set(runs.map((run) => run.block)).size;
