/** What happened along a trend as its picture marks it: a numbered shape for each, none over another. */
import type { TrendMark } from "./series-data.ts";
import type { Row } from "./spec.ts";

const PIXELS = 20;
const LANES = 3;
/** Of a lane, and of the first above the axis. */
export const MARK_LANE = 19;

export interface MarkRow extends Row {
  readonly lane: number;
}

/** `step`: pixels between two changesets. Where all lanes are taken a mark is left to the list. */
export function markRows(marks: readonly TrendMark[], step: number): MarkRow[] {
  const taken: number[] = [];
  return marks.flatMap(({ kind, index, number }) => {
    const x = index * step;
    const isFree = (at: number) => (taken[at] ?? Number.NEGATIVE_INFINITY) + PIXELS <= x + 0.01;
    const lane = Array.from({ length: LANES }, (_, at) => at).find(isFree);
    if (lane === undefined) return [];
    taken[lane] = x;
    return [{ kind, index, text: String(number), lane }];
  });
}

export const markLanes = (rows: readonly MarkRow[]): number =>
  rows.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
