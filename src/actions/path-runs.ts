/** Which runs of a list count on which of two histories: found once for all series that the same runs measured. */
import type { Paths } from "./compared-state.ts";
import type { EvidenceRun } from "./evidence.ts";
import { type EpochTerms, inSharedEpoch, type NoLevels } from "./one-epoch.ts";
import { medianAt, type PlacedRuns, placedRuns } from "./placed-history.ts";
import { ordinalsOn } from "./read-series.ts";

/** A list of runs on one history. */
export interface SideRuns {
  /** In landing order, those with runs that count. */
  readonly changesets: readonly PlacedRuns[];
  /** Which of them are of the state alone, or of the older state at all. */
  readonly own: readonly number[];
  /** Of each its place on the path. */
  readonly ordinals: readonly number[];
  readonly path: readonly string[];
  /** The median of what the runs of the changeset at this place measured. */
  levelAt(values: readonly number[], at: number): number;
}

export interface PathRuns {
  readonly older: SideRuns;
  readonly newer: SideRuns;
}

export class RunsOnPaths {
  readonly #paths: Paths;
  readonly #accepted: EpochTerms["accepted"];
  readonly #ofOlder: ReadonlySet<string>;
  readonly #known = new WeakMap<readonly EvidenceRun[], PathRuns | NoLevels | { readonly isApart: true }>();

  constructor(paths: Paths, accepted: EpochTerms["accepted"]) {
    this.#paths = paths;
    this.#accepted = accepted;
    this.#ofOlder = new Set(paths.older);
  }

  /** Null where no epoch of the rig has both states: what the series measured tells whether they can be brought together. */
  of(rig: string, runs: readonly EvidenceRun[]): PathRuns | NoLevels | null {
    const known = this.#known.get(runs) ?? this.#find(rig, runs);
    this.#known.set(runs, known);
    return "isApart" in known ? null : known;
  }

  /** Of runs that all are usable, and of one epoch. */
  ofEpoch(runs: readonly EvidenceRun[]): PathRuns {
    return this.#placed(runs, () => true);
  }

  #find(rig: string, runs: readonly EvidenceRun[]): PathRuns | NoLevels | { readonly isApart: true } {
    const usable = runs.filter(({ excluded }) => excluded === "");
    const native = inSharedEpoch(rig, usable, this.#paths, this.#accepted);
    if (native === null) return { isApart: true };
    if ("why" in native) return native;
    const counting = new Set(native);
    return this.#placed(runs, (run) => counting.has(run));
  }

  #placed(runs: readonly EvidenceRun[], isOfEpoch: (run: EvidenceRun) => boolean): PathRuns {
    const { older, newer, onlyOlder, onlyNewer } = this.#paths;
    const history = onPath(runs, newer, isOfEpoch);
    const before = onlyOlder.size === 0 ? history : onPath(runs, older, isOfEpoch);
    return { older: owned(before, this.#ofOlder), newer: owned(history, onlyNewer) };
  }
}

/** Reruns of bad results bias a level: only the last changeset of a path counts with whatever runs it has. */
function onPath(
  runs: readonly EvidenceRun[],
  path: readonly string[],
  isOfEpoch: (run: EvidenceRun) => boolean,
): Omit<SideRuns, "own"> {
  const end = path.at(-1);
  const isScheduled = (run: EvidenceRun) => run.cause === "scheduled" && isOfEpoch(run);
  const hasScheduled = runs.some((run) => run.sha === end && isScheduled(run));
  const counts = (run: EvidenceRun) => isScheduled(run) || (!hasScheduled && run.sha === end && isOfEpoch(run));
  const changesets = placedRuns(runs, path, counts);
  const place = ordinalsOn(path);
  return {
    path,
    changesets,
    ordinals: changesets.map(({ sha }) => place.get(sha) ?? -1),
    levelAt: (values, at) => medianAt(values, changesets[at]?.places ?? []),
  };
}

const owned = (side: Omit<SideRuns, "own">, own: ReadonlySet<string>): SideRuns => ({
  ...side,
  own: side.changesets.flatMap(({ sha }, at) => (own.has(sha) ? [at] : [])),
});
