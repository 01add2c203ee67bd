/** Series that a caller may see, one series' history with its analysis, and the whole list of them. */
import type { ReleaseMark, SeriesChartData } from "../charts/series-data.ts";
import type { LandingOrder } from "../detect/landing-order.ts";
import type { Changeset, Rig } from "../model/changeset.ts";
import type { AcceptedState } from "../model/epoch.ts";
import { Fault } from "../model/fault.ts";
import type { ChangePoint, SeriesAnalysis } from "../model/series.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { SeriesRow, StoredPoint } from "../store/runs.ts";
import { busiestBranches } from "./busiest-branches.ts";
import { type Caller, type Context, isAdmin } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { epochsAlong } from "./rig-changed.ts";
import { seriesAnalysis } from "./series-analysis.ts";
import {
  byChangeset,
  type ChangesetRuns,
  changesetRows,
  excludedRows,
  type HistoryPoint,
  inSeriesUnit,
} from "./series-history.ts";

/** A private rig is seen by administrators, by its vendor's readers, and by those who administer its vendor's rigs. */
export async function visibleSeries(ctx: Context, caller: Caller): Promise<SeriesRow[]> {
  const rigs = await ctx.known.rigs();
  return inOrder(await ctx.known.series()).filter(({ rig }) => canSee(caller, rigs.get(rig)));
}

/** Whoever sees so many series sees the whole: what was said at full sight is theirs, too. */
export async function isEverySeries(ctx: Context, visible: number): Promise<boolean> {
  return visible === (await ctx.known.series()).size;
}

const inOrder = onceForEach((all: ReadonlyMap<string, SeriesRow>): readonly SeriesRow[] =>
  [...all.values()].sort(bySubject),
);

/** Of a rig of several owners: by those whom all of its private owners let. */
export function canSee(caller: Caller, rig: Pick<Rig, "visibility" | "vendor" | "owners"> | undefined): boolean {
  if (rig === undefined || isAdmin(caller)) return true;
  const hidden = [rig, ...(rig.owners ?? [])].filter(({ visibility }) => visibility === "private");
  return hidden.every(
    ({ vendor }) => vendor !== undefined && SIGHT.some((scope) => caller.scopes.includes(`${scope}${vendor}`)),
  );
}

/** Callers of equal sight see the same series. */
export function sightOf({ scopes }: Caller): string {
  const isSight = (scope: string) => scope === "admin" || SIGHT.some((one) => scope.startsWith(one));
  return JSON.stringify(scopes.filter(isSight).sort());
}

/** Scopes that open a vendor's private rigs. Who may make a rig public may see it. */
const SIGHT = ["read:private:", "rig-admin:"] as const;

export async function oneSeries(ctx: Context, caller: Caller, id: string): Promise<SeriesRow> {
  const found = (await ctx.known.series()).get(id);
  if (!found || !canSee(caller, (await ctx.known.rigs()).get(found.rig)))
    throw new Fault("not_found", `There is no series ${id}; GET /v1/series lists them.`);
  return found;
}

/** A series on a branch. */
export interface OnBranch extends SeriesChartData {
  readonly branch: string;
  /** Those with landed changesets on which it was measured, the busiest first. */
  readonly branches: readonly string[];
  readonly suite: string;
  /** The rig's, at each measured changeset; "" where the runs told none. */
  readonly epochs: readonly string[];
  /** Every landed changeset of the branch, tested or not, oldest first. */
  readonly trunk: readonly string[];
  /** Changesets with runs that have no place on this branch: candidates, other branches, unknown order. */
  readonly unplaced: number;
}

export interface SeriesHistory extends OnBranch {
  /** Every point of it, named as history names its changeset: with runs that others asked for, which no level counts. */
  readonly everyPoint: readonly StoredPoint[];
  /** The points behind it, in the series' unit: of landed changesets in landing order. */
  readonly points: readonly StoredPoint[];
}

/** `branch` absent: the one with most points. */
export async function seriesHistory(ctx: Context, series: SeriesRow, branch?: string): Promise<SeriesHistory> {
  return historyOf(series, await ctx.store.points([series.id]), await landing(ctx), branch);
}

/** Many at once, with one query. */
export async function seriesHistories(
  ctx: Context,
  series: readonly SeriesRow[],
  branch?: string,
): Promise<SeriesHistory[]> {
  const points = await ctx.store.points(series.map(({ id }) => id));
  const bySeries = groupedBy(points, (point) => point.series);
  const context = await landing(ctx);
  return series.map((row) => historyOf(row, bySeries.get(row.id) ?? [], context, branch));
}

