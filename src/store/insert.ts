/** Rows into their table: durable when it resolves, and stored once however often the same token comes. */
import type { ClickHouseClient } from "@clickhouse/client";
import type { Rows } from "./rows.ts";
import { counted } from "./tally.ts";

/** One INSERT is one block, all or nothing, up to the engine's 1,048,449 rows. */
export async function insert(client: ClickHouseClient, { table, columns, values }: Rows, token: string): Promise<void> {
  if (values.length === 0) return;
  const settings = { insert_deduplication_token: `${table}-${token}` };
  const rows = { table, columns, values, format: "JSONCompactEachRow", clickhouse_settings: settings } as const;
  await counted(client, "inserts", () => client.insert(rows));
}
