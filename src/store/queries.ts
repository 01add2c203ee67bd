/**
 * Every question that is asked of the tables, by name. A run exists when its row does; points and events
 * without one are an attempt that did not count.
 */
import * as z from "zod";
import { FOLLOWING_KINDS, RULING_KINDS, type Watched } from "./event-kinds.ts";
import { LOG } from "./log-table.ts";
import { query } from "./query.ts";

/** 64-bit integers travel as strings. */
const wide = z.string();
type Nothing = Record<never, never>;
const listed = (kinds: readonly string[]): string => `(${kinds.map((kind) => `'${kind}'`).join(", ")})`;
const RULES = listed(RULING_KINDS);
const FOLLOWING = listed(Object.keys(FOLLOWING_KINDS));
const moving = (of: Watched): string =>
  listed(Object.entries(FOLLOWING_KINDS).flatMap(([kind, moved]) => (moved === of ? [kind] : [])));

/** ClickHouse writes `2026-10-02 09:14:00.000`. */
const instant = z.string().transform((at) => `${at.replace(" ", "T")}Z`);

export const journals = query<Nothing>()(
  "SELECT toString(count()) AS count FROM system.tables WHERE database = currentDatabase() AND name = 'schema_migrations'",
  z.object({ count: wide }),
);

export const appliedMigrations = query<Nothing>()(
  "SELECT version, checksum FROM schema_migrations ORDER BY version",
  z.object({ version: z.number(), checksum: z.string() }),
);

export const claimsOf = query<{ runs: string[] }>()(
  `SELECT run, content_hash, toString(chain) AS chain, toString(sequence) AS sequence
   FROM runs WHERE run IN {runs: Array(UUID)} ORDER BY accepted_at, chain, sequence`,
  z.object({ run: z.string(), content_hash: z.string(), chain: wide, sequence: wide }),
);

export const countOfRuns = query<Nothing>()("SELECT toString(count()) AS runs FROM runs", z.object({ runs: wide }));

export const idsOfRuns = query<{ slices: number; slice: number }>()(
  "SELECT toString(run) AS run FROM runs WHERE cityHash64(run) % {slices: UInt32} = {slice: UInt32}",
  z.object({ run: z.string() }),
);

const entityRow = z.object({ key: z.string(), at: instant, body: z.string() });

export const entitiesOfKind = query<{ kind: string }>()(
  "SELECT key, at, body FROM entities FINAL WHERE kind = {kind: String} ORDER BY key",
  entityRow,
);

/** Without what was said of them, which may be long. */
export const newestOfKind = query<{ kind: string; most: number }>()(
  "SELECT key, at FROM entities FINAL WHERE kind = {kind: String} ORDER BY at DESC, key LIMIT {most: UInt32}",
  z.object({ key: z.string(), at: instant }),
);

export const entityByKey = query<{ kind: string; key: string }>()(
  "SELECT key, at, body FROM entities FINAL WHERE kind = {kind: String} AND key = {key: String}",
  entityRow,
);

export const entitiesInState = query<{ kind: string; state: string }>()(
  `SELECT key, at, body FROM entities FINAL
   WHERE kind = {kind: String} AND JSONExtractString(body, 'state') = {state: String} ORDER BY key`,
  entityRow,
);

/** All that was said of one thing that is not a run, oldest first. */
export const eventsOfKey = query<{ kind: string; key: string }>()(
  `SELECT key, at, who, body FROM events
   WHERE kind = {kind: String} AND key = {key: String} ORDER BY events.at, chain, sequence`,
  z.object({ key: z.string(), at: instant, who: z.string(), body: z.string() }),
);

export const allSeries = query<Nothing>()(
  `SELECT lower(leftPad(hex(series), 16, '0')) AS id, benchmark, version, metric, parameters, rig, hardware, pairing,
     unit, dimension, better
   FROM series ORDER BY series, first_seen LIMIT 1 BY series`,
  z.object({
    id: z.string(),
    benchmark: z.string(),
    version: z.string(),
    metric: z.string(),
    parameters: z.record(z.string(), z.string()),
    rig: z.string(),
    hardware: z.string(),
    pairing: z.string(),
    unit: z.string(),
    dimension: z.string(),
    better: z.enum(["higher", "lower"]),
  }),
);

/**
 * Of each kind a figure that changes whenever something arrives. Series are only ever added, runs nearly so; of what is
 * replaced in place the content is hashed, because merging makes rows fewer. What says which runs count moves `runs`.
 */
export const watermarks = query<Nothing>()(
  `SELECT (SELECT toString(count()) || ' ' || toString(groupBitXor(cityHash64(chain, sequence))) FROM runs) || ' ' || (
       SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) FROM entities FINAL WHERE kind IN ${RULES}
     ) AS runs,
     (SELECT toString(count()) FROM series) AS series,
     (SELECT toString(groupBitXor(cityHash64(toString(tuple(*))))) FROM changesets FINAL) AS changesets,
     (SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) FROM entities FINAL
       WHERE kind NOT IN ${FOLLOWING}) AS entities,
     (SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) FROM entities FINAL
       WHERE kind IN ${moving("verdicts")}) AS verdicts,
     (SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) FROM entities FINAL
       WHERE kind IN ${moving("triage")}) AS triage,
     (SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) FROM entities FINAL
       WHERE kind IN ${moving("work")}) AS work,
     (SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) FROM entities FINAL
       WHERE kind IN ${moving("messages")}) AS messages`,
  z.object({
    runs: wide,
    series: wide,
    changesets: wide,
    entities: wide,
    verdicts: wide,
    triage: wide,
    work: wide,
    messages: wide,
  }),
);

export const newestEvent = query<Nothing>()(
  `SELECT max(at) AS at FROM ${LOG}`,
  z.object({ at: instant.transform((at) => new Date(at)) }),
);
