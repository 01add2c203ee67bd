/** `npm run demo`: the service in a fresh folder, filled through its own doors as rigs would, and the gate's answers. */
import { randomInt } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import colors from "picocolors";
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import { type Client, openClient } from "../rig/client.ts";
import { readRuns } from "../rig/read-output.ts";
import { adminTokenFile } from "./admin-token-file.ts";
import { type Config, readConfig } from "./config.ts";
import { type DemoYear, demoYear } from "./demo-year.ts";
import { printVerdict } from "./print-verdict.ts";
import { type Running, startService } from "./serve.ts";

/** Posts under way at once: as many rigs as would be busy in one night. */
const RIGS_AT_ONCE = 16;
const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const LAB = { rig: "real-outputs", suite: "real tool outputs" };

async function demo(): Promise<void> {
  const { values } = parseArgs({ options: { exit: { type: "boolean" }, seed: { type: "string" } } });
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number.parseInt(values.seed, 10);
  const data = mkdtempSync(join(tmpdir(), "tarnish-demo-"));
  const running = await start({ ...readConfig(process.env), data, clickhouseUrl: undefined, logLevel: "warn" });
  say(`Serving at ${running.url}, data in ${data}, random seed ${seed} (--seed ${seed} repeats it).`);
  const end = async () => {
    await running.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const client = openClient({ url: running.url, token: readFileSync(adminTokenFile(data), "utf8").trim() });
    const year = demoYear(seeded(seed), today());
    await fill(client, year);
    await postRealOutputs(client, year);
    for (const { sha, story } of year.candidates) await judge(client, sha, story);
  } catch (error) {
    await end();
    throw error;
  }
  if (values.exit) return await end();
  say(`\nOpen ${colors.bold(running.url)} in a browser. Ctrl-C ends the demo and removes its data.`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end().then(() => process.exit(0)));
}

/** On the configured port, or on any other when that one is taken. */
async function start(config: Config): Promise<Running> {
  try {
    return await startService(config);
  } catch (error) {
    if (!(error instanceof Fault) || config.port === 0) throw error;
    return await startService({ ...config, port: 0 });
  }
}

async function fill(client: Client, year: DemoYear): Promise<void> {
  await client.put("/v1/rigs/sim-east", {
    vendor: "simulated-east",
    description: "a simulated cluster",
    labels: ["simulated"],
  });
  await client.put("/v1/rigs/sim-west", {
    vendor: "simulated-west",
    description: "a simulated cluster",
    labels: ["simulated"],
  });
  await client.put(`/v1/rigs/${LAB.rig}`, { description: "posts the real outputs in fixtures/" });
  await client.put("/v1/changesets", year.changesets);
  for (const { tag, ...release } of year.releases) await client.put(`/v1/releases/${tag}`, release);
  await postAll(client, year.runs, "simulated runs");
  const { rig, ...state } = year.epoch;
  await client.put(`/v1/rigs/${rig}/epochs`, state);
  await client.put("/v1/trains/mainline", year.train);
}

async function postAll(client: Client, runs: readonly RunDocument[], what: string): Promise<void> {
  const queue = [...runs].reverse();
  let done = 0;
  const rig = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      await client.post(next);
      done++;
      if (process.stderr.isTTY) process.stderr.write(`\rposted ${done} of ${runs.length} ${what}`);
    }
  };
  await Promise.all(Array.from({ length: RIGS_AT_ONCE }, rig));
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  say(`Posted ${done} ${what}.`);
}

/** What IOR, mdtest and fio really printed, as a rig would post their files. */
async function postRealOutputs(client: Client, year: DemoYear): Promise<void> {
  const sha = year.releases[1]?.sha ?? "";
  const runs: RunDocument[] = [];
  const tools = ["ior", "mdtest", "fio"];
  for (const tool of tools) {
    for (const name of readdirSync(join(FIXTURES, tool)).sort()) {
      const text = readFileSync(join(FIXTURES, tool, name), "utf8");
      const facts = { ...LAB, changeset: { sha }, block: name, cause: "manual" as const };
      try {
        runs.push(...readRuns({ text, writtenAt: today() }, () => ({ ...facts, suite: `real-${tool}` })));
      } catch (error) {
        say(`${tool}/${name} is declined: ${(error as Error).message}`);
      }
    }
  }
  const incomplete = runs.filter(({ complete }) => !complete).length;
  await postAll(
    client,
    runs,
    `real outputs of ${tools.join(", ")} (${incomplete} of them cut, hence shown and never judged)`,
  );
}

async function judge(client: Client, sha: string, story: string): Promise<void> {
  say(`\n${colors.dim(`$ tarnish gate ${sha}    # planted: ${story}`)}`);
  printVerdict((await client.get(`/v1/changesets/${sha}/verdict`)) as ChangesetVerdict, false);
}

function today(): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), 20));
}

/** Mulberry32: a 32-bit counter through a mixing function, repeatable from its seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

try {
  await demo();
} catch (error) {
  process.stderr.write(`tarnish demo: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
