/** What is worth telling of a series besides its change points, each kind with its own budget of false alarms. */
import type { Finding, Level } from "../model/series.ts";
import { levelResiduals } from "./level-residuals.ts";
import { shapeFinding } from "./shape-finding.ts";
import { spreadFinding } from "./spread-finding.ts";
import { trendFinding } from "./trend-finding.ts";

/** `levels` tile the values. Modes that appear or go spread the values and lean their middle too: then that alone is told. */
export function findingsOf(values: Float64Array, levels: readonly Level[], unit: string): Finding[] {
  const residuals = levelResiduals(values, levels);
  const shape = shapeFinding(residuals, unit);
  const spread = shape === null ? spreadFinding(residuals, unit) : null;
  const trend = trendFinding(values, levels, unit);
  const isLean = shape !== null && trend !== null && shape.index > trend.index;
  return [shape, spread, isLean ? null : trend].filter((found) => found !== null);
}
