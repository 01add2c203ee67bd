/** A run that stalled once must not blind a series for as long as its level lasts. */
import { median } from "simple-statistics";

/** Robust standard deviations from the median beyond which a run of a history is wild: never reached by noise alone. */
const WILD_SIGMAS = 8;
/** Fewer runs than this do not show what is wild. */
const FEWEST_RUNS = 10;
/** 1/Φ⁻¹(3/4): makes the median absolute deviation estimate σ on normal data. */
const MAD_TO_SIGMA = 1.4826;

/** Where ordinary runs of one side lie, on the scale that they are compared on. */
export interface Fence {
  readonly low: number;
  readonly high: number;
}

/** Half the width of the fence, by what a history shows; infinite where it does not show what is wild. */
export function fenceWidth(history: readonly number[]): number {
  if (history.length < FEWEST_RUNS) return Number.POSITIVE_INFINITY;
  const center = median([...history]);
  const spread = MAD_TO_SIGMA * median(history.map((value) => Math.abs(value - center)));
  return spread > 0 ? WILD_SIGMAS * spread : Number.POSITIVE_INFINITY;
}

/** A fence about the median of one side: a parent that moved the level is not wild, it is elsewhere. */
export function fenceAbout(values: readonly number[], width: number): Fence {
  if (values.length === 0 || width === Number.POSITIVE_INFINITY)
    return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const center = median([...values]);
  return { low: center - width, high: center + width };
}

export const isWild = (value: number, { low, high }: Fence): boolean => value < low || value > high;

/**
 * A history's wild values counted at the fence (winsorised). Never done to a candidate: a change that stalls one run in
 * three is a regression, and its wild runs have to keep the verdict open.
 */
export const tame = (value: number, { low, high }: Fence): number => Math.min(high, Math.max(low, value));
