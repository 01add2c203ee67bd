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
  return Array.from({ length: buckets }, (_, i) => {
    const from = Math.floor((i * rows.length) / buckets);
    return ofBucket(rows.slice(from, Math.floor(((i + 1) * rows.length) / buckets)));
  }).flat();
}

function ofBucket(bucket: readonly ChangesetRow[]): ChangesetRow[] {
  const least = bucket.reduce((a, b) => (b.value < a.value ? b : a));
  const most = bucket.reduce((a, b) => (b.value > a.value ? b : a));
  const low = Math.min(...bucket.map((row) => row.low));
  const high = Math.max(...bucket.map((row) => row.high));
  const ends = new Set([0, bucket.length - 1].map((i) => bucket[i]?.index));
  return bucket
    .filter((row) => ends.has(row.index) || row === least || row === most)
    .map((row) => (row === least || row === most ? { ...row, low, high } : row));
}
