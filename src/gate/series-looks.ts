/** Which looks at one series are complete, and what does each show? Or why is there nothing to look at? */
import { mean } from "simple-statistics";
import { type BlockMemory, blockMemory } from "../detect/block-memory.ts";
import type { Question } from "../detect/comparison.ts";
import { columnsOf } from "../detect/run-columns.ts";
import type { FamilyPrior } from "../detect/shrink.ts";
import type { Policy } from "../model/policy.ts";
import type { Need } from "../model/verdict.ts";
import { asNumbers } from "../stats/as-numbers.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { withExpected } from "./expectations.ts";
import type { GateRun, SeriesQuestion } from "./landing.ts";
import { evidenceAt, type LookEvidence } from "./look.ts";
import { lookCounts, untilNextLook } from "./look-counts.ts";
import { ratesOf } from "./rates.ts";
import { without } from "./run-names.ts";
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
  const memory = memoryOf(one);
  const series = { ...one.series, labels: one.labels ?? [] };
  const level = levelOf(one.baseline);
  const material = thresholdOf(policy, series, level);
  return {
    better: one.series.better,
    threshold: withExpected(material, one.declared, series, level),
    unit: one.series.unit,
    priorBlockDeviation: policy.priorBlockDeviation,
    confidence: ratesOf(policy, 1).confidence,
    power: policy.power,
    memory: memory?.isEvident ? memory.correlation : 0,
    ...(known === undefined ? {} : { family: known }),
    ...(one.bridge === undefined ? {} : { bridge: one.bridge }),
  };
}

/** Whether the nights of the baseline, which is in landing order, remember each other. */
export const memoryOf = ({ baseline }: SeriesQuestion): BlockMemory | null => memoryOfRuns(baseline);

const memoryOfRuns = onceForEach((runs: readonly GateRun[]) =>
  blockMemory(runs, columnsOf(runs).isPositive ? Math.log : (value) => value),
);

/** `nightly` is the same series with the boots of a night taken for one block. */
export function looksOf(
  one: SeriesQuestion,
  nightly: SeriesQuestion,
  policy: Policy,
  family?: FamilyPrior,
): SeriesLooks {
  if (one.invalidEnvironment) return { kind: "invalid", reason: one.invalidEnvironment };
  if (one.candidate.length === 0) return { kind: "unmeasured" };
  const baseline = missingBaseline(nightly, policy);
  if (baseline.runs > 0 || baseline.blocks > 0) return { kind: "establishes", need: baseline };
  const planned = lookCounts(one.candidate, policy);
  const counts = planned.filter((count) => count <= one.candidate.length);
  if (counts.length === 0)
    return { kind: "waits", need: untilNextLook(one.candidate, policy) ?? { runs: 0, blocks: 0 } };
  const question = questionOf(nightly, policy, family);
  const { baseline: level, parent, parentBridge } = nightly;
  const history = historyOf(nightly, policy);
  const looks = counts.map((count, i) => {
    const candidate = nightly.candidate.slice(0, count);
    const blocks = blocksOf(nightly.candidate === one.candidate ? candidate : one.candidate.slice(0, count));
    const atLook = { ...question, confidence: ratesOf(policy, i + 1).confidence };
    return evidenceAt(
      i + 1,
      { baseline: level, history, parent, parentBridge, candidate, blocks, hasNext: i + 1 < planned.length },
      atLook,
      policy,
    );
  });
  return { kind: "looked", looks };
}

/** What a baseline still lacks before it judges. */
export const baselineNeed = (baseline: readonly { readonly block: string }[], policy: Policy): Need => ({
  runs: Math.max(0, policy.baseline.runs - baseline.length),
  blocks: Math.max(0, policy.baseline.blocks - new Set(baseline.map(({ block }) => block)).size),
});

/** The same of a series whose blocks are nights. */
export const missingBaseline = ({ baseline }: SeriesQuestion, policy: Policy): Need => ({
  runs: Math.max(0, policy.baseline.runs - baseline.length),
  blocks: Math.max(0, policy.baseline.blocks - blocksOf(baseline)),
});

/** A parent that moved the level must not pass its step off as noise: without its own runs, where enough is left. */
function historyOf({ baseline, parent }: SeriesQuestion, policy: Policy): readonly GateRun[] {
  const older = without(baseline, parent);
  if (older === baseline) return baseline;
  return older.length >= policy.baseline.runs && blocksOf(older) >= policy.baseline.blocks ? older : baseline;
}

/** Mean of the runs, null without any. */
const levelOf = onceForEach((runs: readonly GateRun[]): number | null =>
  runs.length === 0 ? null : mean(asNumbers(columnsOf(runs).values)),
);

export function blocksOf(runs: readonly GateRun[]): number {
  const { names, alone } = columnsOf(runs).plan;
  return names.length + (alone.length > 0 ? 1 : 0);
}
