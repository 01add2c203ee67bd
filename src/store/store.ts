/** What the rest of Tarnish asks of its storage. One implementation speaks ClickHouse; a contract test holds it. */

import type { Changeset } from "../model/changeset.ts";
import type { Merge } from "../model/merge.ts";
import type { BusyTime } from "../model/rig-hours.ts";
import type { Cause, Environment, RunDocument, Subject } from "../model/run.ts";
import type { Series } from "../model/series.ts";
import type { Adopted, Adoption, AdoptOptions, HiddenEvent } from "./adopt.ts";
import type { HashVersion } from "./chain.ts";
import type { ChainHead } from "./checkpoint.ts";
import type { EntityKind, EventKind, Watched } from "./event-kinds.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { LogTail } from "./log-tail.ts";
import type { RetentionStore } from "./retention-store.ts";
import type { EngineLoad } from "./tally.ts";
import type { WorkStore } from "./work-store.ts";

/** What an event says; the store adds its place in the chain. */
export interface NewEvent {
  /** Natural key of what it is about: run id, sha, rig name, tag. */
  readonly key: string;
  readonly kind: EventKind;
  readonly who: string;
  readonly at: Date;
  /** sha256 of the RFC 8785 form of `body`, 64 hex digits. */
  readonly contentHash: string;
  /** JSON. */
  readonly body: string;
}

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

/** A measurement's summary, in the posted unit. */
export interface NewPoint {
  readonly series: string;
  readonly value: number;
  readonly unit: string;
  readonly repeats: number;
  readonly spread: number | null;
  readonly low: number;
  readonly high: number;
  readonly suspect: string;
}

export interface SeriesRow extends Series {
  readonly hardware: string;
}

/** One run, ready to be written. */
export interface RunWrite {
  readonly event: NewEvent;
  readonly facts: RunFacts;
  readonly points: readonly NewPoint[];
  /** Definitions of every series in `points`; those already known are not written again. */
  readonly series: readonly SeriesRow[];
}

export type RunOutcome = "stored" | "duplicate" | "conflict";

