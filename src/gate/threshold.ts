/** How much worse is material, for one series? */
import { DEFAULT_POLICY, type Policy, type Threshold } from "../model/policy.ts";
import type { MaterialThreshold, Quantity } from "../model/selector.ts";
import { parseUnit } from "../model/unit.ts";
import { type Selectable, selects } from "./selects.ts";

export type Measured = Selectable & { readonly unit: string; readonly better: "higher" | "lower" };

/** Where an amount does not fit the series and nothing else is said. */
const LAST_RESORT = DEFAULT_POLICY.threshold.default.ratio;

/**
 * The material threshold of a series: the first rule that matches, otherwise the default. An amount in another unit is
 * converted; an amount alone is a ratio at `level` too, the mean of the baseline, so that it holds on either scale.
 */
export function thresholdOf(policy: Pick<Policy, "threshold">, series: Measured, level: number | null): Threshold {
  const { rules, default: otherwise } = policy.threshold;
  const rule = rules.find((one) => selects(one, series))?.threshold;
  return (rule && inTerms(rule, series, level)) ?? inTerms(otherwise, series, level) ?? { ratio: LAST_RESORT };
}

/** Undefined where it says nothing of such a series. */
export function inTerms(material: MaterialThreshold, series: Measured, level: number | null): Threshold | undefined {
  const difference = material.amount && amountIn(material.amount, series.unit);
  if (material.ratio !== undefined) return { ratio: material.ratio, ...(difference !== undefined && { difference }) };
  if (difference === undefined) return undefined;
  return { ratio: relative(difference, series.better, level), difference };
}

/** What a worsening by `difference` is as a ratio, larger than 0: 3 ms on 100 ms is 3 %, and so is 97 MiB/s of 100. */
function relative(difference: number, better: "higher" | "lower", level: number | null): number {
  if (level === null || level <= 0) return LAST_RESORT;
  if (better === "lower") return difference / level;
  return difference < level ? difference / (level - difference) : Number.MAX_SAFE_INTEGER;
}

/** A quantity in another unit of its dimension; undefined when it has none of the series' dimension. */
export function amountIn({ value, unit }: Quantity, wanted: string): number | undefined {
  if (unit === "points") return pointsIn(value, wanted.trim().toLowerCase());
  const [from, to] = [parseUnit(unit), parseUnit(wanted)];
  return from.dimension === to.dimension ? (value * from.factor) / to.factor : undefined;
}

/** Points are hundredths of a proportion, however the series writes proportions. */
function pointsIn(value: number, unit: string): number | undefined {
  if (unit === "%" || unit === "percent") return value;
  return unit === "fraction" || unit === "proportion" ? value / 100 : undefined;
}
