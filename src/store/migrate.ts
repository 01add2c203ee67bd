/** Migrations: numbered letters to the next engineer, applied once, never edited, safe under two starters. */
import type { ClickHouseClient } from "@clickhouse/client";
import { Fault } from "../model/fault.ts";
import { appliedMigrations } from "./queries.ts";
import { ask } from "./query.ts";

export interface Migration {
  readonly version: number;
  readonly name: string;
  /** SQL with {{table:…}}, {{view:…}}, {{engine:…}} and {{settings}}; statements end with `;` at the end of a line. */
  readonly text: string;
}

/**
 * fsync: an answered write survives a power cut. Deduplication window: a batch that is sent again is stored once.
 * A short life of replaced parts: many small batches leave many of them.
 */
const SETTINGS =
  "SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1";

/** The statements of one migration for a single server. */
export function statements({ text }: Migration): string[] {
  return text
    .replace(/\{\{(?:table|view):(\w+)\}\}/g, "$1")
    .replace(/\{\{engine:([^}]+)\}\}/g, (_, engine: string) => (engine.includes("(") ? engine : `${engine}()`))
    .replaceAll("{{settings}}", SETTINGS)
    .split(/;\s*$/m)
    .map((statement) => statement.replace(/^--.*$/gm, "").trim())
    .filter((statement) => statement !== "");
}

/** From files named `0001_name.sql`; refuses gaps and doubles, because their order is their meaning. */
export function migrationsFrom(files: readonly { readonly name: string; readonly text: string }[]): Migration[] {
  const migrations = files.map(({ name, text }) => ({ version: Number.parseInt(name, 10), name, text }));
  migrations.sort((a, b) => a.version - b.version);
  const wrong = migrations.find(({ version }, index) => version !== index + 1);
  if (wrong) throw new Error(`migration ${wrong.name} is out of order: versions count 1, 2, 3 without gaps`);
  return migrations;
}

/** Applies what is missing, in order. `sha256` gives 64 hex digits. Statements are idempotent, so a crash resumes. */
export async function migrate(
  client: ClickHouseClient,
  migrations: readonly Migration[],
  sha256: (text: string) => string,
): Promise<void> {
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS schema_migrations (version UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC'))
            ENGINE = ReplacingMergeTree ORDER BY version ${SETTINGS}`,
  });
  const applied = new Map(
    (await ask(client, appliedMigrations, {})).map(({ version, checksum }) => [version, checksum]),
  );
  const newest = Math.max(0, ...applied.keys());
  if (newest > migrations.length) {
    throw new Fault(
      "unavailable",
      `The database was written by a newer Tarnish (schema ${newest}, this one knows ${migrations.length}); start the newer version.`,
    );
  }
  for (const migration of migrations) {
    const checksum = sha256(migration.text);
    const before = applied.get(migration.version);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new Fault(
        "unavailable",
        `Migration ${migration.name} was edited after it had been applied; put the old text back and write a new migration.`,
      );
    }
    for (const query of statements(migration)) await client.command({ query });
    await client.insert({
      table: "schema_migrations",
      columns: ["version", "name", "checksum", "applied_at"],
      values: [[migration.version, migration.name, checksum, Date.now()]],
      format: "JSONCompactEachRow",
      clickhouse_settings: { insert_deduplication_token: `migration-${migration.version}` },
    });
  }
}
