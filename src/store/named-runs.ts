/** Which runs do verdicts name? What a verdict says never changes: its body is read once, and what it names is kept. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { Fault } from "../model/fault.ts";
import { insert } from "./insert.ts";
import { byColumn, PLACES, type PlaceColumns } from "./places.ts";
import { ask, query } from "./query.ts";
import { counted } from "./tally.ts";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const RUNS = `toUUID(arrayJoin(arrayDistinct(extractAll(e.body, '${UUID}'))))`;
const IS_RELEASED = "toUInt8(has({shas: Array(String)}, e.key))";
/** Verdicts of which nobody has said yet that they were read, with the releases that there are now. */
const UNREAD = `e.kind = 'verdict'
  AND (e.chain, e.sequence, ${IS_RELEASED}) NOT IN (SELECT chain, sequence, is_released FROM named_verdicts)`;

/** Runs named by a verdict since `before` (SQL), or by any about a changeset that a release names. `readVerdicts` comes first. */
export const namedSince = (before: string): string =>
  `SELECT run FROM named_runs WHERE at >= ${before} OR is_released = 1`;

/** Read together. */
const BATCH = 20;

const unreadVerdicts = query<{ shas: string[] }>()(
  `SELECT toString(e.chain) AS chain, toUInt32(e.sequence) AS sequence, ${IS_RELEASED} AS is_released
   FROM events AS e WHERE ${UNREAD} ORDER BY e.chain, e.sequence LIMIT ${BATCH}`,
  z.object({ chain: z.string(), sequence: z.number(), is_released: z.number() }),
);

/** Rows that are put in twice are as good as once: of a run the largest count. */
const NAMED_BY = `INSERT INTO named_runs (run, at, is_released)
  SELECT ${RUNS} AS named, max(e.at), max(${IS_RELEASED}) FROM events AS e
  WHERE e.kind = 'verdict' AND (e.chain, e.sequence) IN (${PLACES}) GROUP BY named`;

/**
 * Reads all verdicts that were not read before. Cut off anywhere, and beside another one that does the same, nothing is
 * missed: what they name is written before they are said to have been read. Throws a Fault `unavailable` where the storage
 * does not show yet what it was just told.
 */
export async function readVerdicts(client: ClickHouseClient, shas: readonly string[]): Promise<void> {
  for (let before = ""; ; ) {
    const places = await ask(client, unreadVerdicts, { shas: [...shas] });
    const token = places.map((one) => `${one.chain} ${one.sequence} ${one.is_released}`).join();
    if (places.length === 0) return;
    if (token === before)
      throw new Fault("unavailable", "A replica of the storage lags behind; try again in a moment.");
    const query_params: PlaceColumns & { shas: string[] } = { ...byColumn(places), shas: [...shas] };
    await counted(client, "inserts", () => client.command({ query: NAMED_BY, query_params }));
    const values = places.map(({ chain, sequence, is_released }) => [chain, sequence, is_released]);
    await insert(client, { table: "named_verdicts", columns: ["chain", "sequence", "is_released"], values }, token);
    before = token;
  }
}
