/** The log as it is read: events after a place, which of them count, and how far each chain has come. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { Fault } from "../model/fault.ts";
import type { HiddenEvent } from "./adopt.ts";
import { HASH_VERSIONS } from "./chain.ts";
import type { ChainHead } from "./checkpoint.ts";
import { EVENT_KINDS } from "./event-kinds.ts";
import type { LoggedEvent, LogPlace } from "./events.ts";
import { LOG } from "./log-table.ts";
import { byColumn, PLACES, type PlaceColumns } from "./places.ts";
import { ask, query } from "./query.ts";
import { thinnedAt } from "./retention-store.ts";

/** 64-bit integers travel as strings. */
const wide = z.string();
/** ClickHouse writes `2026-10-02 09:14:00.000`. */
const instant = z.string().transform((at) => new Date(`${at.replace(" ", "T")}Z`));

const AFTER = `at > fromUnixTimestamp64Milli({horizon: Int64}, 'UTC')
     AND sequence > transform(chain, {chains: Array(UInt64)}, {sequences: Array(UInt64)}, toUInt64(0))`;
type After = { horizon: number; chains: bigint[]; sequences: number[]; limit: number };
const place = {
  chain: wide,
  sequence: z.number(),
  link: z.number(),
  at: instant,
  previousHash: z.string(),
  linkHash: z.string(),
  version: z.union(HASH_VERSIONS.map((version) => z.literal(version))),
};

/** Places first, then what stands there: the bodies of all that is left would be read for each page. */
const eventsAfter = query<After>()(
  `SELECT toString(e.chain) AS chain, toUInt32(e.sequence) AS sequence, toUInt32(e.link) AS link, e.id AS id,
     e.kind AS kind, e.key AS key, e.at AS at, e.who AS who, e.content_hash AS contentHash,
     e.previous_hash AS previousHash, e.link_hash AS linkHash, e.body AS body,
     e.hash_version AS version, e.excluded AS excluded
   FROM ${LOG} AS e WHERE (e.chain, e.sequence) IN (
     SELECT chain, sequence FROM ${LOG} WHERE ${AFTER} ORDER BY at, chain, sequence LIMIT {limit: UInt32}
   ) ORDER BY e.at, e.chain, e.sequence LIMIT {limit: UInt32}`,
  z.object({
    ...place,
    id: z.string(),
    kind: z.enum(EVENT_KINDS),
    key: z.string(),
    who: z.string(),
    contentHash: z.string(),
    body: z.string(),
    excluded: z.string(),
  }),
);

const hiddenAfter = query<After>()(
  `SELECT toString(h.chain) AS chain, toUInt32(h.sequence) AS sequence, toUInt32(h.link) AS link, h.at AS at,
     h.hash AS hash, h.previous_hash AS previousHash, h.link_hash AS linkHash, h.hash_version AS version, h.seal AS seal
   FROM (
     SELECT * FROM hidden_events WHERE ${AFTER} ORDER BY at, chain, sequence LIMIT {limit: UInt32}
   ) AS h ORDER BY h.at, h.chain, h.sequence`,
  z.object({ ...place, hash: z.string(), seal: z.string() }),
);

/** Of these places those that hold an accepted run; found by the table's order, however long the history is. */
const acceptedAt = query<PlaceColumns>()(
  `SELECT toString(chain) AS chain, toUInt32(sequence) AS sequence, excluded FROM runs
   WHERE (chain, sequence) IN (${PLACES})`,
  z.object({ chain: wide, sequence: z.number(), excluded: z.string() }),
);

const headsOfChains = query<Record<never, never>>()(
  `SELECT toString(chain) AS chain, toUInt32(max(of.sequence)) AS sequence, toUInt32(count()) AS events,
     toUInt32(argMax(of.link, of.sequence)) AS link, argMax(of.link_hash, of.sequence) AS linkHash
   FROM (
     SELECT chain, sequence, link, link_hash FROM ${LOG} UNION ALL
     SELECT chain, sequence, link, link_hash FROM hidden_events
   ) AS of GROUP BY of.chain ORDER BY of.chain`,
  z.object({ chain: wide, sequence: z.number(), events: z.number(), link: z.number(), linkHash: z.string() }),
);

/** Of each table that the log, and what counts of it, is read from its rows: known without reading any. */
const rowsOfLog = query<Record<never, never>>()(
  `SELECT (SELECT toString(count()) FROM events) || ' ' || (SELECT toString(count()) FROM run_events) || ' ' ||
     (SELECT toString(count()) FROM hidden_events) || ' ' || (SELECT toString(count()) FROM runs) AS stamp`,
  z.object({ stamp: z.string() }),
);

