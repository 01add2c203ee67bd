/** What the rest of Tarnish asks of its storage. One implementation speaks ClickHouse; a contract test holds it. */

import type { Changeset } from "../model/changeset.ts";
import type { Merge } from "../model/merge.ts";
import type { BusyTime } from "../model/rig-hours.ts";
import type { Adopted, Adoption, AdoptOptions, HiddenEvent } from "./adopt.ts";
import type { AnalysisStore } from "./analysis-store.ts";
import type { ChainHead } from "./checkpoint.ts";
import type { EntityKind, EventKind, Watched } from "./event-kinds.ts";
import type { Entity, Happened, LoggedEvent, LogPlace, NewEvent, RivalEvent, RunConflict } from "./events.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { LogTail } from "./log-tail.ts";
import type { RetentionStore } from "./retention-store.ts";
import type {
  BusyAsk,
  MeasuredRun,
  RigState,
  RunConditions,
  RunOutcome,
  RunsAsk,
  RunWrite,
  SeriesRow,
  StoredPoint,
  StoredRun,
} from "./runs.ts";
import type { EngineLoad } from "./tally.ts";
import type { RecordedWord } from "./verdict-words.ts";
import type { WorkStore } from "./work-store.ts";
import type { WriteLoad } from "./write-tally.ts";

export interface Store {
  readonly work: WorkStore;
  readonly ledger: LedgerStore;
  readonly retention: RetentionStore;
  readonly analyses: AnalysisStore;
  writeLoad(): WriteLoad;
  engineLoad(): EngineLoad;
  /** Something is being derived from all that is stored: no run is unseen any more. */
  lookedAt(): void;
  /** Resolves when all that is being written now is written, or is known not to be: who reads then has it as a whole. */
  settled(): Promise<void>;
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
  /** What was recorded last of these changesets, without what it rests on. */
  verdictWords(shas: readonly string[]): Promise<readonly RecordedWord[]>;
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
  /** Runs of these changesets with what they measured in these series, by start, then run id; `again`: it is asked for again. */
  measuredRuns(
    shas: readonly string[],
    series: readonly string[] | Promise<readonly string[]>,
    again?: "again",
  ): Promise<readonly MeasuredRun[]>;
  /**
   * Another text whenever a run of these changesets, or what may say how runs count, arrived; the same on every replica.
   * `kinds`: all that may; absent: whatever is no run and follows from none.
   */
  runsStamp(shas: readonly string[], kinds?: readonly EntityKind[]): Promise<string>;
  /** The same of each of these changesets that has runs, of its runs alone. */
  runsStamps(shas: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Points of every run of these changesets. */
  pointsOfChangesets(shas: readonly string[]): Promise<readonly StoredPoint[]>;
  /** Newest first. */
  runs(ask: RunsAsk): Promise<readonly StoredRun[]>;
  /** Those of these changesets that have usable, scheduled runs, with the series that they measured. */
  measured(shas: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
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
