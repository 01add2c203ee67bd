/** A series' points, brought together by changeset in landing order, in the series' unit. */
import { median, sampleStandardDeviation } from "simple-statistics";
import type { ChangesetRow, ExcludedRow } from "../charts/series-data.ts";
import type { ChangesetPoint } from "../detect/change-points.ts";
import type { Changeset } from "../model/changeset.ts";
import { parseUnit } from "../model/unit.ts";
import type { SeriesRow, StoredPoint } from "../store/runs.ts";
import { groupedBy } from "./grouped-by.ts";

/** All runs of one changeset in one series. */
export interface ChangesetRuns<Point extends HistoryPoint = StoredPoint> {
  readonly sha: string;
  /** Runs that count: scheduled ones where there are any, else all usable ones. */
  readonly usable: readonly Point[];
  readonly excluded: readonly Point[];
}

export type HistoryPoint = Pick<StoredPoint, "sha" | "excluded" | "cause" | "value" | "block">;

/** The posted value in the unit in which the series is shown. */
export function inSeriesUnit(point: StoredPoint, series: SeriesRow): StoredPoint {
  if (point.unit === series.unit) return point;
  const factor = parseUnit(point.unit).factor / parseUnit(series.unit).factor;
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
    if (!mine) return [];
    const [only] = mine;
    if (only !== undefined && mine.length === 1)
      return only.excluded === "" ? { sha, usable: mine, excluded: [] } : { sha, usable: [], excluded: mine };
    const usable = mine.filter(({ excluded }) => excluded === "");
    const scheduled = usable.filter(({ cause }) => cause === "scheduled");
    return [
      {
        sha,
        usable: scheduled.length > 0 ? scheduled : usable,
        excluded: mine.filter(({ excluded }) => excluded !== ""),
      },
    ];
  });
}

export function changesetPoint({ usable }: ChangesetRuns<HistoryPoint>): ChangesetPoint {
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return { value: only.value, runs: 1, blocks: 1, spread: null };
  const values = usable.map(({ value }) => value);
  return {
    value: median(values),
    runs: values.length,
    blocks: new Set(usable.map(({ block }) => block)).size,
    spread: values.length > 1 ? sampleStandardDeviation(values) : null,
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
  return runs.map((mine, index) => {
    const changeset = changesets.get(mine.sha);
    const values = mine.usable.map(({ value }) => value);
    const { value, runs: count, blocks } = changesetPoint(mine);
    return {
      index,
      sha: mine.sha,
      position: changeset?.position ?? null,
      ...(changeset?.committedAt !== undefined && { committedAt: changeset.committedAt }),
      ...(changeset?.subject !== undefined && { subject: changeset.subject }),
      value,
      low: Math.min(...values),
      high: Math.max(...values),
      runs: count,
      blocks,
    };
  });
}

/** Runs that never block, at their changeset's place, or between its neighbours where no run of it counts. */
export function excludedRows(all: readonly ChangesetRuns<HistoryPoint>[]): ExcludedRow[] {
  let index = -1;
  return all.flatMap((mine) => {
    const counts = mine.usable.length > 0;
    if (counts) index++;
    const at = counts ? index : index + 0.5;
    return mine.excluded.map(({ sha, value, excluded }) => ({ index: at, sha, value, why: excluded }));
  });
}
