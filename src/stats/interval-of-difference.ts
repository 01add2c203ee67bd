export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * `b − a` of two independent estimates with an interval from theirs, at the same confidence: each end moves by the root of
 * the sum of the squares of those two half-widths that push it outwards. Exact for symmetric normal intervals, close for
 * skewed ones; in the unit of the estimates. Zou & Donner 2008 (MOVER), doi:10.1002/sim.3095.
 */
export function intervalOfDifference(a: Estimate, b: Estimate): Estimate {
  const value = b.value - a.value;
  return {
    value,
    low: value - Math.hypot(b.value - b.low, a.high - a.value),
    high: value + Math.hypot(b.high - b.value, a.value - a.low),
  };
}
