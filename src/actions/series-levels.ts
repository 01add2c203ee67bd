/** One series in two states of the code: the runs that show each level, and the steps between. */
import { changePointsOf } from "../detect/change-points.ts";
import { type LocalStep, levelWindow, localStep } from "../detect/local-level.ts";
import type { Bridge, GateRun } from "../gate/landing.ts";
import type { SideLevel } from "../model/release-comparison.ts";
import type { ChangePoint } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Paths } from "./compared-state.ts";
import { pointsOf, type SeriesEvidence } from "./evidence.ts";
import { type EpochTerms, inOneEpoch, type NoLevels } from "./one-epoch.ts";
import type { PathRun } from "./path-evidence.ts";
import type { PathPoint } from "./path-points.ts";
import { type PathRuns, RunsOnPaths, type SideRuns } from "./path-runs.ts";
import { gateRuns, type PlacedRuns, runsAt } from "./placed-history.ts";
import { newestStart } from "./series-history.ts";

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
  /** The level of every measured changeset of a history that counts, oldest first. */
  measured(side: Step["side"]): readonly Measured[];
  /** Measured changesets between the two levels, where a step would have been seen. */
  readonly measuredBetween: number;
}

/** `points`: all of the series, in its unit. */
export function seriesLevels(
  series: SeriesRow,
  points: readonly PathPoint[],
  paths: Paths,
  terms: EpochTerms,
): SeriesLevels | NoLevels {
  return new LevelsOnPaths(paths, terms).of(series, byColumn(points));
}

const byColumn = (points: readonly PathPoint[]): SeriesEvidence<PathRun> => ({
  runs: points,
  values: points.map(({ value }) => value),
});

/**
 * Levels of any number of series in the same two states. What both histories contain belongs to the older level, so that
 * no run counts on both sides.
 */
export class LevelsOnPaths {
  readonly #paths: Paths;
  readonly #terms: EpochTerms;
  readonly #runs: RunsOnPaths;

  constructor(paths: Paths, terms: EpochTerms) {
    this.#paths = paths;
    this.#terms = terms;
    this.#runs = new RunsOnPaths(paths, terms.accepted);
  }

  /** `evidence`: all of the series, in its unit. */
  of(series: SeriesRow, evidence: SeriesEvidence<PathRun>): SeriesLevels | NoLevels {
    const native = this.#runs.of(series.rig, evidence.runs);
    if (native !== null) return "why" in native ? native : this.#levels(series, evidence, native);
    const usable = pointsOf(evidence).filter(({ excluded }) => excluded === "");
    const found = inOneEpoch(series, usable, this.#paths, this.#terms);
    if ("why" in found) return found;
    const moved = this.#levels(series, byColumn(found.points), this.#runs.ofEpoch(found.points));
    if ("why" in moved) return moved;
    return { ...moved, ...(found.bridge && { bridge: found.bridge }), suite: evidence.runs.at(-1)?.suite ?? "" };
  }

  #levels({ unit }: SeriesRow, evidence: SeriesEvidence<PathRun>, runs: PathRuns): SeriesLevels | NoLevels {
    const history = historyOf(unit, evidence, runs.newer);
    const before = runs.older.changesets === runs.newer.changesets ? history : historyOf(unit, evidence, runs.older);
    const [old, now] = [levelUpTo(before, runs.older), levelUpTo(history, runs.newer)];
    const [first, second] = [placed(evidence, old), placed(evidence, now)];
    if (first === null || second === null) return { why: "no scheduled run of both states in one epoch of the rig" };
    if (sharesBinary(evidence, old.level, now.level))
      return { why: "same binary: the packages of both have the same digests" };
    const { onlyNewer, onlyOlder } = this.#paths;
    return {
      older: first,
      newer: second,
      suite: evidence.runs.at(-1)?.suite ?? "",
      steps: [
        ...stepsOf(history, runs.newer, onlyNewer, "newer"),
        ...(onlyOlder.size === 0 ? [] : stepsOf(before, runs.older, onlyOlder, "older")),
      ],
      measured: (side) => measuredIn(side === "older" ? before : history),
      measuredBetween: runs.newer.own.length - now.level.length,
    };
  }
}

