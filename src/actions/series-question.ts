/** One series of a landing: which runs are its baseline, its parent and its candidate, and may they be compared? */
import { analyzeSeries } from "../detect/change-points.ts";
import type { SeriesQuestion } from "../gate/landing.ts";
import type { Policy } from "../model/policy.ts";
import type { RunDocument } from "../model/run.ts";
import type { ChangePoint } from "../model/series.ts";
import type { SeriesRow } from "../store/store.ts";
import type { Context } from "./context.ts";
import { watchFacts } from "./ingest-run.ts";
import { type EvidencePoint, MOST_CHANGESETS } from "./landing-points.ts";
import { byChangeset, type ChangesetRuns, changesetPoint } from "./series-history.ts";

export interface SeriesAsk {
  readonly series: SeriesRow;
  readonly sha: string;
  readonly parentSha: string | null;
  /** Landed ancestors, nearest first. */
  readonly landed: readonly string[];
  /** Landed changesets of the parent's branch after the nearest landed ancestor, oldest first. */
  readonly later: readonly string[];
  /** Points of the series, in its unit: of the changesets above, by start. */
  readonly points: readonly EvidencePoint[];
}

export async function seriesQuestion(ctx: Context, ask: SeriesAsk): Promise<SeriesQuestion> {
  const { series, sha, parentSha, landed, points } = ask;
  const mine = points.filter((point) => point.sha === sha);
  const candidate = mine.filter(({ excluded }) => excluded === "").sort(byArrival);
  const isLate = lateFor(candidate, ctx.policy);
  const scheduled = points.filter((point) => point.excluded === "" && point.cause === "scheduled" && !isLate(point));
  const history = byChangeset(scheduled, [...landed].reverse());
  const newest = history.at(-1)?.usable.at(-1);
  const comparable = ofEpoch(history, newest).slice(-MOST_CHANGESETS);
  const { changes } = analyzeSeries(comparable.map(changesetPoint), { unit: series.unit });
  const settled = changes.findLast(({ state }) => state === "confirmed");
  const fresh = changes.find(({ state }) => state === "suspected");
  const level = comparable.slice(settled?.index ?? 0);
  const baseline = level.flatMap(({ usable }) => usable);
  const ofParent = points.filter((point) => point.sha === parentSha && point.excluded === "");
  const parent = parentRuns(ofParent.filter(isOfEpoch(newest)), candidate, isLate, ctx.policy);
  return {
    series: bare(series),
    role: "gating",
    baseline,
    baselineSha: level.at(-1)?.sha ?? null,
    parent,
    candidate,
    excluded: excludedRuns(mine),
    tailSuspected: fresh !== undefined,
    gapSuspected: parent.length === 0 && liesInGap(ask, scheduled),
    invalidEnvironment: await invalidEnvironment(ctx, candidate, newest, [parent, baseline]),
    regressionSha: regressionSha(series, comparable, [fresh, settled]),
    unprovenSubject: candidate.some(({ packagesHash }) => packagesHash === ""),
  };
}

function bare({ hardware: _, ...series }: SeriesRow): SeriesQuestion["series"] {
  return series;
}

/** Looks are planned by arrival at the service: a rig's clock cannot put a rerun before what it is a rerun of. */
const byArrival = (a: EvidencePoint, b: EvidencePoint): number =>
  a.acceptedAt.getTime() - b.acceptedAt.getTime() || (a.run < b.run ? -1 : 1);

type IsLate = (point: EvidencePoint) => boolean;

/**
 * The baseline is frozen at the candidate's first look: what was measured and posted after it might be a reaction to the
 * result. What a spool delivers late was measured before, and counts.
 */
function lateFor(candidate: readonly EvidencePoint[], { looks, candidate: { runs } }: Policy): IsLate {
  const first = candidate[Math.min(runs, ...looks) - 1];
  if (first === undefined) return () => false;
  const [accepted, started] = [first.acceptedAt.getTime(), first.startedAt.getTime()];
  return ({ acceptedAt, startedAt }) => acceptedAt.getTime() > accepted && startedAt.getTime() > started;
}

