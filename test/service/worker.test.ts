/** The same application bundles for Workers: no room that runs there reaches for Node or for the engine. */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { digestRun } from "../../src/actions/digest-run.ts";
import { ingestRun } from "../../src/actions/ingest-run.ts";
import { readConfig } from "../../src/entry/config.ts";
import { openService } from "../../src/entry/node.ts";
import { sha256 } from "../../src/entry/sha256.ts";
import type { RunDocument } from "../../src/model/run.ts";
import { type Checkpoint, isGenuine, newSigningKey } from "../../src/store/checkpoint.ts";
import { clickHouseServer, freePort } from "../support/clickhouse-server.ts";
import { documents, nightsFrom, repeated } from "../support/measured.ts";
import { run, uuids } from "../support/runs.ts";
import { temporaryFolder } from "../support/service.ts";
import { LocalServer, SECRET, verifiedType } from "../support/targets.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "tarnish-worker-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

test("wrangler bundles the Worker with every migration in it, and without the embedded engine", async () => {
  const wrangler = join(root, "node_modules/.bin/wrangler");
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", TMPDIR: out };
  await promisify(execFile)(wrangler, ["deploy", "--dry-run", "--outdir", out], { cwd: root, env });
  const bundle = readFileSync(join(out, "worker.js"), "utf8");
  const migrations = readdirSync(join(root, "migrations")).filter((name) => /^\d{4}_/.test(name));
  const inBundle = readdirSync(out)
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.replace(/^[0-9a-f]{40}-/, ""));
  expect(inBundle.sort()).toEqual(migrations.sort());
  expect(bundle).not.toMatch(/from "node:|require\("node:|new Session\(/);
  const packed = readdirSync(out)
    .filter((name) => /\.(js|wasm|sql)$/.test(name))
    .map((name) => gzipSync(readFileSync(join(out, name))).length);
  expect(packed.reduce((sum, size) => sum + size)).toBeLessThan(3_000_000); // the platform's smallest limit, compressed
}, 120_000);