interface History {
  readonly changesets: readonly PlacedRuns[];
  /** Of each of them. */
  readonly values: Float64Array;
  readonly changes: readonly ChangePoint[];
}

function historyOf(unit: string, { values }: SeriesEvidence<PathRun>, { changesets, levelAt }: SideRuns): History {
  const levels = new Float64Array(changesets.length);
  for (let at = 0; at < levels.length; at++) levels[at] = levelAt(values, at);
  return { changesets, values: levels, changes: changePointsOf(levels, { unit }) };
}

interface Found {
  /** The whole stretch without a confirmed change. */
  readonly stretch: readonly PlacedRuns[];
  readonly level: readonly PlacedRuns[];
}

/** The stretch that ends with the last measured changeset of the side's own; only what is of its own. */
function levelUpTo({ changesets, values, changes }: History, { own }: SideRuns): Found {
  const last = own.at(-1) ?? -1;
  const from = changes.findLast(({ index, state }) => state === "confirmed" && index <= last)?.index ?? 0;
  const stretch: PlacedRuns[] = [];
  const levels: number[] = [];
  for (const place of own) {
    if (place < from) continue;
    stretch.push(changesets[place] as PlacedRuns);
    levels.push(values[place] as number);
  }
  return { stretch, level: stretch.slice(-levelWindow(onLogScale(levels))) };
}

const measuredIn = ({ changesets, values }: History): Measured[] =>
  changesets.map(({ sha }, at) => ({ sha, value: values[at] as number }));

const onLogScale = (values: readonly number[]): readonly number[] =>
  values.every((value) => value > 0) ? values.map(Math.log) : values;

function stepsOf(
  { changesets, values: levels, changes }: History,
  { ordinals, path }: SideRuns,
  own: ReadonlySet<string>,
  side: Step["side"],
): Step[] {
  const values = changes.length === 0 ? [] : Array.from(levels);
  return changes.flatMap((change, i) => {
    const sha = changesets[change.index]?.sha ?? "";
    if (!own.has(sha)) return [];
    const place = (index: number) => ordinals[index] ?? -1;
    const candidates = path.slice(place(change.earliest) + 1, place(change.latest) + 1).filter((one) => own.has(one));
    const shown = change.effect.scale === "ratio" ? onLogScale(values) : values;
    const [from, to] = [changes[i - 1]?.index ?? 0, changes[i + 1]?.index ?? changesets.length];
    return [{ ...change, sha, candidates, side, local: localStep(shown, change.index, from, to) }];
  });
}

function placesOf(level: readonly PlacedRuns[]): number[] {
  const all: number[] = [];
  for (const { places } of level) for (const place of places) all.push(place);
  return all;
}

function placed(evidence: SeriesEvidence<PathRun>, { level, stretch }: Found): PlacedLevel | null {
  const newest = level.at(-1);
  if (newest === undefined) return null;
  const places = placesOf(level);
  const runs = gateRuns(evidence, places);
  const shown = {
    sha: newest.sha,
    since: level[0]?.sha ?? newest.sha,
    level: runs.reduce((sum, { value }) => sum + value / runs.length, 0),
    changesets: level.length,
    runs: runs.length,
    blocks: new Set(runs.map(({ block }) => block)).size,
    measuredAt: newestStart([{ usable: runsAt(evidence.runs, places) }]),
  };
  return { shown, runs, stretch: gateRuns(evidence, placesOf(stretch)) };
}

function sharesBinary(
  { runs }: SeriesEvidence<PathRun>,
  one: readonly PlacedRuns[],
  other: readonly PlacedRuns[],
): boolean {
  const digests = (level: readonly PlacedRuns[]) =>
    runsAt(runs, placesOf(level)).flatMap(({ packagesHash }) => (packagesHash === "" ? [] : [packagesHash]));
  const before = new Set(digests(one));
  return digests(other).some((hash) => before.has(hash));
}
