/**
 * The only road of a write. Events, run rows and points of a batch go first; a run exists when its claim follows.
 * A claim is inserted with the run id as deduplication token and read back: of two attempts one wins, for ever.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import { Fault } from "../model/fault.ts";
import { Chain, type ChainedEvent, type ChainTools } from "./chain.ts";
import { GroupCommit } from "./group-commit.ts";
import { claimsOf } from "./queries.ts";
import { ask } from "./query.ts";
import { claimRows, eventRows, pointRows, type Rows, runRows, seriesRows } from "./rows.ts";
import type { NewEvent, RunOutcome, RunWrite, SeriesRow } from "./store.ts";

export interface WriterTools extends ChainTools {
  now(): Date;
  /** A random unsigned 64-bit integer in decimal. */
  newChainId(): string;
}

type Item = { readonly events: readonly NewEvent[]; readonly run?: undefined } | { readonly run: RunWrite };
type Claim = { readonly content_hash: string; readonly chain: string; readonly sequence: string };

const LIMITS = { batch: 256, queue: 4096 };

export class Writer {
  readonly #client: ClickHouseClient;
  readonly #tools: WriterTools;
  readonly #commit: GroupCommit<Item, RunOutcome>;
  readonly #knownSeries = new Set<string>();
  #chain: Chain;

  constructor(client: ClickHouseClient, tools: WriterTools) {
    this.#client = client;
    this.#tools = tools;
    this.#chain = new Chain(tools.newChainId(), tools);
    this.#commit = new GroupCommit((items) => this.#flush(items), LIMITS);
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

  async #flush(items: readonly Item[]): Promise<RunOutcome[]> {
    const runs = items.flatMap((item) => (item.run ? [item.run] : []));
    const claimed = await this.#claims(runs.map(({ facts }) => facts.run));
    const fresh = new Map<string, RunWrite>();
    for (const run of runs) {
      const id = run.facts.run.toLowerCase();
      if (!claimed.has(id) && !fresh.has(id)) fresh.set(id, run);
    }
    const written = [...fresh.values()];
    const events = items.flatMap((item) => (item.run ? [] : item.events));
    const places = await this.#write(written, events);
    const winners = await this.#claim(written, places);
    for (const [id, claim] of winners) claimed.set(id, claim);
    return items.map((item) => (item.run ? outcome(item.run, claimed, fresh, places) : "stored"));
  }

  /** Inserts everything but the claims; gives each run its place in the log. */
  async #write(runs: readonly RunWrite[], events: readonly NewEvent[]): Promise<Map<RunWrite, ChainedEvent>> {
    if (runs.length === 0 && events.length === 0) return new Map();
    const chained = this.#chain.extend([...runs.map(({ event }) => event), ...events]);
    const places = new Map(runs.map((run, index) => [run, chained[index] as ChainedEvent]));
    const placed = [...places].map(([run, { chain, sequence }]) => ({ chain, sequence, ...run }));
    const series = this.#unknownSeries(runs);
    const link = `${this.#chain.id}-${chained[0]?.link}`;
    try {
      await Promise.all([
        this.#insert(eventRows(chained), link),
        this.#insert(runRows(placed), link),
        this.#insert(
          pointRows(
            placed.flatMap(({ chain, sequence, points }) => points.map((point) => ({ chain, sequence, point }))),
          ),
          link,
        ),
        this.#insert(seriesRows(series, this.#tools.now()), link),
      ]);
    } catch (cause) {
      // What of the batch was stored is unknown: nobody claims it, and the next batch starts a chain of its own.
      this.#chain = new Chain(this.#tools.newChainId(), this.#tools);
      throw new Fault("unavailable", "The storage refused the write; nothing was accepted, send it again.", [], {
        cause,
      });
    }
    for (const { id } of series) this.#knownSeries.add(id);
    return places;
  }

  async #claim(runs: readonly RunWrite[], places: ReadonlyMap<RunWrite, ChainedEvent>): Promise<Map<string, Claim>> {
    if (runs.length === 0) return new Map();
    try {
      await Promise.all(
        [...places].map(async ([run, { chain, sequence }]) => {
          const claim = { run: run.facts.run, contentHash: run.event.contentHash, chain, sequence, at: run.event.at };
          await this.#insert(claimRows([claim]), run.facts.run.toLowerCase());
        }),
      );
      return await this.#claims(runs.map(({ facts }) => facts.run));
    } catch (cause) {
      throw new Fault("unavailable", "The storage did not confirm the write; send it again, it is stored once.", [], {
        cause,
      });
    }
  }

  async #claims(runs: readonly string[]): Promise<Map<string, Claim>> {
    if (runs.length === 0) return new Map();
    const rows = await ask(this.#client, claimsOf, { runs: [...runs] });
    const first = new Map<string, Claim>();
    for (const row of rows) if (!first.has(row.run)) first.set(row.run, row);
    return first;
  }

  #unknownSeries(runs: readonly RunWrite[]): SeriesRow[] {
    const unknown = new Map<string, SeriesRow>();
    for (const { series } of runs) {
      for (const row of series) if (!this.#knownSeries.has(row.id)) unknown.set(row.id, row);
    }
    return [...unknown.values()];
  }

  async #insert({ table, columns, values }: Rows, token: string): Promise<void> {
    if (values.length === 0) return;
    await this.#client.insert({
      table,
      columns,
      values,
      format: "JSONCompactEachRow",
      clickhouse_settings: { insert_deduplication_token: `${table}-${token}` },
    });
  }
}

function outcome(
  run: RunWrite,
  claimed: ReadonlyMap<string, Claim>,
  fresh: ReadonlyMap<string, RunWrite>,
  places: ReadonlyMap<RunWrite, ChainedEvent>,
): RunOutcome {
  const id = run.facts.run.toLowerCase();
  const claim = claimed.get(id);
  if (!claim)
    throw new Fault("unavailable", "The storage did not confirm the write; send it again, it is stored once.");
  const place = fresh.get(id) === run ? places.get(run) : undefined;
  if (place && claim.chain === place.chain && claim.sequence === String(place.sequence)) return "stored";
  return claim.content_hash === run.event.contentHash ? "duplicate" : "conflict";
}
