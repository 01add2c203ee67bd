/** The log as it is read: events after a place, which of them count, and how far each chain has come. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import type { ChainHead } from "./checkpoint.ts";
import { ask, query } from "./query.ts";
import { EVENT_KINDS, type LoggedEvent, type LogPlace } from "./store.ts";

/** 64-bit integers travel as strings. */
const wide = z.string();
/** ClickHouse writes `2026-10-02 09:14:00.000`. */
const instant = z.string().transform((at) => new Date(`${at.replace(" ", "T")}Z`));

const eventsAfter = query<{ horizon: number; chains: bigint[]; sequences: number[]; limit: number }>()(
  `SELECT toString(chain) AS chain, toUInt32(sequence) AS sequence, toUInt32(link) AS link, id, kind, key, at, who,
     content_hash AS contentHash, previous_hash AS previousHash, link_hash AS linkHash, body
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
    at: instant,
    who: z.string(),
    contentHash: z.string(),
    previousHash: z.string(),
    linkHash: z.string(),
    body: z.string(),
  }),
);

/** Of these places those that hold an accepted run; found by the table's order, however long the history is. */
const acceptedAt = query<{ chains: bigint[]; sequences: number[] }>()(
  `SELECT toString(chain) AS chain, toUInt32(sequence) AS sequence, excluded FROM runs
   WHERE (chain, sequence) IN (
     SELECT arrayJoin(arrayZip({chains: Array(UInt64)}, {sequences: Array(UInt64)})) AS place
   )`,
  z.object({ chain: wide, sequence: z.number(), excluded: z.string() }),
);

const headsOfChains = query<Record<never, never>>()(
  `SELECT toString(chain) AS chain, toUInt32(max(events.sequence)) AS sequence,
     argMax(link_hash, events.sequence) AS linkHash
   FROM events GROUP BY events.chain ORDER BY events.chain`,
  z.object({ chain: wide, sequence: z.number(), linkHash: z.string() }),
);

/** Which of them count is asked afterwards: what was claimed in between counts. */
export async function logAfter(
  client: ClickHouseClient,
  { horizon, chains }: LogPlace,
  limit: number,
): Promise<LoggedEvent[]> {
  const places = [...chains, { chain: "0", sequence: 0 }]; // the engine wants at least one; no chain has this id
  const events = await ask(client, eventsAfter, {
    horizon: horizon.getTime(),
    chains: places.map(({ chain }) => BigInt(chain)),
    sequences: places.map(({ sequence }) => sequence),
    limit,
  });
  const runs = events.filter(({ kind }) => kind === "run");
  const accepted = await acceptedAmong(client, runs);
  return events.map((event) => {
    const excluded = accepted.get(`${event.chain} ${event.sequence}`);
    return { ...event, isAccepted: event.kind !== "run" || excluded !== undefined, excluded: excluded ?? "" };
  });
}

async function acceptedAmong(
  client: ClickHouseClient,
  runs: readonly Pick<LoggedEvent, "chain" | "sequence">[],
): Promise<ReadonlyMap<string, string>> {
  if (runs.length === 0) return new Map();
  const rows = await ask(client, acceptedAt, {
    chains: runs.map(({ chain }) => BigInt(chain)),
    sequences: runs.map(({ sequence }) => sequence),
  });
  return new Map(rows.map(({ chain, sequence, excluded }) => [`${chain} ${sequence}`, excluded]));
}

export async function heads(client: ClickHouseClient): Promise<ChainHead[]> {
  return await ask(client, headsOfChains, {});
}
