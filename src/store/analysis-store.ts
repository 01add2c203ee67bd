/** What was computed from much that is stored, kept for whoever asks after a restart or on another replica. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { insert } from "./insert.ts";
import { ask, query } from "./query.ts";

/** One thing that was computed of one state. */
export interface AnalysisKey {
  /** What is computed. */
  readonly kind: "release";
  /** Of what, and for whose sight: only the newest of a key is kept. */
  readonly key: string;
  /** 64 hex digits: stands for everything that it follows from. */
  readonly inputs: string;
}

export interface AnalysisStore {
  /** What was computed from exactly these inputs, if it is kept. */
  read(of: AnalysisKey): Promise<unknown | undefined>;
  /** Durable when it resolves. `id`: another one each time. */
  keep(of: AnalysisKey, body: unknown, from: { readonly at: Date; readonly id: string }): Promise<void>;
}

/** On a cluster: a replica may show a run before its points, so that nobody knows what was computed of it. */
export const NOT_KEPT: AnalysisStore = { read: async () => undefined, keep: async () => {} };

/** Without FINAL: a row that was replaced is as true of its inputs as it was. */
const bodyOf = query<{ kind: string; key: string; inputs: string }>()(
  `SELECT body FROM analyses
   WHERE kind = {kind: String} AND key = {key: String} AND inputs = {inputs: String} LIMIT 1`,
  z.object({ body: z.string() }),
);

export class ClickHouseAnalyses implements AnalysisStore {
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async read(of: AnalysisKey): Promise<unknown | undefined> {
    const [row] = await ask(this.#client, bodyOf, { ...of });
    return row && JSON.parse(row.body);
  }

  /** What was replaced and holds again is written again, which a token of its content would prevent. */
  async keep(
    { kind, key, inputs }: AnalysisKey,
    body: unknown,
    { at, id }: { readonly at: Date; readonly id: string },
  ): Promise<void> {
    const columns: [string, ...string[]] = ["kind", "key", "inputs", "at", "body"];
    const values = [[kind, key, inputs, at.toISOString(), JSON.stringify(body)]];
    await insert(this.#client, { table: "analyses", columns, values }, id);
  }
}
