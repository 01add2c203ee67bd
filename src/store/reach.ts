/** How far anything of each chain has come into the tables: what is beyond cannot be there, and need not be looked for. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import type { RunPlace } from "./places.ts";
import { ask, query } from "./query.ts";

const TABLES = ["events", "run_events", "hidden_events", "points", "runs"];

const reachOfChains = query<Record<never, never>>()(
  `SELECT toString(chain) AS chain, toUInt32(max(reach)) AS sequence FROM (
     ${TABLES.map((table) => `SELECT chain, max(sequence) AS reach FROM ${table} GROUP BY chain`).join(" UNION ALL ")}
   ) GROUP BY chain`,
  z.object({ chain: z.string(), sequence: z.number() }),
);

export class Reach {
  readonly #chains: Map<string, number>;

  private constructor(chains: Map<string, number>) {
    this.#chains = chains;
  }

  /** Reads two columns of every table. */
  static async of(client: ClickHouseClient): Promise<Reach> {
    const rows = await ask(client, reachOfChains, {});
    return new Reach(new Map(rows.map(({ chain, sequence }) => [chain, sequence])));
  }

  isBeyond({ chain, sequence }: RunPlace): boolean {
    return sequence > (this.#chains.get(chain) ?? 0);
  }

  raise(places: readonly RunPlace[]): void {
    for (const place of places) if (this.isBeyond(place)) this.#chains.set(place.chain, place.sequence);
  }
}
