/** A cluster of two shards, each a real server: runs are spread, read and judged; a shard that dies loses nothing. */
import { createHash } from "node:crypto";
import { createClient } from "@clickhouse/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readMigrations } from "../../src/entry/node.ts";
import { migrate } from "../../src/store/migrate.ts";
import { clusterStatements, JOURNAL } from "../../src/store/migration-text.ts";
import { openServer } from "../../src/store/open-server.ts";
import { ClickHouseRetention, dropStatements } from "../../src/store/retention-store.ts";
import { type ClickHouseServer, clickHouseServer, freePort } from "../support/clickhouse-server.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService, temporaryFolder } from "../support/service.ts";

const id = uuids(81);
const STATEMENTS = [
  ...[JOURNAL, ...readMigrations().map(({ text }) => text)].flatMap((text) => clusterStatements(text, "two")),
  ...dropStatements(undefined, "two"),
];
let shards: ClickHouseServer[];
let service: TestService;

/** The servers have no interserver port, so that each statement is given to each of them, without its replication. */
const forOneNode = (statement: string) =>
  statement
    .replaceAll(" ON CLUSTER two", "")
    .replace(/Replicated(\w+)\('[^']+', '[^']+'(?:, )?/g, "$1(")
    .replaceAll("SETTINGS replicated_", "SETTINGS non_replicated_");

beforeAll(async () => {
  const ports = [await freePort(), await freePort()];
  const replica = (port: number) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`;
  const remotes = `<remote_servers><two>${ports.map(replica).join("")}</two></remote_servers>`;
  const keeper = "<zookeeper><implementation>testkeeper</implementation></zookeeper>";
  shards = await Promise.all(
    ports.map((tcpPort, index) =>
      clickHouseServer({
        tcpPort,
        configuration: `${remotes}${keeper}<macros><shard>${index}</shard><replica>one</replica></macros>`,
      }),
    ),
  );
  await migrateEach();
  const settings = { TARNISH_CLICKHOUSE_URL: shards[0]?.url ?? "", TARNISH_CLICKHOUSE_CLUSTER: "two" };
  service = await serviceInProcess(temporaryFolder(), 0, settings);
}, 120_000);
/** The migration itself, but for each statement given to every node. */
async function migrateEach(): Promise<void> {
  for (const { url } of shards) await fetch(url, { method: "POST", body: "CREATE DATABASE tarnish" });
  const clients = await Promise.all(shards.map(({ url }) => openServer(createClient, url, "tarnish", "two")));
  const [first] = clients;
  if (!first) throw new Error("there is no shard");
  const everywhere = new Proxy(first, {
    get(client, name) {
      if (name === "command") {
        return async ({ query }: { query: string }) => {
          for (const one of clients) await one.command({ query: forOneNode(query) });
        };
      }
      const own = Reflect.get(client, name) as unknown;
      return typeof own === "function" ? own.bind(client) : own;
    },
  });
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  await migrate(everywhere, readMigrations(), sha256, "two");
  await Promise.all(clients.map((client) => client.close()));
}

afterAll(async () => {
  await service?.stop();
  for (const shard of shards ?? []) await shard.stop();
});

async function counts(table: string, what = "count()"): Promise<number[]> {
  return await Promise.all(
    shards.map(async ({ url }) => {
      const answer = await fetch(`${url}/?query=${encodeURIComponent(`SELECT ${what} FROM tarnish.${table}_local`)}`);
      return Number(await answer.text());
    }),
  );
}

const metrics = Array.from({ length: 8 }, (_, index) => `metric.${index}`);
function wide(sha: string) {
  const document = run({ id: id(), sha, values: Array.from({ length: 60 }, (_, at) => 100 + (at % 3)) });
  return { ...document, measurements: metrics.map((metric) => ({ ...document.measurements[0], metric })) };
}

test("the engine understands every statement of a real cluster, and makes the replicated tables", async () => {
  const [first] = shards;
  const client = createClient({ url: first?.url ?? "" });
  await client.command({ query: "CREATE DATABASE IF NOT EXISTS replicated" });
  const inside = createClient({ url: first?.url ?? "", database: "replicated" });
  for (const query of STATEMENTS) {
    expect(query).toMatch(/^(CREATE|ALTER) .* ON CLUSTER two\b|^(SELECT|INSERT) (?!.*_local)/s);
    await inside.exec({ query: `EXPLAIN AST ${query}` }).then(({ stream }) => stream.toArray());
    const name = /^CREATE .*EXISTS (\w+)/.exec(query)?.[1];
    if (name === undefined) continue; // altering replicated tables needs replication
    await inside.command({ query: query.replaceAll(" ON CLUSTER two", "").replace("{uuid}", name) });
  }
  await client.command({ query: "DROP DATABASE replicated SYNC" });
  await Promise.all([client.close(), inside.close()]);
});

test("runs are stored once, spread over the shards, and read as one", async () => {
  const documents = Array.from({ length: 30 }, () => wide("spread"));
  const post = () => Promise.all(documents.map((document) => service.call("POST", "/v1/runs", document)));
  expect(new Set((await post()).map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set((await post()).map(({ status }) => status))).toEqual(new Set([200]));
  for (const table of ["runs", "points", "run_events"]) {
    const [one = 0, two = 0] = await counts(table);
    expect(Math.min(one, two), table).toBeGreaterThan(0);
    if (table === "runs") expect(one + two).toBe(30);
    if (table === "points") expect(one + two).toBe(30 * metrics.length);
  }
  const { items } = (await service.call("GET", "/v1/series")).body;
  expect(items).toHaveLength(metrics.length);
  const seriesOf = (path: string) =>
    Promise.all(items.map((series: { id: string }) => service.call("GET", `/v1/series/${series.id}/${path}`)));
  for (const { body } of await seriesOf("points")) expect(body.points).toHaveLength(30);
  for (const { status } of await seriesOf("changes")) expect(status).toBe(200);
  expect((await service.call("GET", `/v1/runs/${documents[0]?.id}`)).body).toEqual(documents[0]);
  expect((await service.call("GET", "/v1/changesets/spread/verdict")).body.verdict).toBe("not_measured");
  const trailers = { Fixes: "r1" };
  expect((await service.call("PUT", "/v1/changesets", { sha: "spread", trailers })).body.changed).toBe(1);
  expect((await service.call("GET", "/v1/changesets/spread")).body).toMatchObject({ sha: "spread", trailers });
});

test("repeats that are dropped are gone from every shard, and what is left of each run is read as one", async () => {
  const [first] = shards;
  const client = await openServer(createClient, first?.url ?? "", "tarnish", "two");
  const retention = new ClickHouseRetention(client, "two", (act) => act());
  const places = await retention.oldRuns({ before: new Date("2199-01-01"), shas: [], limit: 100 });
  const whole = await retention.bodies(places);
  expect(whole).toHaveLength(30);
  const rest = whole.map(({ body, ...place }) => ({
    ...place,
    body: JSON.stringify({ ...JSON.parse(body), measurements: [] }),
  }));
  await retention.keep(rest, "all");
  for (const { url } of shards)
    for (const statement of dropStatements(undefined, "two")) {
      const body = forOneNode(statement);
      const answer = await fetch(`${url}/?database=tarnish&mutations_sync=1`, { method: "POST", body });
      expect([answer.status, await answer.text()]).toEqual([200, ""]);
    }
  const lengths = await counts("run_events", "sum(length(body))");
  expect(lengths).toEqual([0, 0]);
  const shown = await Promise.all(rest.map(({ key }) => service.call("GET", `/v1/runs/${key}`)));
  expect(shown.map(({ body }) => body)).toEqual(rest.map(({ body }) => JSON.parse(body)));
  expect((await retention.oldRunsCount({ before: new Date("2199-01-01"), shas: [] })).runs).toBe(0);
  await client.close();
});

test("with a shard down reads and writes say 503; nothing acknowledged is lost, and it goes on when the shard is back", async () => {
  const before = Array.from({ length: 10 }, () => wide("down"));
  for (const document of before) expect((await service.call("POST", "/v1/runs", document)).status).toBe(201);
  await shards[1]?.kill();
  const meanwhile = wide("down");
  const refused = await service.call("POST", "/v1/runs", meanwhile);
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBeTruthy();
  expect((await service.call("GET", "/v1/log")).status).toBe(503);
  await shards[1]?.restart();
  let status = 503;
  for (let tries = 0; status === 503 && tries < 100; tries++) {
    status = (await service.call("POST", "/v1/runs", meanwhile)).status;
  }
  expect(status).toBe(201);
  const documents = [...before, meanwhile];
  const shown = await Promise.all(documents.map((document) => service.call("GET", `/v1/runs/${document.id}`)));
  expect(shown.map(({ body }) => body)).toEqual(documents);
  expect((await counts("runs")).reduce((sum, count) => sum + count)).toBe(41);
}, 120_000);
