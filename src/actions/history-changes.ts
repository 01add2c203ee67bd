/**
 * Where a series' history changed its level. Candidate after candidate stands on the same history: it is analysed once, and
 * not for every one of them.
 */
import { changePointsOf } from "../detect/change-points.ts";
import type { ChangePoint } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";

interface Analysed {
  /** Of each changeset, in landing order. */
  readonly values: Float64Array;
  readonly unit: string;
  readonly changes: readonly ChangePoint[];
}

/** By series, and by the end of its history, which other branches do not share. One of 200 changesets is two kilobytes. */
const analysed = new Map<string, Analysed>();
const MOST = 10_000;

export function historyChanges(
  { id, unit }: Pick<SeriesRow, "id" | "unit">,
  values: Float64Array,
): readonly ChangePoint[] {
  const key = `${id} ${values.length} ${values.at(-1)}`;
  const known = analysed.get(key);
  if (known !== undefined && known.unit === unit && isSame(known.values, values)) return known.changes;
  if (analysed.size >= MOST) analysed.clear();
  const changes = changePointsOf(values, { unit });
  analysed.set(key, { values, unit, changes });
  return changes;
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
