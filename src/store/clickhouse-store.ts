/** The store's contract in ClickHouse, whichever way the client reaches it. */
import type { ClickHouseClient } from "@clickhouse/client";
import type { Changeset } from "../model/changeset.ts";
import type { Merge } from "../model/merge.ts";
import type { BusyTime } from "../model/rig-hours.ts";
import type { Adopted, Adoption, AdoptOptions, HiddenEvent } from "./adopt.ts";
import { type AnalysisStore, ClickHouseAnalyses, NOT_KEPT } from "./analysis-store.ts";
import { backup } from "./backup.ts";
import { ChangesetRows } from "./changeset-rows.ts";
import type { EntityKind, EventKind, Watched } from "./event-kinds.ts";
import type { Entity, Happened, LoggedEvent, LogPlace, NewEvent, RivalEvent, RunConflict } from "./events.ts";
import { HeldValues } from "./held-values.ts";
import { busyTimes } from "./hour-queries.ts";
import { ClickHouseLedger } from "./ledger-store.ts";
import { conflicts, heads, logAfter, logStamp } from "./log-queries.ts";
import { LogTail } from "./log-tail.ts";
import { measuredRuns, runsStamp, runsStamps } from "./measured-runs.ts";
import { rivals } from "./merge-queries.ts";
import { type Migration, migrate } from "./migrate.ts";
import { pointsOfSeries } from "./points-of-series.ts";
import * as queries from "./queries.ts";
import { ask } from "./query.ts";
import { ClickHouseRetention } from "./retention-store.ts";
import * as runQueries from "./run-queries.ts";
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
import { branchOf, pointsAt } from "./series-points.ts";
import type { Store } from "./store.ts";
import { Struck } from "./struck.ts";
import { type EngineLoad, engineLoad } from "./tally.ts";
import { type RecordedWord, verdictWords } from "./verdict-words.ts";
import { AloneWatermarks, SharedWatermarks, type Watermarks } from "./watermarks.ts";
import { ClickHouseWork } from "./work-store.ts";
import type { WriteLoad } from "./write-tally.ts";
import { Writer, type WriterTools } from "./writer.ts";

/** Milliseconds since 1970, later than any run: the end of the year 2261. */
const LAST_INSTANT = 9_214_646_399_000;

export interface Whereabouts {
  /** Nobody else can write to this database, so what this process did not write did not happen. */
  readonly isAlone: boolean;
  /** The tables are spread over the cluster of this name. */
  readonly cluster?: string | undefined;
  /** Folder that copies go to, with a slash at its end; absent: where the server keeps them. */
  readonly backups?: string;
}

export class ClickHouseStore implements Store {
  readonly work: ClickHouseWork;
  readonly ledger: ClickHouseLedger;
  readonly retention: ClickHouseRetention;
  readonly analyses: AnalysisStore;
  readonly tail: LogTail;
  readonly #client: ClickHouseClient;
  readonly #migrations: readonly Migration[];
  readonly #tools: WriterTools;
  readonly #writer: Writer;
  readonly #watermarks: Watermarks;
  readonly #changesets: ChangesetRows;
  /** A replica may show a run before its points: nothing is held where others write. */
  readonly #held: HeldValues | undefined;
  readonly #struck: Struck;
  readonly #cluster: string | undefined;
  readonly #backups: string;
  #migrated = false;
  #pinged: { readonly at: number; readonly answer: Promise<boolean> } | undefined;