/** Of one chain the last event before which none is missing. */
const lastWithoutGap = query<{ chain: bigint }>()(
  `SELECT toUInt32(sequence) AS sequence, toUInt32(link) AS link, link_hash AS linkHash FROM (
     SELECT *, row_number() OVER (ORDER BY sequence) AS nth FROM (
       SELECT DISTINCT sequence, link, link_hash FROM (
         SELECT chain, sequence, link, link_hash FROM ${LOG} UNION ALL
         SELECT chain, sequence, link, link_hash FROM hidden_events
       ) WHERE chain = {chain: UInt64}
     )
   ) WHERE nth = sequence ORDER BY sequence DESC LIMIT 1`,
  z.object({ sequence: z.number(), link: z.number(), linkHash: z.string() }),
);

/** Which of them count is asked afterwards: what was claimed in between counts. */
export async function logAfter(
  client: ClickHouseClient,
  { horizon, chains }: LogPlace,
  limit: number,
): Promise<(LoggedEvent | HiddenEvent)[]> {
  const places = [...chains, { chain: "0", sequence: 0 }]; // the engine wants at least one; no chain has this id
  const after = {
    horizon: horizon.getTime(),
    ...byColumn(places),
    limit,
  };
  const [events, hidden] = await Promise.all([ask(client, eventsAfter, after), ask(client, hiddenAfter, after)]);
  const runs = events.filter(({ kind }) => kind === "run");
  const thinned = await thinnedAt(
    client,
    runs.filter(({ body }) => body === ""),
  );
  const accepted = await acceptedAmong(client, runs);
  const logged = events.map((event) => {
    const counted = accepted.get(`${event.chain} ${event.sequence}`);
    const excluded = event.version === 1 ? (counted ?? "") : event.excluded;
    const body = event.body || thinned.get(`${event.chain} ${event.sequence}`);
    if (body === undefined) throw new Fault("unavailable", "A replica is behind the others; try again in a moment.");
    return { ...event, body, isAccepted: event.kind !== "run" || counted !== undefined, excluded };
  });
  return hidden.length === 0 ? logged : [...logged, ...hidden].sort(inOrder).slice(0, limit);
}

function inOrder(a: HiddenEvent | LoggedEvent, b: HiddenEvent | LoggedEvent): number {
  if (a.at.getTime() !== b.at.getTime()) return a.at.getTime() - b.at.getTime();
  if (a.chain !== b.chain) return BigInt(a.chain) < BigInt(b.chain) ? -1 : 1;
  return a.sequence - b.sequence;
}

async function acceptedAmong(
  client: ClickHouseClient,
  runs: readonly Pick<LoggedEvent, "chain" | "sequence">[],
): Promise<ReadonlyMap<string, string>> {
  if (runs.length === 0) return new Map();
  const rows = await ask(client, acceptedAt, byColumn(runs));
  return new Map(rows.map(({ chain, sequence, excluded }) => [`${chain} ${sequence}`, excluded]));
}

/** Changes whenever something comes to the log, or a run of it is accepted. */
export async function logStamp(client: ClickHouseClient): Promise<string> {
  const [row] = await ask(client, rowsOfLog, {});
  return row?.stamp ?? "";
}

/** How far each chain is whole. */
export async function heads(client: ClickHouseClient): Promise<(ChainHead & { readonly link: number })[]> {
  const ends = await ask(client, headsOfChains, {});
  const heads = ends.map(async ({ events, ...head }) => {
    if (events === head.sequence) return [head];
    // Adopting was cut off between two tables; or an event that became known is still in both.
    const last = await ask(client, lastWithoutGap, { chain: BigInt(head.chain) });
    return last.map((one) => ({ chain: head.chain, ...one }));
  });
  return (await Promise.all(heads)).flat();
}

/** Reads the places of all runs: rarely asked. */
export const conflicts = query<Record<never, never>>()(
  `SELECT toString(r.run) AS run, r.rig AS rig, r.content_hash AS counts, e.content_hash AS refused,
     toString(e.at) AS refusedAt, e.who AS refusedFrom
   FROM (
     SELECT key, content_hash, at, who FROM ${LOG}
     WHERE kind = 'run' AND (chain, sequence) NOT IN (SELECT chain, sequence FROM runs)
   ) AS e INNER JOIN (SELECT run, rig, content_hash FROM runs) AS r ON e.key = toString(r.run)
   WHERE e.content_hash != r.content_hash ORDER BY e.at, run`,
  z.object({
    run: z.string(),
    rig: z.string(),
    counts: z.string(),
    refused: z.string(),
    refusedAt: z.string().transform((at) => `${at.replace(" ", "T")}Z`),
    refusedFrom: z.string(),
  }),
);
