/** Rows into their table: durable when it resolves, and stored once however often the same token comes. */
import type { ClickHouseClient } from "@clickhouse/client";
import type { Rows } from "./rows.ts";
import { counted } from "./tally.ts";

/**
 * One INSERT is one block, all or nothing, up to the engine's 1,048,449 rows. They go as one JSON value, which costs a
 * third of putting every row into a line of its own; the columns are named by the statement, not beside the rows.
 */
export async function insert(client: ClickHouseClient, { table, columns, values }: Rows, token: string): Promise<void> {
  if (values.length === 0) return;
  const settings = {
    insert_deduplication_token: `${table}-${token}`,
    input_format_json_validate_types_from_metadata: 0 as const,
    input_format_defaults_for_omitted_fields: 0 as const, // no row omits one of them
    max_threads: 1, // one reads the rows anyway, and more of them wait for one another
  };
  const rows = { table, columns, values: { meta: [], data: values }, clickhouse_settings: settings };
  await counted(client, "inserts", () => client.insert({ ...rows, format: "JSONCompact" }));
}
