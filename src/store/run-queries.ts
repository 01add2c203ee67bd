/** Questions about runs and their points. A run exists when its row does; which of them were retracted is said by struck.ts. */
import * as z from "zod";
import { CAUSES } from "../model/run.ts";
import { RUN_BODIES } from "./log-table.ts";
import { query } from "./query.ts";
import { factsRow, POINT_EXCLUDED, RUN_FACTS } from "./run-columns.ts";

/** 64-bit integers travel as strings. */
const wide = z.string();
const milliseconds = wide.transform((ms) => new Date(Number(ms)));

export const POINTS = `SELECT
    lower(leftPad(hex(p.series), 16, '0')) AS series, p.value AS value, p.unit AS unit, p.repeats AS repeats,
    p.spread AS spread, p.low AS low, p.high AS high,
    ${POINT_EXCLUDED}, ${RUN_FACTS}`;

export const pointRow = z.object({
  series: z.string(),
  value: z.number(),
  unit: z.string(),
  repeats: z.number(),
  spread: z.number().nullable(),
  low: z.number(),
  high: z.number(),
  ...factsRow,
});

export const pointsOfShas = query<{ shas: string[] }>()(
  `WITH mine AS (
     SELECT * FROM runs WHERE sha IN {shas: Array(String)}
   )
   ${POINTS}
   FROM points AS p INNER JOIN mine AS r USING (chain, sequence)
   WHERE (chain, sequence) IN (SELECT chain, sequence FROM mine)
   ORDER BY series, r.started_at, r.run`,
  pointRow,
);

/** A row a run, with all that it measured usably. */
export const seriesOfShas = query<{ shas: string[] }>()(
  `WITH theirs AS (
     SELECT * FROM runs WHERE sha IN {shas: Array(String)} AND cause = 'scheduled'
   )
   SELECT r.sha AS sha, r.rig AS rig, toUnixTimestamp64Milli(r.started_at) AS startedAt, r.excluded AS excluded,
     groupArray(lower(leftPad(hex(p.series), 16, '0'))) AS series
   FROM points AS p INNER JOIN theirs AS r USING (chain, sequence)
   WHERE p.suspect = '' AND (chain, sequence) IN (SELECT chain, sequence FROM theirs)
   GROUP BY chain, sequence, sha, rig, startedAt, excluded`,
  z.object({
    sha: z.string(),
    rig: z.string(),
    startedAt: milliseconds,
    excluded: z.string(),
    series: z.array(z.string()),
  }),
);

export const shasOnlyOfRigs = query<{ rigs: string[] }>()(
  "SELECT sha FROM runs GROUP BY sha HAVING countIf(NOT has({rigs: Array(String)}, rig)) = 0",
  z.object({ sha: z.string() }),
);

/** While repeats are being dropped a document is there twice: the whole one is taken. */
export const documentOfRun = query<{ run: string }>()(
  `SELECT body FROM ${RUN_BODIES}
   WHERE (chain, sequence) IN (SELECT chain, sequence FROM runs WHERE run = {run: UUID})
   ORDER BY length(body) DESC LIMIT 1`,
  z.object({ body: z.string() }),
);

export interface RunsWanted extends Record<string, unknown> {
  rigs: string[];
  /** All when empty. */
  shas: string[];
  /** Milliseconds since 1970; both ends are part of it. */
  from: number;
  to: number;
  /** Only runs that started before this one, or together with it and with a smaller id. */
  beforeStart: number;
  beforeRun: string;
  limit: number;
}

/** Newest first. */
export const runsOfRigs = query<RunsWanted>()(
  `SELECT ${RUN_FACTS}, r.complete AS complete, r.excluded AS excluded
   FROM runs AS r
   WHERE has({rigs: Array(String)}, r.rig) AND (empty({shas: Array(String)}) OR has({shas: Array(String)}, r.sha))
     AND r.started_at BETWEEN fromUnixTimestamp64Milli({from: Int64}, 'UTC')
       AND fromUnixTimestamp64Milli({to: Int64}, 'UTC')
     AND (r.started_at, toString(r.run)) < (fromUnixTimestamp64Milli({beforeStart: Int64}, 'UTC'), {beforeRun: String})
   ORDER BY r.started_at DESC, toString(r.run) DESC LIMIT {limit: UInt32}`,
  z.object({
    ...factsRow,
    complete: z.union([z.boolean(), z.number()]).transform(Boolean),
  }),
);

/** Changesets of which a verdict, whichever, counted one of these runs. */
export const shasRelyingOn = query<{ runs: string[] }>()(
  `SELECT DISTINCT key AS sha FROM events
   WHERE kind = 'verdict' AND hasAny(
     extractAll(body, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'), {runs: Array(String)}
   ) ORDER BY sha`,
  z.object({ sha: z.string() }),
);

/** A piece of a document; null where it has none. */
const piece = z.string().transform((text) => (text === "" ? null : JSON.parse(text)));

export const conditionsOfRuns = query<{ runs: string[] }>()(
  `WITH wanted AS (SELECT * FROM runs WHERE run IN {runs: Array(UUID)})
   SELECT r.run AS run, r.content_hash AS contentHash, r.rig AS rig, r.sha AS sha, r.block AS block, r.cause AS cause,
     toUnixTimestamp64Milli(r.started_at) AS startedAt, toUnixTimestamp64Milli(r.accepted_at) AS acceptedAt,
     r.excluded AS excluded, JSONExtractRaw(e.body, 'environment') AS environment,
     JSONExtractRaw(e.body, 'subject') AS subject, JSONExtractRaw(e.body, 'tool') AS tool
   FROM ${RUN_BODIES} AS e INNER JOIN wanted AS r USING (chain, sequence)
   WHERE (chain, sequence) IN (SELECT chain, sequence FROM wanted)
   ORDER BY toString(r.run), length(e.body) DESC LIMIT 1 BY r.run`,
  z.object({
    run: z.string(),
    contentHash: z.string(),
    rig: z.string(),
    sha: z.string(),
    block: z.string(),
    cause: z.enum(CAUSES),
    startedAt: milliseconds,
    acceptedAt: milliseconds,
    excluded: z.string(),
    environment: piece,
    subject: piece,
    tool: piece,
  }),
);

export const statesOfRig = query<{ rig: string }>()(
  `SELECT watch_hash AS watchHash, toUnixTimestamp64Milli(min(started_at)) AS first,
     toUnixTimestamp64Milli(max(started_at)) AS last, toUInt32(count()) AS runs,
     toString(argMin(run, started_at)) AS firstRun, toString(argMax(run, started_at)) AS lastRun
   FROM runs WHERE rig = {rig: String} AND watch_hash != '' GROUP BY watch_hash ORDER BY min(started_at), watch_hash`,
  z.object({
    watchHash: z.string(),
    first: milliseconds,
    last: milliseconds,
    runs: z.number(),
    firstRun: z.string(),
    lastRun: z.string(),
  }),
);
