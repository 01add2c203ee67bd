/** `tarnish run --orders` against the real service, with rig and service killed while orders are done: each is done once. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, tarnish } from "../support/cli.ts";
import { freePort } from "../support/clickhouse-server.ts";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../support/service.ts";

let service: ServiceProcess;
let folder: string;
let port: number;
let token: string;
const settings = () => ({ TARNISH_PORT: String(port) });

/** Its figure is fixed; at the sessions that the files name it kills the rig, or the service, in the middle. */
const PROGRAM = `
import { appendFileSync, existsSync, readFileSync } from "node:fs";
appendFileSync("sessions", process.env.TARNISH_SHA + "\\n");
const session = readFileSync("sessions", "utf8").trim().split("\\n").length;
const told = (file) => existsSync(file) ? readFileSync(file, "utf8").trim().split("\\n") : [];
if (told("kill-rig").includes(String(session))) process.kill(process.ppid, "SIGKILL");
const [at, pid] = told("kill-service");
if (at === String(session)) process.kill(Number(pid), "SIGKILL");
if (readFileSync("build of " + process.env.TARNISH_SHA, "utf8") !== process.env.TARNISH_SHA) process.exit(1);
console.log("benchmark,metric,value,unit,better");
console.log("hash,time,5,us,lower");
`;
const BUILD = `
import { appendFileSync, existsSync, rmSync, writeFileSync } from "node:fs";
if (existsSync("kill-build")) {
  rmSync("kill-build");
  process.kill(process.ppid, "SIGKILL");
}
const { TARNISH_SHA, TARNISH_BUILD, TARNISH_BRANCH, TARNISH_PARENT } = process.env;
if (TARNISH_SHA === "unbuildable") throw new Error("does not compile");
appendFileSync("builds", [TARNISH_BUILD, TARNISH_SHA, TARNISH_BRANCH, TARNISH_PARENT].join(" ") + "\\n");
writeFileSync("build of " + TARNISH_SHA, TARNISH_SHA);
`;
const node = JSON.stringify(process.execPath);
const PLAN = `
suite: hashing
rig: worker
orders: { build: [[${node}, build.mjs]] }
tests: [{ run: [${node}, program.mjs] }]
`;

