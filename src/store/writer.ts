/**
 * The only road of a write. Events and points of a batch go first; a run exists when its row follows, which is the
 * claim to its id. What was written without a claim is seen by no reader, and sent again it is a new attempt. While one
 * batch is claimed the events and points of the next are written; a batch that names a run of the one before waits.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import { Fault } from "../model/fault.ts";
import { type Adopted, type Adoption, type AdoptOptions, adopt, refused } from "./adopt.ts";
import { Chain, type ChainedEvent, type ChainTools } from "./chain.ts";
import { AloneClaims, type Claim, type Claims, SharedClaims } from "./claims.ts";
import { watermarksMovedBy } from "./event-kinds.ts";
import type { NewEvent } from "./events.ts";
import { GroupCommit } from "./group-commit.ts";
import { insert } from "./insert.ts";
import { KnownSeries } from "./known-series.ts";
import { LogClock } from "./log-clock.ts";
import type { LogTail } from "./log-tail.ts";
import type { RunPlace } from "./places.ts";
import { Reach } from "./reach.ts";
import { logRows, type PlacedRun, pointRows, seriesRows } from "./rows.ts";
import { decided, outcomeOf, UNCONFIRMED } from "./run-outcomes.ts";
import type { RunOutcome, RunWrite, SeriesRow } from "./runs.ts";
import { Standstill } from "./standstill.ts";
import type { Watermarks } from "./watermarks.ts";
import { WRITE_LIMITS, type WriteItem, weightOf } from "./write-item.ts";
import type { WriteLoad } from "./write-tally.ts";
import { WriteTally } from "./write-tally.ts";

export interface WriterTools extends ChainTools {
  now(): Date;
  /** A random unsigned 64-bit integer in decimal. */
  newChainId(): string;
}

interface Written {
  readonly placed: readonly PlacedRun[];
  readonly chained: readonly ChainedEvent[];
}

export class Writer {
  readonly #client: ClickHouseClient;
  readonly #tools: WriterTools;
  readonly #tail: LogTail;
  readonly #isAlone: boolean;
  readonly #claims: Claims;
  readonly #commit: GroupCommit<WriteItem, RunOutcome>;
  readonly #knownSeries = new KnownSeries();
  readonly #watermarks: Watermarks;
  readonly #tally: WriteTally;
  readonly #still = new Standstill();
  readonly #clock = new LogClock();
  #chain: Chain;
  /** Those of this process: what is here of them is in no reach. */
  readonly #chains = new Set<string>();
  /** Of what was adopted. */
  #reach: Reach | undefined;
  /** Of the batch before. `settled` does not reject. */
  #claiming: { readonly runs: ReadonlySet<string>; readonly settled: Promise<unknown> };

  /** `isAlone`: nobody else writes to this database. */
  constructor(client: ClickHouseClient, tools: WriterTools, tail: LogTail, isAlone: boolean, watermarks: Watermarks) {
    this.#client = client;
    this.#tools = tools;
    this.#tail = tail;
    this.#watermarks = watermarks;
    this.#isAlone = isAlone;
    this.#claims = isAlone ? new AloneClaims(client) : new SharedClaims(client);
    this.#chain = this.#newChain();
    this.#claiming = { runs: new Set(), settled: Promise.resolve() };
    this.#tally = new WriteTally(() => tools.now());
    const flush = (items: readonly WriteItem[], mayFollow: () => void) => {
      const runs = items.filter(({ run }) => run !== undefined).length;
      return this.#tally.flush(items.length, runs, () => this.#still.beside(() => this.#flushed(items, mayFollow)));
    };
    this.#commit = new GroupCommit(flush, weightOf, WRITE_LIMITS);
  }

