/** Migrations: numbered letters to the next engineer, applied once, never edited, safe under two starters. */
import type { ClickHouseClient } from "@clickhouse/client";
import { Fault } from "../model/fault.ts";
import { clusterStatements, JOURNAL, statements } from "./migration-text.ts";
import { appliedMigrations, journals } from "./queries.ts";
import { ask } from "./query.ts";

export interface Migration {
  readonly version: number;
  readonly name: string;
  /** See migration-text.ts. */
  readonly text: string;
}

/** From files named `0001_name.sql`; refuses gaps and doubles, because their order is their meaning. */
export function migrationsFrom(files: readonly { readonly name: string; readonly text: string }[]): Migration[] {
  const migrations = files.map(({ name, text }) => ({ version: Number.parseInt(name, 10), name, text }));
  migrations.sort((a, b) => a.version - b.version);
  const wrong = migrations.find(({ version }, index) => version !== index + 1);
  if (wrong) throw new Error(`migration ${wrong.name} is out of order: versions count 1, 2, 3 without gaps`);
  return migrations;
}

/** Applies what is missing, in order. `sha256` gives 64 hex digits; `cluster` is its name. Statements are idempotent, so a crash resumes. */
export async function migrate(
  client: ClickHouseClient,
  migrations: readonly Migration[],
  sha256: (text: string) => string,
  cluster?: string,
): Promise<void> {
  const [first] = await ask(client, journals, {});
  if (first?.count !== "1") await run(client, JOURNAL, cluster);
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
    await run(client, migration.text, cluster);
    await client.insert({
      table: "schema_migrations",
      columns: ["version", "name", "checksum", "applied_at"],
      values: [[migration.version, migration.name, checksum, Date.now()]],
      format: "JSONCompactEachRow",
      clickhouse_settings: { insert_deduplication_token: `migration-${migration.version}` },
    });
  }
}

async function run(client: ClickHouseClient, text: string, cluster: string | undefined): Promise<void> {
  for (const query of cluster === undefined ? statements(text) : clusterStatements(text, cluster)) {
    await client.command({ query });
  }
}
