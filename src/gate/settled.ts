/** What the history alone settles of a landing's series, before the candidate says anything. */
import { comparisonOf, steadiedBy } from "../detect/comparison.ts";
import type { FamilyPrior } from "../detect/shrink.ts";
import type { Policy } from "../model/policy.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { familiesOf } from "./family.ts";
import type { GateRun, SeriesQuestion } from "./landing.ts";
import { type Say, saysOf } from "./say.ts";
import { questionOf } from "./series-looks.ts";

export interface Settled {
  /** Noise of the relatives on the rig. */
  readonly family?: FamilyPrior;
  readonly say: Say;
}

const NO_RUNS: readonly GateRun[] = [];

/** One for each series, whose blocks are nights. What the question brings along settled is kept. */
export function settledBy(nightly: readonly SeriesQuestion[], policy: Policy): Settled[] {
  const historyOf = onceForEach((one: SeriesQuestion) => {
    const question = questionOf(one, policy);
    return { question, comparison: comparisonOf(one.baseline, NO_RUNS, question) };
  });
  const isOpen = nightly.some(({ say, family }) => say === undefined || family === undefined);
  const families = isOpen ? familiesOf(nightly, (one) => historyOf(one).comparison) : new Map<string, FamilyPrior>();
  const familyOf = (one: SeriesQuestion) => one.family ?? families.get(one.series.rig);
  const says = saysOf(nightly, policy, (one) => {
    const { question, comparison } = historyOf(one);
    const family = familyOf(one);
    return family === undefined ? comparison : steadiedBy(comparison, { ...question, family });
  });
  return nightly.map((one, i) => {
    const family = familyOf(one);
    return { ...(family && { family }), say: says[i] ?? "none" };
  });
}