beforeAll(async () => {
  port = await freePort();
  folder = temporaryFolder();
  service = await serviceProcess(temporaryFolder(), settings());
  for (const [name, text] of Object.entries({ "program.mjs": PROGRAM, "build.mjs": BUILD, "plan.yaml": PLAN }))
    writeFileSync(join(folder, name), text);
  await service.call("PUT", "/v1/rigs/worker", {});
  await service.call("PUT", "/v1/changesets", [
    { sha: "base", branch: "main" },
    { sha: "change", branch: "main", parent: "base" },
  ]);
  token = (await service.call("POST", "/v1/tokens", { name: "worker", scopes: ["rig:worker"] })).body.token;
}, 240_000);
afterAll(async () => {
  await service.stop();
  rmSync(service.data, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const environment = () => ({ TARNISH_URL: service.url, TARNISH_TOKEN: token, TARNISH_DATA: join(folder, "rig") });
const works = (...more: string[]): Promise<Ended> =>
  tarnish(["run", join(folder, "plan.yaml"), "--orders", "--once", "--no-environment", ...more], environment());

async function order(sha: string, more: object = {}): Promise<string> {
  const { status, body } = await service.call("POST", "/v1/work", { rig: "worker", suite: "hashing", sha, ...more });
  expect(status).toBe(200);
  return body.id;
}

const shown = async (id: string) =>
  (await service.call("GET", "/v1/work?rig=worker&state=all")).body.items.find((one: { id: string }) => one.id === id);

// biome-ignore lint/suspicious/noExplicitAny: documents as the log has them.
async function logged(kind: string): Promise<any[]> {
  const lines = ((await service.call("GET", "/v1/log")).body as string).trim().split("\n");
  return lines.map((line) => JSON.parse(line).event).flatMap((event) => (event?.kind === kind ? [event.body] : []));
}

const runsOf = async (id: string) => (await logged("run")).filter(({ workOrder }) => workOrder === id);
/** What builds and sessions of these orders have put beside each other, and nobody removed. */
const foldersOf = (ids: readonly string[]): string[] =>
  readdirSync(tmpdir()).filter((name) => ids.some((id) => name.includes(id)));
const linesOf = (name: string) => readFileSync(join(folder, name), "utf8").trim().split("\n");

test("an order is built, measured in turns, posted under its cause and completed", async () => {
  const id = await order("change", { baseline: "base", runs: 3, blocks: 2 });
  const ended = await works();
  expect(ended, ended.errors).toMatchObject({ code: 0 });
  expect(linesOf("builds")).toEqual(["baseline base main ", "candidate change main base"]);
  expect(linesOf("sessions")).toEqual(["base", "change", "change", "base", "change", "base"]);
  const runs = await runsOf(id);
  expect(runs.map(({ changeset, cause, block }) => [changeset.sha, cause, block.split(".")[1]])).toEqual([
    ["base", "manual", "1"],
    ["base", "manual", "1"],
    ["base", "manual", "2"],
    ["change", "manual", "1"],
    ["change", "manual", "1"],
    ["change", "manual", "2"],
  ]);
  expect(new Set(runs.map(({ block }) => block)).size).toBe(2);
  expect(runs[0].block).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\d/${id.slice(0, 8)}\\.1$`));
  const { state, completion } = await shown(id);
  expect([state, [...completion.runs].sort()]).toEqual(["done", runs.map((run) => run.id).sort()]);
  expect(await works()).toMatchObject({ code: 0, out: "" });
}, 240_000);

test("what cannot be built is completed as failed, in one sentence", async () => {
  const id = await order("unbuildable");
  expect(await works()).toMatchObject({ code: 0 });
  const { state, completion } = await shown(id);
  expect([state, completion.why]).toEqual([
    "failed",
    expect.stringMatching(/^building unbuildable failed: .* ended with code 1/),
  ]);
}, 240_000);

test("rig and service are killed while orders are done: every order is done once, with every run once", async () => {
  rmSync(join(folder, "sessions"));
  const ids = [
    await order("change", { runs: 4 }),
    await order("base", { runs: 3, blocks: 3 }),
    await order("change", { baseline: "base", runs: 2 }),
  ];
  writeFileSync(join(folder, "kill-rig"), "2\n6\n11\n");
  writeFileSync(join(folder, "kill-build"), "");
  expect((await works("--lease", "20")).code).toBe(-1);
  expect([existsSync(join(folder, "kill-build")), foldersOf(ids).length]).toEqual([false, 1]);
  const seen: number[] = [];
  for (const at of [4, 9]) {
    writeFileSync(join(folder, "kill-service"), `${at}\n${service.process.pid}\n`);
    const died = new Promise<void>((resolve) => service.process.once("exit", () => resolve()));
    let isDown = false;
    void died.then(() => (isDown = true));
    while (!isDown) seen.push((await works("--lease", "20")).code);
    service = await serviceProcess(service.data, settings());
  }
  rmSync(join(folder, "kill-service"));
  let ended = await works("--lease", "20");
  for (let tries = 0; ended.code !== 0 && tries < 5; tries++) ended = await works("--lease", "20");
  expect(ended, ended.errors).toMatchObject({ code: 0 });
  const counts: number[] = [];
  for (const id of ids) {
    const runs = await runsOf(id);
    counts.push(runs.length);
    const { state, completion } = await shown(id);
    expect([state, [...completion.runs].sort()]).toEqual(["done", runs.map((run) => run.id).sort()]);
  }
  expect(counts).toEqual([4, 3, 4]);
  const completions = (await logged("completion")).map((one) => one.order).filter((id) => ids.includes(id));
  expect(completions.sort()).toEqual([...ids].sort());
  expect(seen.length).toBeGreaterThan(1); // killed, and begun again
  expect(foldersOf(ids)).toEqual([]);
}, 240_000);
