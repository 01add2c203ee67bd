import type { ChangePoint, ChangeState, Effect, Level } from "../model/series.ts";

/** A stretch of one level in the series' own unit: changesets [from, to). `error` is the standard error of `value`. */
export interface FittedLevel {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly error: number;
}

/** Where a level begins and how sure that is: the change is one of the changesets (earliest … latest]. */
export interface Cut {
  readonly index: number;
  readonly earliest: number;
  readonly latest: number;
  readonly state: ChangeState;
}

/** How many standard errors the shown interval spans to either side, and what to call it. */
export interface IntervalWidth {
  readonly confidence: number;
  readonly quantile: number;
  readonly unit: string;
}

/** One change point from the two levels around it; as a ratio when `positive` (all values above 0, levels beyond 5 σ). */
export function describeChange(
  cut: Cut,
  before: FittedLevel,
  after: FittedLevel,
  positive: boolean,
  width: IntervalWidth,
): ChangePoint {
  const effect = positive ? ratio(before, after, width) : difference(before, after, width);
  return { ...cut, before: before.value, after: after.value, effect };
}

/** after ÷ before; the interval is symmetric on the log scale (delta method). */
function ratio(before: FittedLevel, after: FittedLevel, { confidence, quantile, unit }: IntervalWidth): Effect {
  const value = after.value / before.value;
  const reach = Math.exp(quantile * Math.hypot(before.error / before.value, after.error / after.value));
  return { scale: "ratio", value, low: value / reach, high: value * reach, confidence, unit };
}

function difference(before: FittedLevel, after: FittedLevel, { confidence, quantile, unit }: IntervalWidth): Effect {
  const value = after.value - before.value;
  const reach = quantile * Math.hypot(before.error, after.error);
  return { scale: "difference", value, low: value - reach, high: value + reach, confidence, unit };
}

export function describeLevel({ from, to, value, error }: FittedLevel, { quantile }: IntervalWidth): Level {
  return { from, to, value, low: value - quantile * error, high: value + quantile * error };
}
