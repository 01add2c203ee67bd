/** A run exists when its row does. Who comes first has the run for ever; everybody learns whose attempt counts. */
import type { ClickHouseClient } from "@clickhouse/client";
import { ClaimedIds } from "./claimed-ids.ts";
import { insert } from "./insert.ts";
import { claimsOf } from "./queries.ts";
import { ask } from "./query.ts";
import { type PlacedRun, runRows } from "./rows.ts";

export interface Claim {
  readonly contentHash: string;
  readonly chain: string;
  readonly sequence: number;
}

export interface Claims {
  /** Before the first write. */
  resume(): Promise<void>;
  /** The claims that stand, by run id. */
  of(runs: readonly string[]): Promise<Map<string, Claim>>;
  /** Writes the rows of runs that were unclaimed a moment ago, and answers whose claims stand. Durable. */
  make(runs: readonly PlacedRun[]): Promise<Map<string, Claim>>;
}

/** Several writers, one server: each row is an insert of its own whose token is the run id, so that of two one wins. */
export class SharedClaims implements Claims {
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async resume(): Promise<void> {} // others write, too: the table alone knows

  async of(runs: readonly string[]): Promise<Map<string, Claim>> {
    return await standing(this.#client, runs);
  }

  async make(runs: readonly PlacedRun[]): Promise<Map<string, Claim>> {
    await Promise.all(runs.map((run) => insert(this.#client, runRows([run]), run.facts.run)));
    return await standing(
      this.#client,
      runs.map(({ facts }) => facts.run),
    );
  }
}

/**
 * One writer holds the database, and it looks at no run while that is being claimed: what was unclaimed before the flush
 * is unclaimed still, so the whole flush is one insert and nothing is read back. Nearly every run is new, which is known
 * without asking: a look at the table was a fifth of what a small flush costs.
 */
export class AloneClaims implements Claims {
  readonly #client: ClickHouseClient;
  #claimed: ClaimedIds | undefined;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async resume(): Promise<void> {
    this.#claimed = await ClaimedIds.of(this.#client);
  }

  async of(runs: readonly string[]): Promise<Map<string, Claim>> {
    const claimed = this.#claimed;
    return await standing(this.#client, claimed ? runs.filter((run) => claimed.mayHave(run)) : runs);
  }

  async make(runs: readonly PlacedRun[]): Promise<Map<string, Claim>> {
    const [first] = runs;
    if (!first) return new Map();
    for (const { facts } of runs) this.#claimed?.add(facts.run); // before: what failed may be stored all the same
    await insert(this.#client, runRows(runs), `${first.chain}-${first.sequence}`);
    if (this.#claimed?.isFull) this.#claimed = await ClaimedIds.of(this.#client);
    return new Map(
      runs.map(({ facts, event, chain, sequence }) => [facts.run, { contentHash: event.contentHash, chain, sequence }]),
    );
  }
}

async function standing(client: ClickHouseClient, runs: readonly string[]): Promise<Map<string, Claim>> {
  if (runs.length === 0) return new Map();
  const first = new Map<string, Claim>();
  for (const { run, content_hash: contentHash, chain, sequence } of await ask(client, claimsOf, { runs: [...runs] })) {
    if (!first.has(run)) first.set(run, { contentHash, chain, sequence: Number(sequence) });
  }
  return first;
}
