/** Runs whose repeats are old enough to go, what is left of them, and the room that they took. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { SHORTEST_REPEATS } from "../model/retention.ts";
import { insert } from "./insert.ts";
import { LOG, RUN_BODIES } from "./log-table.ts";
import { namedSince, readVerdicts } from "./named-runs.ts";
import { byColumn, PLACES, type PlaceColumns, type RunPlace } from "./places.ts";
import { ask, query } from "./query.ts";

export interface RunBody extends RunPlace {
  /** Run id. */
  readonly key: string;
  /** JSON. */
  readonly body: string;
}

export interface OldRun extends RunPlace {
  /** Bytes of its document. */
  readonly size: number;
}

export interface OldRunsAsk {
  /** Accepted, and begun, before. */
  readonly before: Date;
  /** Runs of these changesets stay whole, and so does what verdicts about them counted. */
  readonly shas: readonly string[];
  readonly limit: number;
}

export interface RetentionStore {
  /** Runs with repeats that may be dropped, oldest first. */
  oldRuns(ask: OldRunsAsk): Promise<readonly OldRun[]>;
  /** The same, counted: bytes are those of the documents. */
  oldRunsCount(ask: Omit<OldRunsAsk, "limit">): Promise<{ readonly runs: number; readonly bytes: number }>;
  bodies(places: readonly RunPlace[]): Promise<readonly RunBody[]>;
  /** Keeps what is left of runs, named by an event already. Durable when it resolves; safe to repeat. `token`: of these rows alone. */
  keep(runs: readonly RunBody[], token: string): Promise<void>;
  /** Gives the room of all bodies back of which the rest is kept. The engine rewrites its files afterwards, see `rewriting`. */
  drop(): Promise<void>;
  /** How many files the engine has still to rewrite. */
  rewriting(): Promise<number>;
  /** Runs of which the rest is kept, by the day on which it was. */
  dropped(): Promise<readonly { readonly on: string; readonly runs: number }[]>;
}

/** Repeats that are worth dropping: in the RFC 8785 form no text can look like this, its quotes would be escaped. */
const REPEATS = `"values":\\\\[[^\\\\]]{${SHORTEST_REPEATS}}`;
const BEFORE = "fromUnixTimestamp64Milli({before: Int64}, 'UTC')";
type Old = { before: number; shas: string[] };

/** Runs that chain two epochs of a rig stay whole, and all that a verdict counted which is younger, or about a release. */
const MAY_GO = `e.kind = 'run' AND e.at < ${BEFORE} AND match(e.body, '${REPEATS}')
  AND (e.chain, e.sequence) NOT IN (SELECT chain, sequence FROM thinned_runs)
  AND (e.chain, e.sequence) IN (
    SELECT chain, sequence FROM runs
    WHERE started_at < ${BEFORE} AND cause != 'bridge' AND NOT has({shas: Array(String)}, sha)
      AND run NOT IN (${namedSince(BEFORE)})
  )`;

const oldRuns = query<Old & { limit: number }>()(
  `SELECT toString(e.chain) AS chain, toUInt32(e.sequence) AS sequence, toFloat64(length(e.body)) AS size
   FROM ${LOG} AS e WHERE ${MAY_GO} ORDER BY e.at, e.chain, e.sequence LIMIT {limit: UInt32}`,
  z.object({ chain: z.string(), sequence: z.number(), size: z.number() }),
);

const oldRunsCount = query<Old>()(
  `SELECT toFloat64(count()) AS runs, toFloat64(sum(length(e.body))) AS bytes FROM ${LOG} AS e WHERE ${MAY_GO}`,
  z.object({ runs: z.number(), bytes: z.number() }),
);

const bodiesAt = query<PlaceColumns>()(
  `SELECT toString(e.chain) AS chain, toUInt32(e.sequence) AS sequence, e.key AS key, e.body AS body
   FROM ${LOG} AS e WHERE (e.chain, e.sequence) IN (${PLACES}) AND e.body != ''`,
  z.object({ chain: z.string(), sequence: z.number(), key: z.string(), body: z.string() }),
);

const restAt = query<PlaceColumns>()(
  `SELECT toString(e.chain) AS chain, toUInt32(e.sequence) AS sequence, e.body AS body
   FROM ${RUN_BODIES} AS e WHERE (e.chain, e.sequence) IN (${PLACES})`,
  z.object({ chain: z.string(), sequence: z.number(), body: z.string() }),
);

const filesToRewrite = query<Record<never, never>>()(
  `SELECT toUInt32(sum(parts_to_do)) AS files FROM system.mutations
   WHERE database = currentDatabase() AND NOT is_done AND table IN ('events', 'run_events', 'events_local', 'run_events_local')`,
  z.object({ files: z.number() }),
);

