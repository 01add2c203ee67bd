/** When has a plan measured enough? When every interval is narrow enough; how the values fall plays no part in it. */
import { compareRuns } from "../detect/compare.ts";
import { sightOf } from "../detect/sight.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { CANARY } from "../rig/plan/tasks.ts";
import type { EnoughOf } from "../rig/runner/campaign-ask.ts";
import { type SeriesOfRuns, seriesOfRuns } from "./session-samples.ts";

const CONFIDENCE = 0.95;
const { priorBlockDeviation, power, falseGreenPerSeries: alpha } = DEFAULT_POLICY;

/**
 * `width`: the whole width of each 95 % interval as a part of the level: of the ratio of two builds, or of the level of
 * one. Canaries are not asked. Says so in words, or undefined while an interval is wider.
 */
export function enoughWhenNarrow(width: number | undefined): EnoughOf {
  return (documents) => {
    if (width === undefined) return undefined;
    const series = seriesOfRuns(documents).filter(({ measurement }) => !measurement.benchmark.startsWith(CANARY));
    const widths = series.map((one) => ({ title: one.title, width: widthOf(one) }));
    if (widths.length === 0 || widths.some((one) => one.width === undefined || one.width > width)) return undefined;
    const widest = widths.reduce((most, one) => ((one.width ?? 0) > (most.width ?? 0) ? one : most));
    return `every interval is narrower than ${percent(width)}: the widest is ${percent(widest.width ?? 0)} (${widest.title})`;
  };
}

function widthOf({ runs, measurement }: SeriesOfRuns): number | undefined {
  const [one, other] = [...runs.values()];
  if (one === undefined) return undefined;
  if (other === undefined) {
    const { halfWidth } = sightOf(one, { priorBlockDeviation, confidence: CONFIDENCE, rates: { alpha, power } });
    return halfWidth === null ? undefined : 2 * halfWidth;
  }
  const evidence = compareRuns(one, other, {
    better: measurement.better,
    unit: measurement.unit,
    threshold: DEFAULT_POLICY.threshold.default,
    priorBlockDeviation,
    confidence: CONFIDENCE,
  });
  if (evidence.kind !== "tested") return undefined;
  const { scale, low, high } = evidence.effect;
  if (scale === "ratio") return high - low;
  const level = Math.abs(sightOf(one, { priorBlockDeviation, confidence: CONFIDENCE, rates: { alpha, power } }).level);
  return level === 0 ? undefined : (high - low) / level;
}

const percent = (part: number): string => `${Number((100 * part).toPrecision(2))} %`;
