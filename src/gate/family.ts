/** What the series of one landing say of each other's noise: same rig, relative scale. */
import type { Comparison } from "../detect/comparison.ts";
import type { Noise } from "../detect/nested-noise.ts";
import { type FamilyPrior, familyPrior } from "../detect/shrink.ts";
import type { SeriesQuestion } from "./landing.ts";

/** Series of fewer baseline runs than this do not teach their relatives. */
const FEWEST_RUNS = 4;

/**
 * One prior a rig, from the baselines of its series that are compared as ratios. The metric does not split it further:
 * how much nights and runs of a rig differ is mostly the rig's. `comparisonFor`: a series' baseline with nothing beside it.
 */
export function familiesOf(
  series: readonly SeriesQuestion[],
  comparisonFor: (one: SeriesQuestion) => Comparison,
): ReadonlyMap<string, FamilyPrior> {
  const noises = new Map<string, Noise[]>();
  for (const one of series) {
    if (one.baseline.length < FEWEST_RUNS) continue;
    const { scale, noise } = comparisonFor(one);
    if (scale.kind !== "ratio") continue;
    const relatives = noises.get(one.series.rig) ?? [];
    relatives.push(noise);
    noises.set(one.series.rig, relatives);
  }
  return new Map(
    [...noises].map(([rig, relatives]) => [
      rig,
      {
        run: familyPrior(relatives.map((noise) => noise.run)),
        block: familyPrior(relatives.map((noise) => noise.block)),
      },
    ]),
  );
}
