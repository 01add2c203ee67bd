/** On which scale are two sets of runs compared, and how is the answer said? */
import { mean, sampleStandardDeviation } from "simple-statistics";
import type { Threshold } from "../model/policy.ts";
import type { Effect } from "../model/series.ts";
import { asNumbers } from "../stats/as-numbers.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { RunColumns } from "./run-columns.ts";

/** A level closer to zero than this many standard deviations of its runs has no usable ratio. */
const SIGMAS_FOR_RATIO = 5;

export interface Scale {
  readonly kind: Effect["scale"];
  /** Value in the series' unit → working scale (log, or the unit over a power of two). */
  readonly forward: (value: number) => number;
  /** The material threshold δ, a size on the working scale; 0 where none can be told. */
  readonly threshold: number;
  /** The relative deviation `fraction` as a size on the working scale. */
  readonly relative: (fraction: number) => number;
  /** A difference on the working scale → what `Effect` shows. */
  readonly show: (difference: number) => number;
  /** A size on the working scale as a fraction (ratio), in the unit (difference), or in points. */
  readonly size: (difference: number) => number;
}

/**
 * ratio (log) when all values are positive and the baseline's level is beyond 5 σ of its runs; points for proportions;
 * otherwise the difference in the unit. A ratio threshold of 5 % is log 1.05 either way, so that a throughput and its
 * reciprocal, a time, get the same answer.
 */
export function scaleOf(
  baseline: RunColumns,
  candidate: RunColumns,
  question: { readonly threshold: Threshold; readonly unit: string },
): Scale {
  const points = pointsFactor(question.unit, baseline.values, candidate.values);
  if (points !== null) return linear("points", points, baseline.values, question.threshold);
  return candidate.isPositive && isFarAboveZero(baseline)
    ? ratio(question.threshold)
    : linear("difference", 1, baseline.values, question.threshold);
}

function ratio(threshold: Threshold): Scale {
  return {
    kind: "ratio",
    forward: Math.log,
    threshold: Math.log1p(threshold.ratio),
    relative: Math.log1p,
    show: Math.exp,
    size: Math.expm1,
  };
}

/** Powers of two divide without rounding, and keep squares of 10³⁰⁰ and 10⁻³⁰⁰ finite. */
function linear(kind: "difference" | "points", factor: number, baseline: Float64Array, threshold: Threshold): Scale {
  const largest = baseline.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const power = largest > 0 ? 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest)))) : 1;
  const level = baseline.length > 0 ? Math.abs(mean(asNumbers(baseline.map((value) => value / power)))) : 0;
  const fallback = kind === "points" ? (threshold.ratio * 100) / factor / power : threshold.ratio * level;
  return {
    kind,
    forward: (value) => value / power,
    threshold: threshold.difference === undefined ? fallback : threshold.difference / power,
    relative: (fraction) => fraction * level,
    show: (difference) => difference * power * factor,
    size: (difference) => difference * power * factor,
  };
}

/** σ is that of the logarithms, so that a time is as far from zero as its reciprocal, a rate. */
const isFarAboveZero = onceForEach(
  ({ isPositive, values, logarithms }: RunColumns) =>
    isPositive && (values.length < 2 || SIGMAS_FOR_RATIO * sampleStandardDeviation(asNumbers(logarithms)) < 1),
);

/** What turns the unit of a proportion into points (hundredths), or null when it is none. */
function pointsFactor(unit: string, ...sides: readonly Float64Array[]): number | null {
  const within = (most: number) => sides.every((side) => side.every((value) => value >= 0 && value <= most));
  const name = unit.trim().toLowerCase();
  if ((name === "%" || name === "percent") && within(100)) return 1;
  if ((name === "fraction" || name === "proportion") && within(1)) return 100;
  return null;
}
