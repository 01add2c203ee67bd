/** Which direction is better, where the unit alone tells. */
import type { Better } from "../model/run.ts";
import { parseUnit } from "../model/unit.ts";

const HIGHER = new Set(["bytes/s", "bits/s", "rate", "score"]);
const LOWER = new Set(["time", "bytes", "bytes/op", "allocs/op"]);

/** Undefined where a unit is good in either direction ("%", "count") or not known. */
export function betterOf(unit: string): Better | undefined {
  const { dimension } = parseUnit(unit);
  if (HIGHER.has(dimension) || /\/s(?:ec(?:ond)?)?$/.test(unit)) return "higher";
  return LOWER.has(dimension) || dimension.startsWith("time/") ? "lower" : undefined;
}
