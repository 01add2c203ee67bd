/** What is stored of runs: their facts, what they measured, and what rigs told of themselves. */
import type { Cause, Environment, RunDocument, Subject } from "../model/run.ts";
import type { Series } from "../model/series.ts";
import type { NewEvent } from "./events.ts";

/** The facts of a run that analysis needs without opening its document. */
export interface RunFacts {
  readonly run: string;
  readonly rig: string;
  readonly suite: string;
  readonly sha: string;
  readonly branch: string;
  readonly block: string;
  readonly cause: Cause;
  readonly startedAt: Date;
  /** Null where nobody said. */
  readonly finishedAt: Date | null;
  readonly complete: boolean;
  readonly excluded: string;
  readonly watchHash: string;
  readonly packagesHash: string;
}

/** Summaries of a run's measurements, in the posted units, column by column: a run may have a hundred thousand. */
export interface NewPoints {
  readonly values: Float64Array;
  readonly repeats: Float64Array;
  /** NaN where it cannot be known. */
  readonly spreads: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Why a point must not be compared, by its place; those without are usable. */
  readonly suspects: ReadonlyMap<number, string>;
}

export interface SeriesRow extends Series {
  readonly hardware: string;
}

/** One run, ready to be written. */
export interface RunWrite {
  readonly event: NewEvent;
  readonly facts: RunFacts;
  /** Series of the points, place by place, with their definitions and the units posted; those already known are not written again. */
  readonly series: readonly SeriesRow[];
  readonly points: NewPoints;
}

export type RunOutcome = "stored" | "duplicate" | "conflict";

/** A measurement's summary, with what is known of its run. */
export interface StoredPoint extends Omit<RunFacts, "excluded" | "complete" | "finishedAt"> {
  readonly series: string;
  /** In the posted unit, as all figures of it. */
  readonly value: number;
  readonly unit: string;
  readonly repeats: number;
  /** Null when it cannot be known. */
  readonly spread: number | null;
  readonly low: number;
  readonly high: number;
  /** When the run was stored: the order in which runs arrived, by the service's clock. */
  readonly acceptedAt: Date;
  /** Why the point never blocks: of the run or of the measurement; empty when usable. */
  readonly excluded: string;
}

/** A run with what it measured in the series that were asked for. */
export interface MeasuredRun extends Omit<RunFacts, "complete" | "finishedAt"> {
  readonly acceptedAt: Date;
  readonly measured: readonly Measured[];
}

/** Measurements of one run that have unit and state in common, column by column. */
export interface Measured {
  readonly unit: string;
  /** Why they never block, empty when usable. */
  readonly suspect: string;
  /** Places in the list of series that was asked for. */
  readonly series: readonly number[];
  readonly values: readonly number[];
}

/** A run in a list of them. */
export interface StoredRun extends Omit<RunFacts, "finishedAt"> {
  readonly acceptedAt: Date;
}

export interface RunsAsk {
  readonly rigs: readonly string[];
  /** Absent: of every changeset. */
  readonly shas?: readonly string[];
  /** By start, both ends included. */
  readonly from?: Date;
  readonly to?: Date;
  /** The last run of the page before. */
  readonly before?: Pick<StoredRun, "run" | "startedAt">;
  readonly limit: number;
}

/** Under which conditions a run was measured. */
export interface RunConditions {
  readonly run: string;
  readonly contentHash: string;
  readonly rig: string;
  readonly sha: string;
  readonly block: string;
  readonly cause: Cause;
  readonly startedAt: Date;
  readonly acceptedAt: Date;
  readonly excluded: string;
  readonly environment: Environment | null;
  readonly subject: Subject | null;
  readonly tool: RunDocument["tool"] | null;
}

/** What a rig reported of itself over some of its runs. */
export interface RigState {
  readonly watchHash: string;
  readonly first: Date;
  readonly last: Date;
  readonly runs: number;
  /** Ids of its first and of its last run. */
  readonly firstRun: string;
  readonly lastRun: string;
}

export interface BusyAsk {
  readonly rigs: readonly string[];
  /** All when empty. */
  readonly shas: readonly string[];
  /** Milliseconds since 1970, of the start; the first is part of it, the last is not. */
  readonly from: number;
  readonly to: number;
  /** A row for each changeset. */
  readonly bySha: boolean;
}
