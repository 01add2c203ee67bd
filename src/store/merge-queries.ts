/** What two hosts said of the same things before their histories were one again. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import type { Merge, Stretch } from "../model/merge.ts";
import { EVENT_KINDS, type EventKind } from "./event-kinds.ts";
import type { RivalEvent } from "./events.ts";
import { ask, query } from "./query.ts";

/** What follows from the rest, is of one host alone, or is said of a run in another way. */
const NO_CONFLICT: ReadonlySet<EventKind> = new Set([
  "run",
  "token-use",
  "session",
  "verdict",
  "change",
  "order",
  "lease",
  "message",
  "said",
  "promotion",
  "merge",
  "thinning",
]);
/** Things that people and rigs speak of. */
const SPOKEN_OF = EVENT_KINDS.filter((kind) => !NO_CONFLICT.has(kind));

const within = (side: "given" | "kept") =>
  `(has({${side}Chains: Array(UInt64)}, chain)
     AND sequence > transform(chain, {${side}Chains: Array(UInt64)}, {${side}After: Array(UInt64)}, toUInt64(0))
     AND sequence <= transform(chain, {${side}Chains: Array(UInt64)}, {${side}To: Array(UInt64)}, toUInt64(0)))`;
const ofKinds = "kind IN {kinds: Array(String)}";

type Sides = {
  kinds: string[];
  givenChains: bigint[];
  givenAfter: number[];
  givenTo: number[];
  keptChains: bigint[];
  keptAfter: number[];
  keptTo: number[];
};

const rivalEvents = query<Sides>()(
  `SELECT kind, key, toString(at) AS at, who, content_hash AS contentHash, body, toBool(${within("given")}) AS isGiven
   FROM events
   WHERE ${ofKinds} AND (${within("given")} OR ${within("kept")})
     AND (kind, key) IN (SELECT kind, key FROM events WHERE ${ofKinds} AND ${within("given")})
     AND (kind, key) IN (SELECT kind, key FROM events WHERE ${ofKinds} AND ${within("kept")})
   ORDER BY kind, key, events.at, chain, sequence`,
  z.object({
    kind: z.enum(EVENT_KINDS),
    key: z.string(),
    at: z.string().transform((at) => `${at.replace(" ", "T")}Z`),
    who: z.string(),
    contentHash: z.string(),
    body: z.string().transform((body) => JSON.parse(body) as unknown),
    isGiven: z.boolean(),
  }),
);

/** Everything that was said on both sides of the same things, by kind and key, oldest first. */
export async function rivals(client: ClickHouseClient, { given, kept }: Merge): Promise<readonly RivalEvent[]> {
  if (given.length === 0 || kept.length === 0) return [];
  const [of, beside] = [columns(given), columns(kept)];
  return await ask(client, rivalEvents, {
    kinds: [...SPOKEN_OF],
    givenChains: of.chains,
    givenAfter: of.after,
    givenTo: of.to,
    keptChains: beside.chains,
    keptAfter: beside.after,
    keptTo: beside.to,
  });
}

const columns = (stretches: readonly Stretch[]) => ({
  chains: stretches.map(({ chain }) => BigInt(chain)),
  after: stretches.map(({ after }) => after),
  to: stretches.map(({ to }) => to),
});