/** What a history is laid out by. */
export interface Landing {
  readonly changesets: ReadonlyMap<string, Changeset>;
  readonly order: LandingOrder;
  readonly accepted: ReadonlyMap<string, AcceptedState>;
  readonly releases: readonly { readonly tag: string; readonly sha: string }[];
}

export async function landing(ctx: Context): Promise<Landing> {
  const changesets = await ctx.known.changesets();
  return {
    changesets,
    order: await ctx.known.landingOrder(),
    accepted: await ctx.known.acceptedStates(),
    releases: [...(await ctx.known.releases()).values()],
  };
}

function historyOf(
  series: SeriesRow,
  posted: readonly StoredPoint[],
  { changesets, order, accepted, releases }: Landing,
  wanted?: string,
): SeriesHistory {
  const points = posted.map((point) => counted(inSeriesUnit(point, series), order));
  const measured = busiestBranches(points.map(({ sha, branch }) => changesets.get(sha)?.branch ?? branch));
  const branch = wanted ?? measured[0] ?? "";
  const trunk = order.trunk(branch);
  const runs = byChangeset(points, trunk);
  return {
    ...drawnRuns(series, runs, { trunk, changesets, releases }),
    series,
    branch,
    branches: measured.filter((name) => order.trunk(name).length > 0),
    suite: posted.at(-1)?.suite ?? "",
    epochs: epochsAlong(series.rig, runs.filter(counts), accepted),
    trunk,
    everyPoint: points,
    unplaced: new Set(points.map(({ sha }) => sha)).size - runs.length,
  };
}

/** Under the changeset as whose history it counts. */
function counted(point: StoredPoint, order: LandingOrder): StoredPoint {
  const sha = order.historyOf(point.sha);
  return sha === point.sha ? point : { ...point, sha };
}

const counts = ({ usable }: { readonly usable: readonly unknown[] }): boolean => usable.length > 0;

/** What a trend is drawn from, of runs by changeset on a trunk; `known`: their analysis, where it is. */
export function drawnRuns<Point extends HistoryPoint>(
  { unit }: Pick<SeriesRow, "unit">,
  runs: readonly ChangesetRuns<Point>[],
  { trunk, changesets, releases }: Pick<Landing, "changesets" | "releases"> & Pick<SeriesHistory, "trunk">,
  known?: SeriesAnalysis,
) {
  const counting = runs.filter(counts);
  const rows = changesetRows(counting, changesets);
  return {
    changesets: rows,
    analysis:
      known ??
      seriesAnalysis(
        Float64Array.from(rows, ({ value }) => value),
        unit,
      ),
    releases: releaseMarks(releases, trunk, rows),
    excluded: excludedRows(runs, ({ value, excluded: why }) => ({ value, why })),
    points: runs.flatMap(({ usable, excluded }) => [...usable, ...excluded]),
  };
}

/** Of each changeset its place; found once for a trunk, which many series share. */
export const ordinalsOn = onceForEach(
  (trunk: readonly string[]): ReadonlyMap<string, number> => new Map(trunk.map((sha, index) => [sha, index])),
);

/** A release stands at the last measured changeset that it contains. */
export function releaseMarks(
  releases: Landing["releases"],
  trunk: readonly string[],
  measured: readonly { readonly sha: string }[],
): ReleaseMark[] {
  const place = ordinalsOn(trunk);
  const landed = releases.flatMap(({ tag, sha }) => {
    const at = place.get(sha);
    return at === undefined ? [] : [{ tag, at }];
  });
  const measuredAt = landed.length === 0 ? [] : measured.map(({ sha }) => place.get(sha) ?? 0);
  return landed.flatMap(({ tag, at }) => {
    const index = measuredAt.findLastIndex((measuredOrdinal) => measuredOrdinal <= at);
    return index < 0 ? [] : [{ tag, index }];
  });
}

const bySubject = (a: SeriesRow, b: SeriesRow): number =>
  subject(a).localeCompare(subject(b), "en") || (a.id < b.id ? -1 : 1);
const subject = ({ benchmark, metric, rig }: SeriesRow): string => `${benchmark} ${metric} ${rig}`;

/** The changesets of which one made the change: after the last good tested one, up to the first bad one, untested ones included. */
export function changeCandidates({ changesets, trunk }: SeriesHistory, { earliest, latest }: ChangePoint): string[] {
  const place = (index: number) => trunk.indexOf(changesets[index]?.sha ?? "");
  return trunk.slice(place(earliest) + 1, place(latest) + 1);
}
