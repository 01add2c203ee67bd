/** A ClickHouse client on the embedded engine in a data folder. */
import { mkdirSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import { CLIENT_SETTINGS } from "./client-settings.ts";
import { EmbeddedConnection } from "./embedded-connection.ts";

/** Throws a Fault `unavailable` when the folder is in use or cannot be written. `database` is an identifier. */
export async function openEmbedded(data: string, database: string): Promise<ClickHouseClient> {
  const path = join(data, "engine");
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const engineArguments = [
    `--max_server_memory_usage=${Math.floor(totalmem() / 2)}`,
    "--mark_cache_size=268435456",
    // Merges take half of the processors at most, small ones first: large ones at once left an answer waiting for 200 ms.
    `--background_pool_size=${Math.max(1, availableParallelism() >> 1)}`,
    "--background_merges_mutations_concurrency_ratio=4",
    "--background_merges_mutations_scheduling_policy=shortest_task_first",
    "--os_threads_nice_value_merge_mutate=5", // those who post or look come first; at 15, other work on the machine left thousands of parts unmerged
    "--max_query_size=268435456", // parameters are part of the statement, and a branch of 6,000 changesets is 256 kB of shas
    `--backups.allowed_path=${join(data, "backups")}/`,
  ];
  const first = createClient({ connection: new EmbeddedConnection({ path, size: 1, engineArguments }) });
  await first.command({ query: `CREATE DATABASE IF NOT EXISTS \`${database}\`` });
  const connection = new EmbeddedConnection({ path, database, engineArguments });
  await first.close();
  return createClient({ connection, clickhouse_settings: CLIENT_SETTINGS });
}
