/** The same application bundles for Workers: no room that runs there reaches for Node or for the engine. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

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
  expect(bundle.length).toBeLessThan(3_500_000);
}, 120_000);
