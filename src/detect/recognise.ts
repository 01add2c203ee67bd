/** Which change points of a new analysis are those that were announced before? Places move a little as data arrive. */
import type { LocatedChange } from "./one-cause.ts";

export interface RememberedChange extends Pick<LocatedChange, "series" | "earliest" | "latest" | "worse"> {
  readonly isWithdrawn: boolean;
}

export interface Recognised<Found, Remembered> {
  readonly same: readonly { readonly found: Found; readonly remembered: Remembered }[];
  readonly fresh: readonly Found[];
  /** Announced, not withdrawn, and not found any more. */
  readonly gone: readonly Remembered[];
}

/**
 * The same series, the same direction, overlapping candidates. Of several the one that was not withdrawn, then the one
 * with most candidates in common for their number, then the earlier one; each at most once. O(n + m²) with m changes of one series.
 */
export function recogniseChanges<F extends LocatedChange, R extends RememberedChange>(
  found: readonly F[],
  remembered: readonly R[],
): Recognised<F, R> {
  const bySeries = new Map<string, R[]>();
  for (const one of remembered) {
    const mine = bySeries.get(one.series);
    if (mine) mine.push(one);
    else bySeries.set(one.series, [one]);
  }
  const pairs = found.flatMap((change) =>
    (bySeries.get(change.series) ?? [])
      .filter((one) => one.worse === change.worse && shared(one, change) > 0)
      .map((one) => ({ found: change, remembered: one, likeness: shared(one, change) / spanned(one, change) })),
  );
  pairs.sort(
    (a, b) =>
      Number(a.remembered.isWithdrawn) - Number(b.remembered.isWithdrawn) ||
      b.likeness - a.likeness ||
      a.found.earliest - b.found.earliest ||
      a.remembered.earliest - b.remembered.earliest,
  );
  const taken = new Set<F | R>();
  const same = pairs.filter((pair) => {
    if (taken.has(pair.found) || taken.has(pair.remembered)) return false;
    taken.add(pair.found).add(pair.remembered);
    return true;
  });
  return {
    same: same.map(({ found: change, remembered: one }) => ({ found: change, remembered: one })),
    fresh: found.filter((change) => !taken.has(change)),
    gone: remembered.filter((one) => !one.isWithdrawn && !taken.has(one)),
  };
}

type Range = Pick<LocatedChange, "earliest" | "latest">;

const shared = (a: Range, b: Range): number => Math.min(a.latest, b.latest) - Math.max(a.earliest, b.earliest);
const spanned = (a: Range, b: Range): number => Math.max(a.latest, b.latest) - Math.min(a.earliest, b.earliest);