const droppedByDay = query<Record<never, never>>()(
  `SELECT JSONExtractString(body, 'thinned') AS day, toUInt32(uniqExact(chain, sequence)) AS runs
   FROM thinned_runs GROUP BY day ORDER BY day`,
  z.object({ day: z.string(), runs: z.number() }),
);

/** What is left of runs whose body in the log is empty, by `chain sequence`. */
export async function thinnedAt(
  client: ClickHouseClient,
  places: readonly RunPlace[],
): Promise<ReadonlyMap<string, string>> {
  if (places.length === 0) return new Map();
  const rows = await ask(client, restAt, byColumn(places));
  return new Map(rows.map(({ chain, sequence, body }) => [`${chain} ${sequence}`, body]));
}

const ON_CLUSTER = {
  allow_nondeterministic_mutations: 1,
  distributed_ddl_output_mode: "none_only_active",
} as const;

const TABLES = ["events", "run_events"] as const;

/** Tables with bodies of which what is left is kept already. */
const tablesToDrop = query<Record<never, never>>()(
  TABLES.map(
    (table) => `SELECT '${table}' AS name FROM ${table}
      WHERE (chain, sequence) IN (SELECT chain, sequence FROM thinned_runs) AND body != '' LIMIT 1`,
  ).join(" UNION ALL "),
  z.object({ name: z.enum(TABLES) }),
);

/** On a cluster each node empties its own: events and what is left of them are spread by the same key. */
export function dropStatements(tables: readonly string[] = TABLES, cluster?: string): string[] {
  const [own, onCluster] = cluster === undefined ? ["", ""] : ["_local", ` ON CLUSTER ${cluster}`];
  return tables.map(
    (table) => `ALTER TABLE ${table}${own}${onCluster} UPDATE body = ''
      WHERE kind = 'run' AND body != '' AND (chain, sequence) IN (SELECT chain, sequence FROM thinned_runs${own})`,
  );
}

export class ClickHouseRetention implements RetentionStore {
  readonly #client: ClickHouseClient;
  readonly #cluster: string | undefined;
  readonly #alone: (act: () => Promise<void>) => Promise<void>;

  /** `alone` runs an act while neither a write nor a copy is under way. */
  constructor(
    client: ClickHouseClient,
    cluster: string | undefined,
    alone: (act: () => Promise<void>) => Promise<void>,
  ) {
    this.#client = client;
    this.#cluster = cluster;
    this.#alone = alone;
  }

  async oldRuns({ before, shas, limit }: OldRunsAsk): Promise<readonly OldRun[]> {
    await readVerdicts(this.#client, shas);
    return await ask(this.#client, oldRuns, { before: before.getTime(), shas: [...shas], limit });
  }

  async oldRunsCount({ before, shas }: Omit<OldRunsAsk, "limit">) {
    await readVerdicts(this.#client, shas);
    const [counted] = await ask(this.#client, oldRunsCount, { before: before.getTime(), shas: [...shas] });
    return counted ?? { runs: 0, bytes: 0 };
  }

  async bodies(places: readonly RunPlace[]): Promise<readonly RunBody[]> {
    return places.length === 0 ? [] : await ask(this.#client, bodiesAt, byColumn(places));
  }

  async keep(runs: readonly RunBody[], token: string): Promise<void> {
    const values = runs.map(({ chain, sequence, key, body }) => [chain, sequence, key, body]);
    await insert(this.#client, { table: "thinned_runs", columns: ["chain", "sequence", "key", "body"], values }, token);
  }

  /**
   * The subquery is not nondeterministic: rows are only ever added, and a replica that lacks one empties that body the
   * next time. On a cluster nobody else waits for it, and it waits for no host that is away: rows are emptied, nothing else.
   */
  async drop(): Promise<void> {
    const tables = (await ask(this.#client, tablesToDrop, {})).map(({ name }) => name);
    const settings = this.#cluster === undefined ? {} : ON_CLUSTER;
    const act = async () => {
      for (const query of dropStatements(tables, this.#cluster))
        await this.#client.command({ query, clickhouse_settings: settings });
    };
    await (this.#cluster === undefined ? this.#alone(act) : act());
  }

  async rewriting(): Promise<number> {
    return (await ask(this.#client, filesToRewrite, {}))[0]?.files ?? 0;
  }

  async dropped() {
    return (await ask(this.#client, droppedByDay, {})).map(({ day: on, runs }) => ({ on, runs }));
  }
}
