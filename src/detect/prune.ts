import type { Removal, Segments } from "./segments.ts";

/** What a change must be worth to stay. */
export interface Price {
  /** Nats that one change must explain. */
  readonly nats: number;
  /** Smallest difference of levels worth telling, in noise widths. */
  readonly jump: number;
  /** Changes that stay whatever they cost. */
  readonly evident: ReadonlySet<number>;
}

/** A series must have been somewhere for so long before it can leave: ten points, fewer at the start of a short series. */
const FIRST_LEVEL = 10;
/** Two or three wild points in a row are spikes. */
const SHORTEST_LEVEL = 5;
/** A newest level shorter than this is for `freshChange` to suspect. */
const LAST_LEVEL = 8;
/** An excursion that is back after fewer points than this was no change of level. */
const EXCURSION = 10;
/** Must go before anything that merely does not pay. */
const FIRST_TO_GO = -1e6;

/** How far above its price a change is, alone (`count` 1) or together with the next one (2): negative when it should go. */
interface Margin {
  readonly value: number;
  readonly count: number;
}

/**
 * Takes away every change or pair of changes that does not pay its price, the least worth among neighbours first. All that
 * go in one sweep touch different levels, so that a sweep costs O(n) and halves what is to go.
 */
export function prune(segments: Segments, price: Price): void {
  let margins = segments.starts.map((_, i) => margin(segments, i, price));
  for (let going = removals(margins); going.length > 0; going = removals(margins)) {
    const count = margins.length;
    const kept = segments.merge(going);
    const isMerged = (i: number) => (kept[i + 1] ?? count) - (kept[i] ?? count) > 1;
    const old = margins;
    margins = kept.map((before, i) =>
      isMerged(i - 1) || isMerged(i) || isMerged(i + 1) ? margin(segments, i, price) : (old[before] as Margin),
    );
  }
}

/** What goes in one sweep, ascending: boundaries that should go before any neighbour, no two at the same level. */
function removals(margins: readonly Margin[]): Removal[] {
  const going: Removal[] = [];
  let free = 1;
  for (let i = 1; i < margins.length; i++) {
    if (i < free || !isWorstNearby(margins, i)) continue;
    const { count } = margins[i] as Margin;
    going.push({ first: i, count });
    free = i + count + 1;
  }
  return going;
}

/** Whether boundary i should go, and no boundary that touches the same levels should go sooner. */
function isWorstNearby(margins: readonly Margin[], i: number): boolean {
  const { value } = margins[i] as Margin;
  if (value >= 0) return false;
  for (let k = Math.max(1, i - 2); k <= Math.min(margins.length - 1, i + 2); k++) {
    if ((margins[k] as Margin).value < value) return false;
  }
  return true;
}

function margin(segments: Segments, i: number, price: Price): Margin {
  if (i === 0 || price.evident.has(segments.start(i))) return { value: 0, count: 1 };
  const one = alone(segments, i, price);
  const hasNext = i + 1 < segments.starts.length && !price.evident.has(segments.start(i + 1));
  if (!hasNext) return { value: one, count: 1 };
  if (isExcursion(segments, i, price)) return { value: FIRST_TO_GO / (1 + Math.abs(one)), count: 2 };
  const two = segments.gain(i - 1, i + 1, 2 * price.nats) - 2 * price.nats;
  return two < one ? { value: two, count: 2 } : { value: one, count: 1 };
}

function alone(segments: Segments, i: number, price: Price): number {
  const value = segments.gain(i - 1, i, price.nats) - price.nats;
  const jump = Math.abs(segments.level(i) - segments.level(i - 1));
  return jump < price.jump || isTooShort(segments, i) ? Math.min(value, FIRST_TO_GO / (1 + Math.abs(value))) : value;
}

/** Whether the level before boundary i is too short to be one, or the last level too fresh to be confirmed. */
function isTooShort({ starts, x }: Segments, i: number): boolean {
  const before = (starts[i] as number) - (starts[i - 1] as number);
  const needed = i === 1 ? Math.min(FIRST_LEVEL, Math.max(3, x.length / 4)) : SHORTEST_LEVEL;
  const isLast = i === starts.length - 1;
  return (
    before < needed || (isLast && x.length - (starts[i] as number) < Math.min(LAST_LEVEL, Math.max(3, x.length / 4)))
  );
}

/** Whether level i is short and the levels on both sides of it are one and the same. */
function isExcursion(segments: Segments, i: number, price: Price): boolean {
  if (segments.end(i) - segments.start(i) >= EXCURSION) return false;
  const before = segments.end(i - 1) - segments.start(i - 1);
  const after = segments.end(i + 1) - segments.start(i + 1);
  const left = segments.level(i - 1);
  const right = segments.level(i + 1);
  const apart = (segments.fits[i - 1]?.logLikelihood ?? 0) + (segments.fits[i + 1]?.logLikelihood ?? 0);
  const together = [left, right, (left * before + right * after) / (before + after)].map(
    (value) => segments.likelihoodAt(i - 1, value) + segments.likelihoodAt(i + 1, value),
  );
  return apart - Math.max(...together) < price.nats;
}