export interface StoredPoint extends Omit<RunFacts, "excluded" | "complete" | "finishedAt"> {
  /** When the run was stored: the order in which runs arrived, by the service's clock. */
  readonly acceptedAt: Date;
  readonly series: string;
  readonly value: number;
  readonly unit: string;
  readonly repeats: number;
  readonly spread: number | null;
  readonly low: number;
  readonly high: number;
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

export interface Entity {
  readonly key: string;
  readonly at: string;
  readonly body: unknown;
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

/** One of the events of a thing. */
export interface Happened extends Entity {
  readonly who: string;
}

/** A run in a list of them. */
export interface StoredRun extends Omit<RunFacts, "finishedAt"> {
  readonly acceptedAt: Date;
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

/** An event where it stands in the log. */
export interface LoggedEvent extends NewEvent {
  /** How its hash is made, see chain.ts. */
  readonly version: HashVersion;
  readonly id: string;
  /** One process start of one writer. */
  readonly chain: string;
  /** Ordinal in the chain, from 1 without gaps. */
  readonly sequence: number;
  /** Ordinal of its batch in the chain, from 1 without gaps. */
  readonly link: number;
  readonly previousHash: string;
  readonly linkHash: string;
  /** False for a run's attempt that does not count, or does not count yet. */
  readonly isAccepted: boolean;
  /** Of a run: why it never blocks, as it was decided when it came; "" when it counts, and of everything else. */
  readonly excluded: string;
}

/** A run that two services accepted with different content, before their histories were one again. */
export interface RunConflict {
  readonly run: string;
  readonly rig: string;
  /** Content hashes: of what counts, and of what stays in the log alone. */
  readonly counts: string;
  readonly refused: string;
  readonly refusedAt: string;
  readonly refusedFrom: string;
}

/** What somebody said of a thing of which two hosts spoke, each without knowing of the other. */
export interface RivalEvent {
  readonly kind: EventKind;
  readonly key: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly who: string;
  readonly contentHash: string;
  readonly body: unknown;
  /** By the host that came back, or by the one that took what it had. */
  readonly isGiven: boolean;
}

/** How far a reader of the log has come: everything up to an instant, and in some chains further than that. */
export interface LogPlace {
  readonly horizon: Date;
  readonly chains: readonly { readonly chain: string; readonly sequence: number }[];
}

/** What the writing side has done since the start, and has before it. */
export interface WriteLoad {
  readonly waitingWrites: number;
  readonly waitingBytes: number;
  readonly flushes: number;
  readonly failedFlushes: number;
  readonly flushedRuns: number;
  readonly flushSeconds: number;
  readonly flushedWrites: number;
  /** How many flushes had at most so many writes. */
  readonly flushSizes: readonly (readonly [most: number, flushes: number])[];
  /** When the oldest run was stored that nothing was derived from yet; undefined when there is none. */
  readonly unseenSince: Date | undefined;
}

export interface Store {
  readonly work: WorkStore;
  readonly ledger: LedgerStore;
  readonly retention: RetentionStore;
  writeLoad(): WriteLoad;
  engineLoad(): EngineLoad;
  /** Something is being derived from all that is stored: no run is unseen any more. */
  lookedAt(): void;
  /** True once every migration is applied and the engine answers. */
  isReady(): Promise<boolean>;
  /** Applies what is missing; refuses when an applied migration was edited since. */
  migrate(): Promise<void>;
  /** Durable when it resolves. For events that are not runs. */
  append(events: readonly NewEvent[]): Promise<void>;
  /** Durable when it resolves; exactly once per run id, the first content wins. */
  writeRun(write: RunWrite): Promise<RunOutcome>;
  changesets(): Promise<readonly Changeset[]>;
  entities(kind: EntityKind): Promise<readonly Entity[]>;
  /** Keys of the newest, newest first; what was said of them is not read. */
  newestKeys(kind: EntityKind, most: number): Promise<readonly string[]>;
  entity(kind: EntityKind, key: string): Promise<Entity | undefined>;
  /** Those whose body says this as its `state`. */
  entitiesInState(kind: EntityKind, state: string): Promise<readonly Entity[]>;
  /** Everything that was said of one thing, oldest first. */
  history(kind: EventKind, key: string): Promise<readonly Happened[]>;
  /** Changesets of which any verdict ever counted one of these runs. */
  relyingOn(runs: readonly string[]): Promise<readonly string[]>;
  series(): Promise<readonly SeriesRow[]>;
  /** Points of these series whose runs are claimed, by start, then run id. */
  points(series: readonly string[]): Promise<readonly StoredPoint[]>;
  /** Points of one series in these changesets alone, in the same order. */
  pointsAt(series: Pick<SeriesRow, "id" | "rig">, shas: readonly string[]): Promise<readonly StoredPoint[]>;
  /** The branch that most points of a series are of, by its runs' own word; "" where they say none. */
  branchOf(series: Pick<SeriesRow, "id" | "rig">): Promise<string>;
  /** Runs of these changesets with what they measured in these series, by start, then run id. */
  measuredRuns(shas: readonly string[], series: readonly string[]): Promise<readonly MeasuredRun[]>;
  /** Another text whenever a run of these changesets, or what may say how runs count, arrived; the same on every replica. */
  runsStamp(shas: readonly string[]): Promise<string>;
  /** Points of every run of these changesets. */
  pointsOfChangesets(shas: readonly string[]): Promise<readonly StoredPoint[]>;
  /** Newest first. */
  runs(ask: RunsAsk): Promise<readonly StoredRun[]>;
  /** Which of these changesets has usable, scheduled runs in which series. */
  measured(shas: readonly string[]): Promise<readonly { readonly sha: string; readonly series: string }[]>;
  /** How long these rigs were busy, by rig and cause. */
  busyTimes(ask: BusyAsk): Promise<readonly BusyTime[]>;
  /** Its newest part in memory, where this process is the only one that writes. */
  readonly tail: LogTail;
  /** Events after a place, by time, then chain and sequence; at most `limit`. */
  log(after: LogPlace, limit: number): Promise<readonly (LoggedEvent | HiddenEvent)[]>;
  /** How far every chain has come. */
  heads(): Promise<readonly (ChainHead & { readonly link: number })[]>;
  /** Takes events of other services as they are; durable when it resolves, and safe to repeat. */
  adopt(adoption: Adoption, options: AdoptOptions): Promise<Adopted>;
  /** A copy of the database by the engine itself, of one moment; durable when it resolves. */
  backup(name: string, base?: string): Promise<void>;
  /** Attempts at runs that another attempt with other content won. */
  conflicts(): Promise<readonly RunConflict[]>;
  /** All that two hosts said, each alone, of the same things; by kind and key, oldest first. */
  rivals(merge: Merge): Promise<readonly RivalEvent[]>;
  /** Changesets that have runs, all of them on these rigs. */
  changesetsOnlyOf(rigs: readonly string[]): Promise<readonly string[]>;
  /** States that the rig's runs reported, in the order in which they were first seen. */
  states(rig: string): Promise<readonly RigState[]>;
  /** In the order of their ids. */
  conditions(runs: readonly string[]): Promise<readonly RunConditions[]>;
  /** The document as it was posted. */
  runDocument(run: string): Promise<unknown | undefined>;
  /** Changes whenever something of this kind was accepted, by whichever replica: the key of everything derived. */
  watermark(of: Watched): Promise<string>;
  close(): Promise<void>;
}
