/** The rows that every trend shares, large or small: values by level, and level lines. */
import type { Level } from "../model/series.ts";
import { MOST_ROWS, reduceRows } from "./reduce.ts";
import type { ChangesetRow, SeriesChartData } from "./series-data.ts";
import type { Row } from "./spec.ts";
import { isDrawable } from "./value-axis.ts";

/** What has a place in a picture, and no more than a picture of that many columns can show. */
export function trendRows(data: SeriesChartData, columns: number): readonly ChangesetRow[] {
  const { changesets } = data;
  return reduceRows(
    changesets.every(isPlaced) ? changesets : changesets.filter(isPlaced),
    Math.min(columns, MOST_ROWS),
  );
}

/** The line is broken where the level is: a row of no value stands between the pieces. */
export function rowsByLevel(rows: readonly ChangesetRow[], { analysis }: SeriesChartData): Row[] {
  const drawn: Row[] = [];
  let [nth, end] = [0, analysis.levels[0]?.to ?? Number.POSITIVE_INFINITY];
  for (const { index, value, low, high } of rows) {
    if (index >= end) {
      while (index >= end) end = analysis.levels[++nth]?.to ?? Number.POSITIVE_INFINITY;
      if (drawn.length > 0) drawn.push({ index, value: null, low: null, high: null });
    }
    drawn.push({ index, value, low, high });
  }
  return drawn;
}

export function levelRows({ analysis }: SeriesChartData): Row[] {
  return analysis.levels.filter(isPlaced).map(({ from, to, value, low, high }) => ({
    from: from - 0.5,
    to: to - 0.5,
    value,
    low,
    high,
  }));
}

const isPlaced = ({ value, low, high }: Pick<Level, "value" | "low" | "high">): boolean =>
  isDrawable(low) && isDrawable(value) && isDrawable(high);

/** What the vertical axis has to show. */
export function shownValues(rows: readonly ChangesetRow[], { analysis }: SeriesChartData): number[] {
  const values = analysis.levels.map(({ value }) => value);
  for (const { low, value, high } of rows) values.push(low, value, high);
  return values;
}
