/** The same application bundles for Workers: no room that runs there reaches for Node or for the engine. */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { type Checkpoint, isGenuine, newSigningKey } from "../../src/store/checkpoint.ts";
import { clickHouseServer, freePort } from "../support/clickhouse-server.ts";
import { run, uuids } from "../support/runs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "tarnish-worker-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

test("wrangler bundles the Worker with every migration in it, and without the embedded engine", async () => {
  const wrangler = join(root, "node_modules/.bin/wrangler");
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true" };
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

test("inside workerd, over a real ClickHouse server: ingest, a verdict, a chart and a signed checkpoint", async () => {
  const server = await clickHouseServer();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const variables = {
    TARNISH_CLICKHOUSE_URL: server.url,
    TARNISH_ADMIN_TOKEN: "tarnish_secret",
    TARNISH_LOG_KEY: await newSigningKey(),
  };
  const args = ["dev", "--local", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
  for (const [name, value] of Object.entries(variables)) args.push("--var", `${name}:${value}`);
  const wrangler = spawn(join(root, "node_modules/.bin/wrangler"), args, {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const stream of [wrangler.stdout, wrangler.stderr]) stream.on("data", (chunk) => (said += chunk));
  try {
    const until = Date.now() + 60_000;
    const isReady = () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await isReady()) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
    const headers = { authorization: "Bearer tarnish_secret", "content-type": "application/json" };
    const document = run({ id: uuids(71)(), sha: "w1" });
    const post = () => fetch(`${url}/v1/runs`, { method: "POST", headers, body: JSON.stringify(document) });
    const stored = await post();
    expect(stored.status, said).toBe(201);
    const { series } = (await stored.json()) as { series: string[] };
    expect((await post()).status).toBe(200);
    const verdict = (await (await fetch(`${url}/v1/changesets/w1/verdict`)).json()) as { verdict: string };
    expect(verdict.verdict).toBe("not_measured");
    const chart = await fetch(`${url}/charts/series.svg?series=${series[0]}`);
    expect(chart.headers.get("content-type")).toMatch(/svg/);
    expect(await chart.text()).toMatch(/^<svg/);
    const checkpoint = (await (await fetch(`${url}/v1/log/checkpoint`)).json()) as Checkpoint;
    expect([checkpoint.heads.length > 0, await isGenuine(checkpoint)]).toEqual([true, true]);
  } finally {
    if (wrangler.pid !== undefined) process.kill(-wrangler.pid, "SIGKILL");
    await server.stop();
  }
}, 120_000);