/**
 * The parent's own runs: frozen like the level, and besides those that were ordered into a block of the candidate. A
 * parent that had too few takes all there are: without them nothing can be said.
 */
function parentRuns(
  all: readonly EvidencePoint[],
  candidate: readonly EvidencePoint[],
  isLate: IsLate,
  { candidate: { runs } }: Policy,
): EvidencePoint[] {
  const blocks = new Set(candidate.map(({ block }) => block));
  const isOrdered = ({ cause, block }: EvidencePoint) =>
    cause !== "scheduled" && cause !== "manual" && blocks.has(block);
  const frozen = all.filter((point) => !isLate(point) || isOrdered(point));
  return frozen.length >= runs ? frozen : [...all];
}

/** Runs under other watch facts than the newest's are another epoch. Runs that reported none are not told apart. */
function isOfEpoch(newest: EvidencePoint | undefined): (point: EvidencePoint) => boolean {
  const now = newest?.watchHash ?? "";
  return ({ watchHash }) => watchHash === now || watchHash === "" || now === "";
}

function ofEpoch(
  history: readonly ChangesetRuns<EvidencePoint>[],
  newest: EvidencePoint | undefined,
): ChangesetRuns<EvidencePoint>[] {
  return history
    .map((runs) => ({ ...runs, usable: runs.usable.filter(isOfEpoch(newest)) }))
    .filter(({ usable }) => usable.length > 0);
}

function excludedRuns(mine: readonly EvidencePoint[]): { reason: string; runs: number }[] {
  const counts = new Map<string, number>();
  for (const { excluded } of mine) if (excluded !== "") counts.set(excluded, (counts.get(excluded) ?? 0) + 1);
  return [...counts].map(([reason, runs]) => ({ reason, runs }));
}

/** The newest change for the worse that the parent's level may carry. */
function regressionSha(
  { better }: SeriesRow,
  history: readonly ChangesetRuns<EvidencePoint>[],
  changes: readonly (ChangePoint | undefined)[],
): string | null {
  const worse = changes.find(
    (change) => change && (better === "higher" ? change.after < change.before : change.after > change.before),
  );
  return worse ? (history[worse.index]?.sha ?? null) : null;
}

/** The parent was not measured, and the changesets measured before and after it stand on different levels. */
function liesInGap({ series, landed, later }: SeriesAsk, scheduled: readonly EvidencePoint[]): boolean {
  const before = byChangeset(scheduled, [...landed].reverse());
  const after = byChangeset(scheduled, later);
  if (before.length === 0 || after.length === 0) return false;
  const { changes } = analyzeSeries([...before, ...after].map(changesetPoint), { unit: series.unit });
  return changes.some(({ index }) => index === before.length);
}

/** Why the sides must not be compared, null when they may. */
async function invalidEnvironment(
  ctx: Context,
  candidate: readonly EvidencePoint[],
  newest: EvidencePoint | undefined,
  others: readonly (readonly EvidencePoint[])[],
): Promise<string | null> {
  const builds = new Set(candidate.map(({ packagesHash }) => packagesHash).filter((hash) => hash !== ""));
  if (builds.size > 0 && others.some((side) => side.some(({ packagesHash }) => builds.has(packagesHash))))
    return "same binary: the packages of both sides have the same digests";
  const watched = candidate.filter(({ watchHash }) => watchHash !== "");
  const reference = newest && newest.watchHash !== "" ? newest : watched[0];
  const drifted = reference && watched.find(({ watchHash }) => watchHash !== reference.watchHash);
  return drifted ? `drift: ${await changedFacts(ctx, reference.run, drifted.run)}` : null;
}

/** Which watch facts differ between two runs, as `kernel 6.1 → 6.8`. */
async function changedFacts(ctx: Context, before: string, after: string): Promise<string> {
  const [old, now] = await Promise.all(
    [before, after].map(async (run) => watchFacts((await ctx.store.runDocument(run)) as RunDocument)),
  );
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].sort();
  const changed = keys.filter((key) => old?.[key] !== now?.[key]);
  return changed.map((key) => `${key} ${old?.[key] ?? "not reported"} → ${now?.[key] ?? "not reported"}`).join(", ");
}
