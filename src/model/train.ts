/** A train: the row of releases of a branch, when each of their phases begins, and what they promise to support. */

export type Phase = "planning" | "landing" | "stabilisation" | "candidate" | "released" | "end_of_life";

/** In the order in which a release goes through them. */
export const PHASES = [
  "planning",
  "landing",
  "stabilisation",
  "candidate",
  "released",
  "end_of_life",
] as const satisfies readonly Phase[];

/**
 * Cells that are supported: every benchmark in every pairing, on so many rigs of a label. A cell is one label, one
 * benchmark, one pairing.
 */
export interface CellMatrix {
  /** A label of rigs; any rig when absent. */
  readonly label?: string;
  /** How many rigs have to measure each cell; 1 when absent. */
  readonly rigs?: number;
  readonly benchmarks: readonly string[];
  /** `client release/server release`, "" for the build under test on both sides; only that when absent. */
  readonly pairings?: readonly string[];
}

/** What a vendor promises to measure for a release. */
export interface Pledge {
  readonly vendor: string;
  /** Rig hours. */
  readonly hours?: number;
  readonly cells?: readonly CellMatrix[];
}

/** A release as it is planned; its changeset is named a release when there is one. Days are UTC, as 2026-10-02. */
export interface PlannedRelease {
  readonly tag: string;
  /** The day on which each phase begins; a phase lasts until the next one named begins. */
  readonly phases: Readonly<Partial<Record<Phase, string>>>;
  /** From this day on only what the release needs lands. */
  readonly freeze?: string;
  readonly pledges?: readonly Pledge[];
}

export interface Train {
  readonly train: string;
  readonly branch: string;
  /** The release that the branch forked from: what its first release is held against. */
  readonly base?: string;
  /** In the order in which they follow each other. */
  readonly releases: readonly PlannedRelease[];
  /** What every release of the train promises. */
  readonly cells?: readonly CellMatrix[];
  /** Days after which a cell that was measured counts as stale; 14 when absent. */
  readonly staleAfterDays?: number;
  /** The day on which the whole train ends, for releases that name none of their own. */
  readonly endOfLife?: string;
}
