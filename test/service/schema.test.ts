/** Migrations end where the snapshot says, whoever starts them and however often; an edited one is refused. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import type { ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Migration, migrate, migrationsFrom } from "../../src/store/migrate.ts";
import { statements } from "../../src/store/migration-text.ts";
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

async function schema(database = "tarnish"): Promise<string> {
  const tables = await ask<{ name: string; create_table_query: string }>(
    `SELECT name, create_table_query FROM system.tables WHERE database = '${database}' AND NOT startsWith(name, '.') ORDER BY name`,
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

/** As they come to the log, through the view as it is at that moment. */
async function changesets(...events: readonly [at: string, body: { readonly sha: string }][]): Promise<void> {
  await client.insert({
    table: "events",
    columns: ["kind", "key", "at", "body"],
    values: events.map(([at, body]) => ["changeset", body.sha, at, JSON.stringify(body)]),
    format: "JSONCompactEachRow",
    clickhouse_settings: { insert_deduplicate: 0 },
  });
}

/** Ends after so many statements, as a process that is killed would. */
function dyingAfter(statements: number): ClickHouseClient {
  let left = statements;
  return new Proxy(client, {
    get(target, name) {
      if (name === "command" && left-- <= 0) throw new Error("killed");
      const own = Reflect.get(target, name) as unknown;
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
}

test("trailers of events from before their column are found, and the newest counts, whoever migrates while they arrive", async () => {
  const tables = await ask<{ name: string }>("SELECT name FROM system.tables WHERE database = 'tarnish'");
  for (const { name } of tables) await client.command({ query: `DROP TABLE ${name} SYNC` });
  await migrate(client, migrations.slice(0, 3), sha256);
  const says = (sha: string, Fixes: string) => ({ sha, trailers: { Fixes } });
  await changesets(["2026-01-01T00:00:00Z", says("a", "old")], ["2026-01-02T00:00:00Z", says("a", "older than live")]);
  await changesets(["2026-01-03T00:00:00Z", { sha: "a" }], ["2026-01-01T00:00:00Z", says("b", 'said "once"')]);
  for (let statements = 1; statements <= 3; statements++) {
    await expect(migrate(dyingAfter(statements), migrations, sha256)).rejects.toThrow("killed");
    await changesets(
      [`2026-01-04T00:00:0${statements}Z`, says("a", `live ${statements}`)],
      ["2026-01-05T00:00:00Z", { sha: "a" }],
    );
  }
  await Promise.all([migrate(client, migrations, sha256), migrate(client, migrations, sha256)]);
  await client.command({ query: "OPTIMIZE TABLE changesets FINAL" });
  const found = await ask<{ sha: string; trailers: string | null }>(
    "SELECT sha, substring(trailers, 25) AS trailers FROM changesets FINAL ORDER BY sha",
  );
  expect(found.map(({ trailers }) => JSON.parse(trailers ?? "null"))).toEqual([
    { Fixes: "live 3" },
    { Fixes: 'said "once"' },
  ]);
}, 30_000);

test("a gap or a double in the numbers is refused", () => {
  const named = (name: string) => ({ name, text: "" });
  expect(() => migrationsFrom([named("0001_a.sql"), named("0003_b.sql")])).toThrow(/without gaps/);
  expect(() => migrationsFrom([named("0001_a.sql"), named("0001_b.sql")])).toThrow(/without gaps/);
});

test("migrations that a crash cut off, early or before their last statement, are resumed to the same schema", async () => {
  await migrate(client, migrations, sha256);
  const whole = await schema();
  const count = migrations.flatMap(({ text }) => statements(text)).length;
  for (const last of [2, count - 1]) {
    const database = `crashed_${last}`;
    const other = await openEmbedded(data, database);
    let given = 0;
    const dying = new Proxy(other, {
      get: (own, name) => {
        const value = Reflect.get(own, name) as unknown;
        if (name !== "command") return typeof value === "function" ? value.bind(own) : value;
        return async (command: { query: string }) => {
          if (given++ === last) throw new Error("killed");
          return await own.command(command);
        };
      },
    });
    await expect(migrate(dying, migrations, sha256)).rejects.toThrow("killed");
    await migrate(other, migrations, sha256);
    expect((await schema(database)).replaceAll(database, "tarnish"), `killed after ${last} statements`).toBe(whole);
    await other.close();
  }
}, 120_000);
