import { clipSpikes } from "../stats/clip-spikes.ts";
import { candidates } from "./candidates.ts";
import { isEvidentStep } from "./evident-step.ts";
import { freshChange } from "./fresh-change.ts";
import { type Price, prune } from "./prune.ts";
import { Segments } from "./segments.ts";
import { noiseAround, type SeriesNoise, sharedVariance } from "./series-noise.ts";
import type { Standardized } from "./standardize.ts";
import type { Tuning } from "./tuning.ts";

export interface Segmentation {
  readonly segments: Segments;
  readonly noise: SeriesNoise;
  /** Whether the last of the changes is only suspected. */
  readonly fresh: boolean;
}

/** Rounds of: learn the noise around the levels, take away what does not pay, move what stays to its likeliest place. */
const ROUNDS = 2;
/** The shortest series pays twice the price, not more: ten points must be able to show a clear step. */
const MOST_DOUBT = 1;
/** The newest points are held against a history that ends so many points ago: far for slow changes, near for fast ones. */
const FRESH_REACHES = [42, 12] as const;
/** The history never gives up its last points to a reach when fewer than this would remain. */
const HISTORY_KEPT = 30;
const SHORTEST_HISTORY = 8;
/** With so many points to learn from, the far reach sees what the near one would. */
const LONG_HISTORY = 120;
/** The noise of a history is learned from so many of its points, which keeps the cost of one more point constant. */
const HISTORY_READ = 240;
/** A few points share less than a level does: so much at most, and this part of it, makes a suspicion dearer. */
const FRESH_SHARED = 1.5;
const FRESH_SHARE = 0.8;

/** The levels of a series, and whether the last is only suspected. */
export function segmentation(standard: Standardized, tuning: Tuning): Segmentation {
  return segmented(standard, sought(standard, tuning), tuning);
}

/** The same of a series that changed, and null of one that did not, which is mostly told without learning its noise as a whole. */
export function changedSegmentation(standard: Standardized, tuning: Tuning): Segmentation | null {
  const search = sought(standard, tuning);
  if (search.starts.length === 1 && suspect(search.starts, search, standard, tuning) === null) return null;
  const found = segmented(standard, search, tuning);
  return found.segments.starts.length === 1 ? null : found;
}

interface Search {
  /** The series without its spikes. */
  readonly clipped: Float64Array;
  readonly scratch: Float64Array;
  /** Where levels may begin, ascending; the first is 0. */
  readonly starts: readonly number[];
}

function sought({ x }: Standardized, tuning: Tuning): Search {
  const clipped = clipSpikes(x, tuning.spikeReach);
  return { clipped, scratch: new Float64Array(x.length), starts: [0, ...candidates(clipped, tuning)] };
}

function segmented(standard: Standardized, search: Search, tuning: Tuning): Segmentation {
  const { x } = standard;
  const { scratch } = search;
  const confirmed = confirm(standard, search, tuning);
  const start = suspect(confirmed.segments.starts, search, standard, tuning);
  if (start === null) return { ...confirmed, fresh: false };
  const starts = [...confirmed.segments.starts, start];
  const noise = noiseAround({ x, from: 0, to: x.length, starts, shared: 0 }, scratch, tuning);
  const segments = new Segments(x, noise.law, starts, scratch);
  const last = starts.length - 1;
  const at = segments.likeliest(last);
  if (at >= x.length - FRESH_REACHES[0]) segments.move(last, at);
  return {
    segments,
    noise: { ...noise, inflation: Math.max(noise.inflation, confirmed.noise.inflation) },
    fresh: true,
  };
}

function confirm(
  { x, origin, level }: Standardized,
  { clipped, scratch, starts: first }: Search,
  tuning: Tuning,
): { readonly segments: Segments; readonly noise: SeriesNoise } {
  const shared = sharedVariance(clipped, scratch);
  const learn = (starts: readonly number[]) =>
    noiseAround({ x, from: 0, to: x.length, starts, shared }, scratch, tuning);
  let starts = first;
  const evident = new Set(starts.filter((start) => isEvidentStep(x, origin, start, scratch)));
  const base = tuning.price * (1 + Math.min(MOST_DOUBT, tuning.doubt / x.length));
  const price = (noise: SeriesNoise): Price => {
    return { nats: base * noise.inflation, jump: tuning.practicalFloor * level, evident };
  };
  let noise = learn(starts);
  let segments = new Segments(x, noise.law, starts, scratch);
  for (let round = 0; round < ROUNDS && segments.starts.length > 1; round++) {
    prune(segments, price(noise));
    relocate(segments, evident);
    if (isSame(starts, segments.starts)) return { segments, noise };
    starts = [...segments.starts];
    noise = learn(starts);
    segments = new Segments(x, noise.law, starts, scratch);
  }
  prune(segments, price(noise));
  return { segments, noise };
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((start, i) => start === b[i]);
}

function relocate(segments: Segments, evident: ReadonlySet<number>): void {
  for (let i = 1; i < segments.starts.length; i++) {
    if (evident.has(segments.start(i))) continue;
    const at = segments.likeliest(i);
    if (at !== segments.start(i)) segments.move(i, at);
  }
}

/** The start of a change among the newest points, or null. `starts`: of the levels so far. */
function suspect(
  starts: readonly number[],
  { clipped, scratch }: Search,
  { x, level }: Standardized,
  tuning: Tuning,
): number | null {
  const n = x.length;
  const from = starts.at(-1) as number;
  const kept = from + Math.min(HISTORY_KEPT, Math.ceil((n - from) / 2));
  for (const reach of FRESH_REACHES) {
    const history = Math.max(n - reach, kept);
    if (history < SHORTEST_HISTORY || history > n - 2) continue;
    const read = Math.max(0, history - HISTORY_READ);
    const shared = Math.min(FRESH_SHARED, sharedVariance(clipped.subarray(read, history), scratch));
    const noise = noiseAround({ x, from: read, to: history, starts, shared }, scratch, tuning);
    const doubt = (1 + tuning.freshDoubt / (history - read)) * (1 + FRESH_SHARE * (noise.inflation - 1));
    const question = { x, law: noise.law, from: Math.max(from, read), history, jump: tuning.practicalFloor * level };
    const start = freshChange({ ...question, nats: tuning.freshPrice * doubt }, scratch);
    if (start !== null || history - read >= LONG_HISTORY) return start;
  }
  return null;
}
