/** Did a lower layer of the rig move? One session of a canary against those before it. */
import { compareRuns } from "../detect/compare.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { formatQuantity } from "../model/unit.ts";
import type { ShiftOf } from "../rig/runner/canaries.ts";

/** Half of what is material: a lower layer is known to have moved before it could make a changeset look guilty. */
const RATIO = DEFAULT_POLICY.threshold.default.ratio / 2;
/** One session in a thousand of a quiet canary, at most, in either direction. */
const CONFIDENCE = 0.999;
/** Fewer earlier sessions do not show what this canary does by itself. */
const FEWEST_SESSIONS = 5;

export const canaryShift: ShiftOf = (before, now, { benchmark, metric, unit, better }) => {
  if (before.length < FEWEST_SESSIONS) return undefined;
  const evidence = compareRuns(before, [now], {
    better,
    unit,
    threshold: { ratio: RATIO },
    priorBlockDeviation: DEFAULT_POLICY.priorBlockDeviation,
    confidence: CONFIDENCE,
  });
  if (evidence.kind !== "tested" || evidence.effect.scale !== "ratio") return undefined;
  const { value, low, high } = evidence.effect;
  const moved = high < 1 / (1 + RATIO) || low > 1 + RATIO;
  if (!moved) return undefined;
  const level = now.value / value;
  return `${benchmark} ${metric} is ${value.toFixed(2)}x of its level of ${formatQuantity(level, unit)}`;
};
