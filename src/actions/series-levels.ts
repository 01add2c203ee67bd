/** One series in two states of the code: the runs that show each level, and the steps between. */
import { analyzeSeries } from "../detect/change-points.ts";
import { type LocalStep, levelWindow, localStep } from "../detect/local-level.ts";
import type { Bridge, GateRun } from "../gate/landing.ts";
import type { SideLevel } from "../model/release-comparison.ts";
import type { ChangePoint } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Paths } from "./compared-state.ts";
import { type EpochTerms, inOneEpoch, type NoLevels } from "./one-epoch.ts";
import type { PathPoint } from "./path-points.ts";
import { byChangeset, type ChangesetRuns, changesetPoint, newestStart } from "./series-history.ts";

type PathRuns = ChangesetRuns<PathPoint>;

/** A step of the level with the changesets of which one made it. */
export interface Step extends ChangePoint {
  readonly sha: string;
  readonly candidates: readonly string[];
  /** In whose history it lies, after the two parted. */
  readonly side: "older" | "newer";
  /** What its nearest neighbours show of it, on the log scale for a ratio, else in the unit. */
  readonly local: LocalStep | null;
}

export interface Measured {
  readonly sha: string;
  /** In the series' unit. */
  readonly value: number;
}

/** Where the series stood in one state. */
export interface PlacedLevel {
  readonly shown: SideLevel;
  readonly runs: readonly GateRun[];
  /** The runs of the whole stretch without a change, in landing order: they show the noise. */
  readonly stretch: readonly GateRun[];
}

export interface SeriesLevels {
  /** By which the older level was carried over into the newer one's epoch of the rig. */
  readonly bridge?: Bridge;
  readonly older: PlacedLevel;
  readonly newer: PlacedLevel;
  readonly suite: string;
  readonly steps: readonly Step[];
  /** The level of every measured changeset of either history that counts, oldest first. */
  readonly measured: { readonly older: readonly Measured[]; readonly newer: readonly Measured[] };
  /** Measured changesets between the two levels, where a step would have been seen. */
  readonly measuredBetween: number;
}

/**
 * `points`: all of the series, in its unit. What both histories contain belongs to the older level, so that no run
 * counts on both sides.
 */
export function seriesLevels(
  series: SeriesRow,
  points: readonly PathPoint[],
  paths: Paths,
  terms: EpochTerms,
): SeriesLevels | NoLevels {
  const { older, newer, onlyOlder, onlyNewer } = paths;
  const usable = points.filter(({ excluded }) => excluded === "");
  const found = inOneEpoch(series, usable, paths, terms);
  if ("why" in found) return found;
  const { points: counting, bridge } = found;
  const history = historyOf(series, counting, newer);
  const before = onlyOlder.size === 0 ? history : historyOf(series, counting, older);
  const [old, now] = [levelUpTo(before, new Set(older)), levelUpTo(history, onlyNewer)];
  const [first, second] = [placed(old), placed(now)];
  if (first === null || second === null) return { why: "no scheduled run of both states in one epoch of the rig" };
  if (sharesBinary(old.level, now.level)) return { why: "same binary: the packages of both have the same digests" };
  return {
    ...(bridge && { bridge }),
    older: first,
    newer: second,
    suite: points.at(-1)?.suite ?? "",
    steps: [...stepsOf(history, newer, onlyNewer, "newer"), ...stepsOf(before, older, onlyOlder, "older")],
    measured: { older: before.runs.map(measured), newer: history.runs.map(measured) },
    measuredBetween: history.runs.filter(({ sha }) => onlyNewer.has(sha)).length - now.level.length,
  };
}

interface History {
  readonly runs: readonly PathRuns[];
  readonly changes: readonly ChangePoint[];
}

/** Reruns of bad results bias a level: only the last changeset of a path counts with whatever runs it has. */
function historyOf({ unit }: SeriesRow, points: readonly PathPoint[], path: readonly string[]): History {
  const end = path.at(-1);
  const runs = byChangeset(
    points.filter(({ cause, sha }) => cause === "scheduled" || sha === end),
    path,
  ).filter(({ usable }) => usable.length > 0);
  return { runs, changes: analyzeSeries(runs.map(changesetPoint), { unit }).changes };
}

interface Found {
  /** The whole stretch without a confirmed change. */
  readonly stretch: readonly PathRuns[];
  readonly level: readonly PathRuns[];
}

/** The stretch that ends with the last measured changeset of `own`; only what is of `own`. */
function levelUpTo({ runs, changes }: History, own: ReadonlySet<string>): Found {
  const last = runs.findLastIndex(({ sha }) => own.has(sha));
  const from = changes.findLast(({ index, state }) => state === "confirmed" && index <= last)?.index ?? 0;
  const stretch = runs.slice(from, last + 1).filter(({ sha }) => own.has(sha));
  return { stretch, level: stretch.slice(-levelWindow(onLogScale(stretch.map(levelOf)))) };
}

const measured = (runs: PathRuns): Measured => ({ sha: runs.sha, value: levelOf(runs) });

const levelOf = (runs: PathRuns): number => changesetPoint(runs).value;

const onLogScale = (values: readonly number[]): readonly number[] =>
  values.every((value) => value > 0) ? values.map(Math.log) : values;

function stepsOf(
  { runs, changes }: History,
  path: readonly string[],
  own: ReadonlySet<string>,
  side: Step["side"],
): Step[] {
  const place = (index: number) => path.indexOf(runs[index]?.sha ?? "");
  const values = runs.map(levelOf);
  return changes.flatMap((change, i) => {
    const sha = runs[change.index]?.sha ?? "";
    if (!own.has(sha)) return [];
    const candidates = path.slice(place(change.earliest) + 1, place(change.latest) + 1).filter((one) => own.has(one));
    const shown = change.effect.scale === "ratio" ? onLogScale(values) : values;
    const [from, to] = [changes[i - 1]?.index ?? 0, changes[i + 1]?.index ?? runs.length];
    return [{ ...change, sha, candidates, side, local: localStep(shown, change.index, from, to) }];
  });
}

const runsOf = (level: readonly PathRuns[]): GateRun[] =>
  level.flatMap(({ usable }) => usable.map(({ run, block, value }) => ({ run, block, value })));

function placed({ level, stretch }: Found): PlacedLevel | null {
  const runs = level.flatMap(({ usable }) => usable);
  const newest = level.at(-1);
  if (newest === undefined) return null;
  const shown = {
    sha: newest.sha,
    since: level[0]?.sha ?? newest.sha,
    level: runs.reduce((sum, { value }) => sum + value / runs.length, 0),
    changesets: level.length,
    runs: runs.length,
    blocks: new Set(runs.map(({ block }) => block)).size,
    measuredAt: newestStart(level),
  };
  return { shown, runs: runsOf(level), stretch: runsOf(stretch) };
}

function sharesBinary(one: readonly PathRuns[], other: readonly PathRuns[]): boolean {
  const digests = (level: readonly PathRuns[]) =>
    level.flatMap(({ usable }) => usable.map(({ packagesHash }) => packagesHash)).filter((hash) => hash !== "");
  const before = new Set(digests(one));
  return digests(other).some((hash) => before.has(hash));
}