  constructor(client: ClickHouseClient, migrations: readonly Migration[], tools: WriterTools, where: Whereabouts) {
    const { isAlone } = where;
    this.#cluster = where.cluster;
    this.#backups = where.backups ?? "";
    this.work = new ClickHouseWork(client);
    this.analyses = where.cluster === undefined ? new ClickHouseAnalyses(client) : NOT_KEPT;
    this.#client = client;
    this.#migrations = migrations;
    this.#tools = tools;
    this.#watermarks = isAlone ? new AloneWatermarks() : new SharedWatermarks(client);
    this.tail = new LogTail(isAlone, () => logStamp(client));
    this.#changesets = new ChangesetRows(client, isAlone);
    this.#held = isAlone ? new HeldValues() : undefined;
    this.#struck = new Struck(client, isAlone ? () => this.#watermarks.of("entities") : undefined);
    this.ledger = new ClickHouseLedger(client, this.#struck);
    this.#writer = new Writer(client, tools, this.tail, isAlone, this.#watermarks);
    const alone = (act: () => Promise<void>) => this.#writer.alone(act).finally(() => this.tail.breakOff());
    this.retention = new ClickHouseRetention(client, where.cluster, alone);
  }

  /** Every request asks, so the engine is asked at most once a second. */
  async isReady(): Promise<boolean> {
    if (!this.#migrated) return false;
    const at = this.#tools.now().getTime();
    if (!this.#pinged || Math.abs(at - this.#pinged.at) >= 1000) {
      this.#pinged = { at, answer: this.#client.ping().then(({ success }) => success) };
    }
    return await this.#pinged.answer;
  }

  async migrate(): Promise<void> {
    await migrate(this.#client, this.#migrations, this.#tools.sha256, this.#cluster);
    await this.#writer.resume();
    this.#migrated = true;
  }

  writeLoad(): WriteLoad {
    return this.#writer.load;
  }

  engineLoad(): EngineLoad {
    return engineLoad(this.#client);
  }

  async settled(): Promise<void> {
    await this.#writer.settled();
  }

  lookedAt(): void {
    this.#writer.lookedAt();
  }

  async append(events: readonly NewEvent[]): Promise<void> {
    await this.#changesets.during(events, () => this.#writer.append(events));
  }

  async writeRun(run: RunWrite): Promise<RunOutcome> {
    return await this.#writer.writeRun(run);
  }

  async changesets(): Promise<readonly Changeset[]> {
    return await this.#changesets.all();
  }

  async entities(kind: EntityKind): Promise<readonly Entity[]> {
    return (await ask(this.#client, queries.entitiesOfKind, { kind })).map(entity);
  }

  async newestKeys(kind: EntityKind, most: number): Promise<readonly string[]> {
    return (await ask(this.#client, queries.newestOfKind, { kind, most })).map(({ key }) => key);
  }

  async verdictWords(shas: readonly string[]): Promise<readonly RecordedWord[]> {
    return await verdictWords(this.#client, shas);
  }

  async entity(kind: EntityKind, key: string): Promise<Entity | undefined> {
    return (await ask(this.#client, queries.entityByKey, { kind, key })).map(entity)[0];
  }

  async entitiesInState(kind: EntityKind, state: string): Promise<readonly Entity[]> {
    return (await ask(this.#client, queries.entitiesInState, { kind, state })).map(entity);
  }

  async history(kind: EventKind, key: string): Promise<readonly Happened[]> {
    const rows = await ask(this.#client, queries.eventsOfKey, { kind, key });
    return rows.map((row) => ({ ...entity(row), who: row.who }));
  }

  async relyingOn(runs: readonly string[]): Promise<readonly string[]> {
    if (runs.length === 0) return [];
    return (await ask(this.#client, runQueries.shasRelyingOn, { runs: [...runs] })).map(({ sha }) => sha);
  }

  async series(): Promise<readonly SeriesRow[]> {
    const rows = await ask(this.#client, queries.allSeries, {});
    this.#writer.knows(rows.map(({ id }) => id));
    return rows;
  }

  async points(series: readonly string[]): Promise<readonly StoredPoint[]> {
    return series.length === 0 ? [] : await this.#struck.marked(pointsOfSeries(this.#client, series));
  }

  async pointsAt(series: Pick<SeriesRow, "id" | "rig">, shas: readonly string[]): Promise<readonly StoredPoint[]> {
    return shas.length === 0 ? [] : await this.#struck.marked(pointsAt(this.#client, series, shas));
  }

  async branchOf(series: Pick<SeriesRow, "id" | "rig">): Promise<string> {
    return await branchOf(this.#client, series);
  }

  async pointsOfChangesets(shas: readonly string[]): Promise<readonly StoredPoint[]> {
    if (shas.length === 0) return [];
    return await this.#struck.marked(ask(this.#client, runQueries.pointsOfShas, { shas: [...shas] }));
  }

  async runs({ rigs, shas = [], from, to, before, limit }: RunsAsk): Promise<readonly StoredRun[]> {
    const asked = {
      rigs: [...rigs],
      shas: [...shas],
      from: from?.getTime() ?? 0,
      to: to?.getTime() ?? LAST_INSTANT,
      beforeStart: before?.startedAt.getTime() ?? LAST_INSTANT,
      beforeRun: before?.run ?? "~",
      limit,
    };
    return await this.#struck.marked(ask(this.#client, runQueries.runsOfRigs, asked));
  }

  async measuredRuns(
    shas: readonly string[],
    series: readonly string[] | Promise<readonly string[]>,
    again?: "again",
  ): Promise<readonly MeasuredRun[]> {
    if (shas.length === 0) return [];
    return await this.#struck.marked(measuredRuns(this.#client, shas, series, again && this.#held));
  }

  async runsStamp(shas: readonly string[], kinds?: readonly EntityKind[]): Promise<string> {
    return await runsStamp(this.#client, shas, kinds);
  }

  async runsStamps(shas: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return await runsStamps(this.#client, shas);
  }

  async measured(shas: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const measured = new Map<string, Set<string>>();
    if (shas.length === 0) return measured;
    const runs = await this.#struck.marked(ask(this.#client, runQueries.seriesOfShas, { shas: [...shas] }));
    for (const { sha, series } of runs.filter(({ excluded }) => excluded === "")) {
      const all = measured.get(sha) ?? new Set();
      for (const one of series) all.add(one);
      measured.set(sha, all);
    }
    return measured;
  }

  async busyTimes({ rigs, shas, bySha, ...span }: BusyAsk): Promise<readonly BusyTime[]> {
    const wanted = { rigs: [...rigs], shas: [...shas], bySha: bySha ? 1 : 0, ...span };
    return await ask(this.#client, busyTimes, wanted);
  }

  async log(after: LogPlace, limit: number): Promise<readonly (LoggedEvent | HiddenEvent)[]> {
    return await logAfter(this.#client, after, limit);
  }

  async heads() {
    return await heads(this.#client);
  }

  async adopt(adoption: Adoption, options: AdoptOptions): Promise<Adopted> {
    return await this.#changesets.during(adoption.events, () => this.#writer.adopt(adoption, options));
  }

  async backup(name: string, base?: string): Promise<void> {
    await this.#writer.alone(() => backup(this.#client, this.#backups, name, base));
  }

  async conflicts(): Promise<readonly RunConflict[]> {
    return await ask(this.#client, conflicts, {});
  }

  async rivals(merge: Merge): Promise<readonly RivalEvent[]> {
    return await rivals(this.#client, merge);
  }

  async changesetsOnlyOf(rigs: readonly string[]): Promise<readonly string[]> {
    return (await ask(this.#client, runQueries.shasOnlyOfRigs, { rigs: [...rigs] })).map(({ sha }) => sha);
  }

  async states(rig: string): Promise<readonly RigState[]> {
    return await ask(this.#client, runQueries.statesOfRig, { rig });
  }

  async conditions(runs: readonly string[]): Promise<readonly RunConditions[]> {
    if (runs.length === 0) return [];
    return await this.#struck.marked(ask(this.#client, runQueries.conditionsOfRuns, { runs: [...runs] }));
  }

  async runDocument(run: string): Promise<unknown | undefined> {
    const [row] = await ask(this.#client, runQueries.documentOfRun, { run });
    return row && JSON.parse(row.body);
  }

  async watermark(of: Watched): Promise<string> {
    return await this.#watermarks.of(of);
  }

  async close(): Promise<void> {
    await this.#writer.drained();
    await this.#client.close();
  }
}

const entity = ({ key, at, body }: { key: string; at: string; body: string }): Entity => ({
  key,
  at,
  body: JSON.parse(body),
});
