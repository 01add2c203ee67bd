/**
 * Every question that is asked of the tables, by name. A run exists when its row does; points and events
 * without one are an attempt that did not count.
 */
import * as z from "zod";
import { CAUSES } from "../model/run.ts";
import { query } from "./query.ts";
import { EVENT_KINDS } from "./store.ts";

/** 64-bit integers travel as strings. */
const wide = z.string();
type Nothing = Record<never, never>;

const text = z.string().nullable();
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

export const allChangesets = query<Nothing>()(
  `SELECT sha, repository, branch, parent, tree, change_id, patchset, ticket, subject, author, committed_at,
     toInt32(position) AS position, substring(trailers, 25) AS trailers
   FROM changesets FINAL`,
  z.object({
    sha: z.string(),
    repository: text,
    branch: text,
    parent: text,
    tree: text,
    change_id: text,
    patchset: z.number().nullable(),
    ticket: text,
    subject: text,
    author: text,
    committed_at: instant.nullable(),
    position: z.number().nullable(),
    trailers: text,
  }),
);

const entityRow = z.object({ key: z.string(), at: instant, body: z.string() });

export const entitiesOfKind = query<{ kind: string }>()(
  "SELECT key, at, body FROM entities FINAL WHERE kind = {kind: String} ORDER BY key",
  entityRow,
);

export const entityByKey = query<{ kind: string; key: string }>()(
  "SELECT key, at, body FROM entities FINAL WHERE kind = {kind: String} AND key = {key: String}",
  entityRow,
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

export const POINTS = `SELECT
    lower(leftPad(hex(p.series), 16, '0')) AS series, p.value AS value, p.unit AS unit, p.repeats AS repeats,
    p.spread AS spread, p.low AS low, p.high AS high,
    if(r.excluded != '', r.excluded, p.suspect) AS excluded,
    r.run AS run, r.rig AS rig, r.suite AS suite, r.sha AS sha, r.branch AS branch, r.block AS block,
    r.cause AS cause, toUnixTimestamp64Milli(r.started_at) AS startedAt,
    toUnixTimestamp64Milli(r.accepted_at) AS acceptedAt, r.watch_hash AS watchHash, r.packages_hash AS packagesHash`;

export const pointRow = z.object({
  series: z.string(),
  value: z.number(),
  unit: z.string(),
  repeats: z.number(),
  spread: z.number().nullable(),
  low: z.number(),
  high: z.number(),
  excluded: z.string(),
  run: z.string(),
  rig: z.string(),
  suite: z.string(),
  sha: z.string(),
  branch: z.string(),
  block: z.string(),
  cause: z.enum(CAUSES),
  startedAt: wide.transform((ms) => new Date(Number(ms))),
  acceptedAt: wide.transform((ms) => new Date(Number(ms))),
  watchHash: z.string(),
  packagesHash: z.string(),
});

export const pointsOfSeries = query<{ series: bigint[] }>()(
  `WITH wanted AS (SELECT * FROM points WHERE series IN {series: Array(UInt64)})
   ${POINTS}
   FROM wanted AS p INNER JOIN (
     SELECT * FROM runs WHERE (chain, sequence) IN (SELECT chain, sequence FROM wanted)
   ) AS r USING (chain, sequence)
   ORDER BY series, r.started_at, r.run`,
  pointRow,
);

export const pointsOfSha = query<{ sha: string }>()(
  `WITH mine AS (
     SELECT * FROM runs WHERE sha = {sha: String}
   )
   ${POINTS}
   FROM points AS p INNER JOIN mine AS r USING (chain, sequence)
   WHERE (chain, sequence) IN (SELECT chain, sequence FROM mine)
   ORDER BY series, r.started_at, r.run`,
  pointRow,
);

export const seriesOfShas = query<{ shas: string[] }>()(
  `WITH theirs AS (
     SELECT chain, sequence, sha FROM runs
     WHERE sha IN {shas: Array(String)} AND excluded = '' AND cause = 'scheduled'
   )
   SELECT DISTINCT r.sha AS sha, lower(leftPad(hex(p.series), 16, '0')) AS series
   FROM points AS p INNER JOIN theirs AS r USING (chain, sequence)
   WHERE p.suspect = '' AND (chain, sequence) IN (SELECT chain, sequence FROM theirs)`,
  z.object({ sha: z.string(), series: z.string() }),
);

export const shasOnlyOfRigs = query<{ rigs: string[] }>()(
  "SELECT sha FROM runs GROUP BY sha HAVING countIf(NOT has({rigs: Array(String)}, rig)) = 0",
  z.object({ sha: z.string() }),
);

export const documentOfRun = query<{ run: string }>()(
  `SELECT body FROM events
   WHERE (chain, sequence) IN (SELECT chain, sequence FROM runs WHERE run = {run: UUID}) AND kind = 'run'`,
  z.object({ body: z.string() }),
);

/**
 * Of each kind a figure that changes whenever something arrives. Runs and series are only ever added; of what is
 * replaced in place the content is hashed, because merging makes rows fewer.
 */
export const watermarks = query<Nothing>()(
  `SELECT (SELECT toString(count()) FROM runs) AS runs,
     (SELECT toString(count()) FROM series) AS series,
     (SELECT toString(groupBitXor(cityHash64(toString(tuple(*))))) FROM changesets FINAL) AS changesets,
     (SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) FROM entities FINAL WHERE kind != 'verdict')
       AS entities,
     (SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) FROM entities FINAL WHERE kind = 'verdict')
       AS verdicts`,
  z.object({ runs: wide, series: wide, changesets: wide, entities: wide, verdicts: wide }),
);

export const newestEvent = query<Nothing>()(
  "SELECT max(at) AS at FROM events",
  z.object({ at: instant.transform((at) => new Date(at)) }),
);

export const eventsAfter = query<{ horizon: number; chains: bigint[]; sequences: number[]; limit: number }>()(
  `SELECT toString(chain) AS chain, toUInt32(sequence) AS sequence, toUInt32(link) AS link, id, kind, key, at, who,
     content_hash AS contentHash, previous_hash AS previousHash, link_hash AS linkHash, body,
     kind != 'run' OR (chain, sequence) IN (SELECT chain, sequence FROM runs) AS isAccepted
   FROM events
   WHERE events.at > fromUnixTimestamp64Milli({horizon: Int64}, 'UTC')
     AND events.sequence > transform(events.chain, {chains: Array(UInt64)}, {sequences: Array(UInt64)}, toUInt64(0))
   ORDER BY events.at, events.chain, events.sequence LIMIT {limit: UInt32}`,
  z.object({
    chain: wide,
    sequence: z.number(),
    link: z.number(),
    id: z.string(),
    kind: z.enum(EVENT_KINDS),
    key: z.string(),
    at: instant.transform((at) => new Date(at)),
    who: z.string(),
    contentHash: z.string(),
    previousHash: z.string(),
    linkHash: z.string(),
    body: z.string(),
    isAccepted: z.union([z.boolean(), z.number()]).transform(Boolean),
  }),
);