  /** Goes on where the log ends: a clock that was set back must not make new events older than old ones. */
  async resume(): Promise<void> {
    await Promise.all([this.#clock.catchUp(this.#client), this.#claims.resume()]);
  }

  /** These series need no row any more. */
  knows(series: readonly string[]): void {
    this.#knownSeries.add(series);
  }

  async append(events: readonly NewEvent[]): Promise<void> {
    if (events.length > 0) await this.#commit.add({ events });
  }

  async writeRun(run: RunWrite): Promise<RunOutcome> {
    return await this.#commit.add({ run });
  }

  async drained(): Promise<void> {
    await this.#commit.drained();
  }

  get load(): WriteLoad {
    const { items, weight } = this.#commit.waiting;
    return { waitingWrites: items, waitingBytes: weight, ...this.#tally.told };
  }

  lookedAt(): void {
    this.#tally.lookedAt();
  }

  /** Resolves when what is being written now is written, or is known not to be. */
  async settled(): Promise<void> {
    await this.#still.settled();
  }

  /** Runs `act` while nothing is being written; whoever writes meanwhile waits. */
  async alone<T>(act: () => Promise<T>): Promise<T> {
    return await this.#still.alone(act);
  }

  /** See adopt.ts. Nothing else is written meanwhile, so that a run is claimed once. */
  async adopt(adoption: Adoption, options: AdoptOptions): Promise<Adopted> {
    return await this.alone(async () => {
      const moved = watermarksMovedBy(adoption.events.filter(({ kind }) => kind !== "run"));
      const reach = this.#isAlone ? (this.#reach ?? (await Reach.of(this.#client))) : undefined;
      this.#reach = undefined; // until it is known to be stored
      const here = {
        isNewSeries: ({ id }: SeriesRow) => !this.#knownSeries.has(id),
        isBeyond: (place: RunPlace) => !this.#chains.has(place.chain) && (reach?.isBeyond(place) ?? false),
        newest: this.#clock.newest,
        claimed: () => this.#claimed(adoption),
        during: (write: () => Promise<void>) => this.#watermarks.during(moved, write),
      };
      const adopting = adopt(this.#client, this.#claims, adoption, { ...options, ...here });
      const adopted = await adopting.finally(() => this.#looksOtherwise(adoption)).catch(refused);
      reach?.raise([...adoption.events, ...adoption.hidden]);
      this.#reach = reach;
      this.#adopted(adoption);
      return adopted;
    });
  }

  #adopted({ events, runs }: Adoption): void {
    this.knows(runs.flatMap(({ series }) => series.map(({ id }) => id)));
    for (const { at } of events) this.#clock.saw(at);
  }

  /** Also where it failed: some of it may be in the tables. */
  #looksOtherwise(adoption: Adoption): void {
    this.#tail.breakOff();
    this.#claimed(adoption);
  }

  #claimed({ runs }: Adoption): void {
    if (runs.length > 0) for (const kind of ["runs", "series"] as const) this.#watermarks.wrote(kind);
  }

  async #flushed(items: readonly WriteItem[], mayFollow: () => void): Promise<RunOutcome[]> {
    const runs = items.flatMap((item) => (item.run ? [item.run] : []));
    if (runs.some(({ facts }) => this.#claiming.runs.has(facts.run))) await this.#claiming.settled;
    const claimed = await this.#claims.of(runs.map(({ facts }) => facts.run));
    const fresh = new Map<string, RunWrite>();
    for (const run of runs) if (!claimed.has(run.facts.run) && !fresh.has(run.facts.run)) fresh.set(run.facts.run, run);
    const events = items.flatMap((item) => (item.run ? [] : item.events));
    if (events.length > 0 && !this.#isAlone) await this.#clock.catchUp(this.#client);
    const { placed, chained } = await this.#write([...fresh.values()], events);
    for (const [id, claim] of await this.#claimInTurn(placed, chained, mayFollow)) claimed.set(id, claim);
    const places = new Map(placed.map((run) => [run.event, run]));
    return items.map((item) => (item.run ? outcomeOf(item.run, claimed, places.get(item.run.event)) : "stored"));
  }

  /** Inserts everything but the claims; gives each run its place in the log. */
  async #write(runs: readonly RunWrite[], events: readonly NewEvent[]): Promise<Written> {
    if (runs.length === 0 && events.length === 0) return { placed: [], chained: [] };
    const ofRuns = runs.map(({ event, facts: { excluded } }) => ({ ...event, excluded }));
    // A link is one insert, all or nothing: a table of its own, a link of its own.
    const links = [ofRuns, events].map((some) => this.#chain.extend(some.map((event) => this.#clock.dated(event))));
    const placed = runs.map((run, index) => ({ ...run, ...placeOf(links[0]?.[index]) }));
    const chained = links.flat();
    const series = this.#knownSeries.missingOf(placed);
    const token = `${this.#chain.id}-${chained[0]?.link}`;
    try {
      await this.#watermarks.during(watermarksMovedBy(events), () =>
        Promise.all([
          this.#log(chained, token),
          insert(this.#client, pointRows(placed), token),
          insert(this.#client, seriesRows(series), token),
        ]),
      );
    } catch (cause) {
      // What of the batch was stored is unknown: nobody claims it, and the next batch starts a chain of its own.
      this.#beginChain();
      throw new Fault("unavailable", "The storage refused the write; nothing was accepted, send it again.", [], {
        cause,
      });
    } finally {
      if (series.length > 0) this.#watermarks.wrote("series"); // also where it failed: some of it may be in the tables
    }
    this.knows(series.map(({ row }) => row.id));
    return { placed, chained };
  }

  /** Nobody knows what of the last one was stored. */
  #beginChain(): void {
    this.#chain = this.#newChain();
    this.#tail.lose();
  }

  #newChain(): Chain {
    const chain = new Chain(this.#tools.newChainId(), this.#tools);
    this.#chains.add(chain.id);
    return chain;
  }

  /** In the order of the chain: who reads, or what a crash leaves, never has a link without the one before it. */
  async #log(chained: readonly ChainedEvent[], token: string): Promise<void> {
    for (const rows of logRows(chained)) await insert(this.#client, rows, token);
  }

  async #claimInTurn(
    runs: readonly PlacedRun[],
    chained: readonly ChainedEvent[],
    mayFollow: () => void,
  ): Promise<Map<string, Claim>> {
    await this.#claiming.settled;
    const claim = this.#claim(runs, chained);
    this.#claiming = { runs: new Set(runs.map(({ facts }) => facts.run)), settled: claim.catch(() => {}) };
    mayFollow();
    return await claim;
  }

  async #claim(runs: readonly PlacedRun[], chained: readonly ChainedEvent[]): Promise<Map<string, Claim>> {
    try {
      const standing = await this.#claims.make(runs).finally(() => runs.length > 0 && this.#watermarks.wrote("runs"));
      this.#tail.take(decided(runs, chained, standing));
      return standing;
    } catch (cause) {
      this.#beginChain();
      throw new Fault("unavailable", UNCONFIRMED, [], { cause });
    }
  }
}

function placeOf(event: ChainedEvent | undefined): Pick<PlacedRun, "chain" | "sequence" | "acceptedAt"> {
  if (event === undefined) throw new TypeError("a chain gives every event a place");
  return { chain: event.chain, sequence: event.sequence, acceptedAt: event.at };
}
