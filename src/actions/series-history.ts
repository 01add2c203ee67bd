/** A series' points, brought together by changeset in landing order, in the series' unit. */
import { median, sampleStandardDeviation } from "simple-statistics";
import type { ChangesetRow, ExcludedRow } from "../charts/series-data.ts";
import type { ChangesetPoint } from "../detect/change-points.ts";
import type { Changeset } from "../model/changeset.ts";
import { unitFactor } from "../model/unit.ts";
import type { SeriesRow, StoredPoint } from "../store/runs.ts";
import { groupedBy } from "./grouped-by.ts";

/** Runs of one changeset in one series, as points or as places of points. */
export interface SortedRuns<Run> {
  readonly sha: string;
  /** Runs that count: scheduled ones where there are any, else all usable ones. */
  readonly usable: readonly Run[];
  readonly excluded: readonly Run[];
}

export type ChangesetRuns<Point extends HistoryPoint = StoredPoint> = SortedRuns<Point>;

export type HistoryPoint = Pick<StoredPoint, "sha" | "excluded" | "cause" | "value" | "block">;

/** The posted value in the unit in which the series is shown. */
export function inSeriesUnit(point: StoredPoint, series: SeriesRow): StoredPoint {
  if (point.unit === series.unit) return point;
  const factor = unitFactor(point.unit, series.unit);
  const { value, low, high, spread } = point;
  return {
    ...point,
    value: value * factor,
    low: low * factor,
    high: high * factor,
    spread: spread === null ? null : spread * factor,
  };
}

/** Points by changeset, in the order of `shas`; changesets without a run are left out. */
export function byChangeset<Point extends HistoryPoint>(
  points: readonly Point[],
  shas: readonly string[],
): ChangesetRuns<Point>[] {
  const runs = groupedBy(points, ({ sha }) => sha);
  return shas.flatMap((sha) => {
    const mine = runs.get(sha);
    return mine === undefined ? [] : [sortedRuns(sha, mine)];
  });
}

/** Of the runs of a changeset those count that stand highest, unless they are excluded. */
export const STANDING = { excluded: 0, usable: 1, scheduled: 2 } as const;

export function runStanding({ excluded, cause }: Pick<StoredPoint, "excluded" | "cause">): number {
  if (excluded !== "") return STANDING.excluded;
  return cause === "scheduled" ? STANDING.scheduled : STANDING.usable;
}

export function sortedRuns<Run extends Pick<StoredPoint, "excluded" | "cause">>(
  sha: string,
  runs: readonly Run[],
): SortedRuns<Run> {
  const best = runs.reduce((most, run) => Math.max(most, runStanding(run)), STANDING.usable as number);
  return {
    sha,
    usable: runs.filter((run) => runStanding(run) === best),
    excluded: runs.filter((run) => runStanding(run) === STANDING.excluded),
  };
}

export function changesetPoint({ usable }: ChangesetRuns<HistoryPoint>): ChangesetPoint {
  return pointFrom(
    usable.map(({ value }) => value),
    usable.map(({ block }) => block),
  );
}

/** Of the runs of one changeset that count, at least one. */
function pointFrom(values: readonly number[], blocks: readonly string[]): ChangesetPoint {
  const [only] = values;
  if (only !== undefined && values.length === 1) return { value: only, runs: 1, blocks: 1, spread: null };
  return {
    value: median([...values]),
    runs: values.length,
    blocks: new Set(blocks).size,
    spread: values.length > 1 ? sampleStandardDeviation([...values]) : null,
  };
}

/** Start of the newest run that counts, RFC 3339. */
export function newestStart(runs: readonly { readonly usable: readonly Pick<StoredPoint, "startedAt">[] }[]): string {
  const starts = runs.flatMap(({ usable }) => usable.map(({ startedAt }) => startedAt.getTime()));
  return new Date(starts.reduce((latest, one) => Math.max(latest, one), 0)).toISOString();
}

export function changesetRows(
  runs: readonly ChangesetRuns<HistoryPoint>[],
  changesets: ReadonlyMap<string, Changeset>,
): ChangesetRow[] {
  return runs.map(({ sha, usable }, index) => {
    const values = usable.map(({ value }) => value);
    const blocks = usable.map(({ block }) => block);
    return changesetRow(index, changesets.get(sha) ?? { sha }, rowFigures(values, blocks));
  });
}

type Measured = Pick<ChangesetRow, "value" | "low" | "high" | "runs" | "blocks">;

/** Of the runs of one changeset that count, at least one. */
export function rowFigures(values: readonly number[], blocks: readonly string[]): Measured {
  const [only] = values;
  if (only !== undefined && values.length === 1) return rowFiguresOfOne(only);
  return {
    value: median([...values]),
    low: Math.min(...values),
    high: Math.max(...values),
    runs: values.length,
    blocks: new Set(blocks).size,
  };
}

export const rowFiguresOfOne = (value: number): Measured => ({ value, low: value, high: value, runs: 1, blocks: 1 });

export function changesetRow(
  index: number,
  { sha, position: told, committedAt, subject }: Changeset,
  { value, low, high, runs, blocks }: Measured,
): ChangesetRow {
  const position = told ?? null;
  // A literal each: with spreads the fifty thousand rows of a long page take twice as long.
  if (committedAt === undefined)
    return { index, sha, position, ...(subject !== undefined && { subject }), value, low, high, runs, blocks };
  if (subject === undefined) return { index, sha, position, committedAt, value, low, high, runs, blocks };
  return { index, sha, position, committedAt, subject, value, low, high, runs, blocks };
}

/** Runs that never block, at their changeset's place, or between its neighbours where no run of it counts. */
export function excludedRows<Run>(
  all: readonly SortedRuns<Run>[],
  of: (run: Run) => Pick<ExcludedRow, "value" | "why">,
): ExcludedRow[] {
  let index = -1;
  return all.flatMap(({ sha, usable, excluded }) => {
    const counts = usable.length > 0;
    if (counts) index++;
    const at = counts ? index : index + 0.5;
    return excluded.map((run) => ({ index: at, sha, ...of(run) }));
  });
}
