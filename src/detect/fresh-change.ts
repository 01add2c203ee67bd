import { fitLevel } from "../stats/level-fit.ts";
import { median } from "../stats/median.ts";
import { highestLogDensity, logLikelihood, type NoiseLaw } from "../stats/noise-law.ts";

export interface FreshQuestion {
  readonly x: Float64Array;
  /** Noise of the history alone, so that the new points cannot blur what they are held against. */
  readonly law: NoiseLaw;
  /** The current level began at `from`, and its points up to `history` are taken to be unchanged. */
  readonly from: number;
  readonly history: number;
  /** Nats that the change must explain. */
  readonly nats: number;
  /** Smallest difference of levels worth telling, in noise widths. */
  readonly jump: number;
}

/** Far more nats than sums of likelihoods are wrong by. */
const ROUNDING = 1e-6;
/** One or two wild points are spikes. */
const FEWEST = 3;
/** Up to here every start is tried, beyond it every third. */
const EVERY = 20;

/**
 * The first index of a change so fresh that the segmentation cannot see it yet, or null: a generalised likelihood ratio
 * of "the last m points have a level of their own", for every m that leaves the history alone. The level of the history
 * is fitted once; that it is itself only estimated costs the factor (points before) / (all points). Siegmund &
 * Venkatraman 1995, doi:10.1214/aos/1176324466. O(m²) for m newest points, whatever the length of the series.
 */
export function freshChange(
  { x, law, from, history, nats, jump }: FreshQuestion,
  scratch: Float64Array,
): number | null {
  const n = x.length;
  const before = fitLevel(law, x, from, history, median(x, from, history, scratch)).value;
  const highest = highestLogDensity(law);
  let best = nats;
  let at: number | null = null;
  let stay = 0;
  for (let start = n - 1; start >= history; start--) {
    stay += logLikelihood(law, x, start, start + 1, before);
    const m = n - start;
    if (m < FEWEST || (m > EVERY && m % 3 > 0)) continue;
    if (((m * highest - stay) * (start - from)) / (n - from) <= best - ROUNDING) continue; // no level gains as much
    const after = fitLevel(law, x, start, n, median(x, start, n, scratch));
    const gain = ((after.logLikelihood - stay) * (start - from)) / (n - from);
    if (gain > best && Math.abs(after.value - before) >= jump) {
      best = gain;
      at = start;
    }
  }
  return at;
}
