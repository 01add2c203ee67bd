/** What the history alone settles of a landing's series, before the candidate says anything. */
import type { FamilyPrior } from "../detect/shrink.ts";
import type { Policy } from "../model/policy.ts";
import { familiesOf } from "./family.ts";
import type { SeriesQuestion } from "./landing.ts";
import { type Say, saysOf } from "./say.ts";
import { questionOf } from "./series-looks.ts";

export interface Settled {
  /** Noise of the relatives on the rig. */
  readonly family?: FamilyPrior;
  readonly say: Say;
}

/** One for each series, whose blocks are nights. What the question brings along settled is kept. */
export function settledBy(nightly: readonly SeriesQuestion[], policy: Policy): Settled[] {
  const isOpen = nightly.some(({ say, family }) => say === undefined || family === undefined);
  const families = isOpen ? familiesOf(nightly, (one) => questionOf(one, policy)) : new Map<string, FamilyPrior>();
  const known = nightly.map((one) => {
    const family = one.family ?? families.get(one.series.rig);
    return family === undefined ? one : { ...one, family };
  });
  const says = saysOf(known, policy);
  return known.map(({ family }, i) => ({ ...(family && { family }), say: says[i] ?? "none" }));
}
