import type { Price, Segments } from "./segments.ts";

/** A last level needs this many points before its newest points can be held against it. */
const SHORTEST_HISTORY = 6;

/**
 * The first index of a change so fresh that the segmentation cannot see it yet, or null: the most likely start among the
 * last `reach` points, when the last level and a new one from there explain the points by more than the price.
 */
export function freshChange(segments: Segments, reach: number, price: Price): number | null {
  const from = segments.starts[segments.starts.length - 1] as number;
  const n = segments.x.length;
  const whole = (segments.fits[segments.fits.length - 1] as { logLikelihood: number }).logLikelihood;
  let best = price.nats;
  let at: number | null = null;
  for (let start = n - 1; start >= Math.max(n - reach, from + SHORTEST_HISTORY); start--) {
    const before = segments.fit(from, start);
    const after = segments.fit(start, n);
    const gain = before.logLikelihood + after.logLikelihood - whole;
    if (gain > best && Math.abs(after.value - before.value) >= price.jump) {
      best = gain;
      at = start;
    }
  }
  return at;
}
