/** The uncertainty of a bridge between epochs, on the scale on which two sides are compared. */
import { mean } from "simple-statistics";
import type { Uncertainty } from "./contrast.ts";
import type { Scale } from "./scale.ts";

export interface BridgeUncertainty extends Uncertainty {
  /** Variance of a logarithm, or in squares of the series' unit. */
  readonly scale: "ratio" | "difference";
}

/** Null without a bridge. Where it was measured on the other scale, the level turns one into the other (delta method). */
export function bridgeOn(
  bridge: BridgeUncertainty | undefined,
  scale: Scale,
  values: Float64Array,
): Uncertainty | null {
  if (bridge === undefined) return null;
  const level = values.length === 0 ? 1 : mean([...values].sort((one, other) => one - other));
  const perUnit = scale.kind === "ratio" ? 1 / level : scale.forward(1);
  const factor = bridge.scale === "ratio" ? level * perUnit : perUnit;
  return { variance: bridge.variance * factor ** 2, df: bridge.df };
}
