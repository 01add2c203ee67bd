/** Migrations end where the snapshot says, whoever starts them and however often; an edited one is refused. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import type { ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Migration, migrate, migrationsFrom } from "../../src/store/migrate.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import { temporaryFolder } from "../support/service.ts";

const folder = new URL("../../migrations/", import.meta.url);
const files = readdirSync(folder).filter((name) => /^\d{4}_\w+\.sql$/.test(name));
const migrations = migrationsFrom(files.map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") })));
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const data = temporaryFolder();
let client: ClickHouseClient;
beforeAll(async () => {
  client = await openEmbedded(data, "tarnish");
});
afterAll(async () => {
  await client.close();
  rmSync(data, { recursive: true, force: true });
});

const ask = async <T>(query: string): Promise<T[]> => (await client.query({ query, format: "JSONEachRow" })).json<T>();

async function schema(): Promise<string> {
  const tables = await ask<{ name: string; create_table_query: string }>(
    "SELECT name, create_table_query FROM system.tables WHERE database = 'tarnish' AND NOT startsWith(name, '.') ORDER BY name",
  );
  return tables
    .map(
      ({ create_table_query }) =>
        `${create_table_query.replace(/(, |\()`/g, "$1\n  `").replace(/ (ENGINE|SETTINGS|AS SELECT)/g, "\n$1")};\n`,
    )
    .join("\n");
}

test("two starters at once and a third later end with the schema of the snapshot", async () => {
  await Promise.all([migrate(client, migrations, sha256), migrate(client, migrations, sha256)]);
  await migrate(client, migrations, sha256);
  await expect(await schema()).toMatchFileSnapshot("../../migrations/schema.snapshot.sql");
  expect(await ask("SELECT version, name FROM schema_migrations FINAL ORDER BY version")).toEqual(
    migrations.map(({ version, name }) => ({ version, name })),
  );
});

test("an applied migration that was edited since is refused, and so is a database of a newer version", async () => {
  const edited: Migration[] = migrations.map((one) => ({ ...one, text: `${one.text}\n-- edited` }));
  await expect(migrate(client, edited, sha256)).rejects.toThrow(/0001_events.sql was edited/);
  await expect(migrate(client, migrations.slice(0, -1), sha256)).rejects.toThrow(/newer Tarnish/);
});

test("a gap or a double in the numbers is refused", () => {
  const named = (name: string) => ({ name, text: "" });
  expect(() => migrationsFrom([named("0001_a.sql"), named("0003_b.sql")])).toThrow(/without gaps/);
  expect(() => migrationsFrom([named("0001_a.sql"), named("0001_b.sql")])).toThrow(/without gaps/);
});