test("inside workerd, over a real ClickHouse server: ingest, a verdict, a chart, a checkpoint, and what is due by itself", async () => {
  const server = await clickHouseServer();
  const hook = new LocalServer(() => ({ status: 204 }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const targets = {
    targets: [{ name: "team", kind: "webhook", url: await hook.listen(), secretFrom: "TEAM", tells: ["verdict"] }],
  };
  const variables = {
    TARNISH_CLICKHOUSE_URL: server.url,
    TARNISH_ADMIN_TOKEN: "tarnish_secret",
    TARNISH_LOG_KEY: await newSigningKey(),
    TARNISH_TARGETS: JSON.stringify(targets),
    TEAM: SECRET,
  };
  const [old] = await longAgo(server.url);
  const args = ["dev", "--local", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
  for (const [name, value] of Object.entries(variables)) args.push("--var", `${name}:${value}`);
  const wrangler = spawn(join(root, "node_modules/.bin/wrangler"), args, {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", TMPDIR: out },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const stream of [wrangler.stdout, wrangler.stderr]) stream.on("data", (chunk) => (said += chunk));
  const headers = { authorization: "Bearer tarnish_secret", "content-type": "application/json" };
  const read = async (path: string) => await (await fetch(url + path, { headers })).json();
  const readAsStranger = async (path: string) => await (await fetch(url + path)).json();
  const trigger = async (cron: string) => {
    const answer = await fetch(`${url}/cdn-cgi/handler/scheduled?${new URLSearchParams({ cron })}`);
    expect(await answer.text(), said).toBe("ok");
  };
  try {
    const until = Date.now() + 60_000;
    const isReady = () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    const areReady = async () => (await Promise.all([isReady(), isReady()])).every((one) => one);
    while (!(await areReady()) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
    const [often, daily] = crons();
    await fetch(`${url}/v1/retention`, { method: "PUT", headers, body: JSON.stringify({ repeatsAfterDays: 30 }) });
    await trigger(daily);
    expect(await read(`/v1/runs/${old?.id}`), said).toMatchObject({ thinned: new Date().toISOString().slice(0, 10) });
    const document = run({ id: uuids(71)(), sha: "w1" });
    const post = () => fetch(`${url}/v1/runs`, { method: "POST", headers, body: JSON.stringify(document) });
    const stored = await post();
    expect(stored.status, said).toBe(201);
    const { series } = (await stored.json()) as { series: string[] };
    expect((await post()).status).toBe(200);
    expect(await readAsStranger("/v1/changesets/w1/verdict")).toMatchObject({ verdict: "not_measured" });
    await inACrowd(url, headers);
    const chart = await fetch(`${url}/charts/series.svg?series=${series[0]}`);
    expect(chart.headers.get("content-type")).toMatch(/svg/);
    expect(await chart.text()).toMatch(/^<svg/);
    const checkpoint = (await readAsStranger("/v1/log/checkpoint")) as Checkpoint;
    expect([checkpoint.heads.length > 0, await isGenuine(checkpoint)]).toEqual([true, true]);
    await trigger(often);
    await trigger(often); // nothing is said twice
    expect(
      hook.received.map((message) => [verifiedType(message, Date.now()), JSON.parse(message.text).data.sha]),
      said,
    ).toEqual([["verdict.fail", "slow-0002"]]);
  } finally {
    if (wrangler.pid !== undefined) process.kill(-wrangler.pid, "SIGKILL");
    await Promise.all([server.stop(), hook.close()]);
  }
}, 120_000);

/**
 * Requests that overlap in every way: each answered as if it were alone, whoever ends first. In workerd nothing that one of
 * them began goes on after its answer, and whoever waited for that would wait for ever.
 */
async function inACrowd(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const id = uuids(72);
  const documents = Array.from({ length: 12 }, () => run({ id: id(), sha: "w1" }));
  const leaving = new AbortController();
  const left = documents.map(({ id: one }) => fetch(`${url}/v1/runs/${one}`, { headers, signal: leaving.signal }));
  const [followed, ...answers] = await Promise.all([
    fetch(`${url}/v1/log?wait=2`, { headers }),
    ...documents.map((one) => fetch(`${url}/v1/runs`, { method: "POST", headers, body: JSON.stringify(one) })),
    ...documents.map(() => fetch(`${url}/v1/changesets/w1/verdict`)),
    Promise.allSettled(left).then(() => fetch(`${url}/healthz`)),
    fetch(`${url}/readyz`).finally(() => leaving.abort()),
  ]);
  await followed.text();
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toEqual([...documents.map(() => 201), ...documents.map(() => 200), 200, 200]);
  const stored = await Promise.all(documents.map(({ id: one }) => fetch(`${url}/v1/runs/${one}`, { headers })));
  expect(await Promise.all(stored.map((one) => one.json()))).toEqual(documents);
}

/** A history that the Node service wrote years ago on the same server: a parent, and a changeset that is a fifth slower. */
async function longAgo(server: string): Promise<readonly RunDocument[]> {
  const config = readConfig({ TARNISH_DATA: temporaryFolder(), TARNISH_CLICKHOUSE_URL: server });
  const silent = { debug() {}, info() {}, error() {} };
  const { ctx, start, stop } = await openService(config, silent, undefined, () => new Date("2024-06-01T00:00:00Z"));
  await start();
  const runs = [
    ...documents(1, { changeset: { sha: "base-0001" }, nights: nightsFrom("2024-03-01", 6) }),
    ...documents(2, {
      changeset: { sha: "slow-0002", parent: "base-0001" },
      nights: nightsFrom("2024-04-01", 3),
      series: [{ level: 800 }],
    }),
  ].map(repeated);
  for (const one of runs) await ingestRun(ctx, { name: "ann", scopes: ["admin"] }, digestRun(one, sha256));
  await stop();
  return runs;
}

/** As wrangler.toml has them. */
function crons(): [string, string] {
  const [, list = "[]"] = /^crons = (\[.*\])$/m.exec(readFileSync(join(root, "wrangler.toml"), "utf8")) ?? [];
  const [often, daily] = JSON.parse(list) as string[];
  if (often === undefined || daily === undefined) throw new Error(list);
  return [often, daily];
}
