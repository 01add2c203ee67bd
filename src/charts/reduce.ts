/** Fewer rows for a picture that keeps the spikes and the edges of the band. */
import type { ChangesetRow } from "./series-data.ts";

/** Above this many changesets a picture is drawn from a reduction. */
export const MOST_ROWS = 1200;

/**
 * M4 aggregation: of each of `limit` ÷ 4 equal buckets the first, the lowest, the highest and the last row (Jugel et al.
 * 2014, doi:10.14778/2732951.2732953). A line through them keeps every bucket's extremes; it covers the same pixels as
 * through all where the picture has a pixel a bucket: 300 of 1200 rows. In a wider one, what lies between a bucket's four
 * rows is drawn straight. The lowest and highest row inherit their bucket's widest band. Rows keep their indexes.
 */
export function reduceRows(rows: readonly ChangesetRow[], limit: number): readonly ChangesetRow[] {
  if (rows.length <= limit) return rows;
  const buckets = Math.max(1, Math.floor(limit / 4));
  const kept: ChangesetRow[] = [];
  for (let i = 0; i < buckets; i++) {
    const from = Math.floor((i * rows.length) / buckets);
    keepOf(rows, { from, to: Math.floor(((i + 1) * rows.length) / buckets) }, kept);
  }
  return kept;
}

/** Of the rows [from, to), in their order. */
function keepOf(rows: readonly ChangesetRow[], { from, to }: Bucket, kept: ChangesetRow[]): void {
  const first = rows[from] as ChangesetRow;
  let [least, most, low, high] = [from, from, first.low, first.high];
  for (let at = from + 1; at < to; at++) {
    const row = rows[at] as ChangesetRow;
    if (row.value < (rows[least] as ChangesetRow).value) least = at;
    if (row.value > (rows[most] as ChangesetRow).value) most = at;
    if (row.low < low) low = row.low;
    if (row.high > high) high = row.high;
  }
  let before = -1;
  for (const at of [from, Math.min(least, most), Math.max(least, most), to - 1]) {
    if (at === before) continue;
    before = at;
    const row = rows[at] as ChangesetRow;
    kept.push(at === least || at === most ? { ...row, low, high } : row);
  }
}

interface Bucket {
  readonly from: number;
  readonly to: number;
}
