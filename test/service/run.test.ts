/** `tarnish run` against the real service: two builds of one program, killed in the middle, stopped, offline. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, tarnish } from "../support/cli.ts";
import { isRunning } from "../support/processes.ts";
import { serviceInProcess, type TestService, temporaryFolder } from "../support/service.ts";

const LAUNCHER = fileURLToPath(new URL("../../tools/tarnish.cjs", import.meta.url));

let service: TestService;
let folder: string;
beforeAll(async () => {
  service = await serviceInProcess();
  folder = temporaryFolder();
  writeFileSync(join(folder, "program.mjs"), PROGRAM);
  writeFileSync(join(folder, "plan.yaml"), PLAN);
  // What is posted from a virtual machine never blocks; this rig's administrator decides otherwise, so that the test
  // says the same on any machine.
  const registered = await run("rig", "add", "bench-1", "--virtual-counts");
  expect(registered).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Its figure is counted, with a noise of its own that is the same in every test run: a busy machine is no slow build. */
const PROGRAM = `
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
appendFileSync("sessions", ".");
const session = readFileSync("sessions").length;
const noise = createHash("sha256").update(String(session)).digest().readUInt16BE() / 65536 - 0.5;
console.log("benchmark,metric,value,unit,better");
console.log("hash,time," + Number(process.env.ROUNDS) * (1 + 0.03 * noise) + ",us,lower");
`;

const PLAN = `
suite: hashing
rig: bench-1
builds:
  baseline: { changeset: { sha: parent, branch: main }, env: { ROUNDS: 20000 } }
  candidate: { changeset: { branch: main, parent: parent }, env: { ROUNDS: 20000 } }
blocks: 5
sessions: 2
tests:
  - run: [${JSON.stringify(process.execPath)}, program.mjs]
    takes: 100ms
`;

/** Other work on the machine must not fail this. */
const PATIENT = { timeout: 30_000 };

const environment = () => ({
  TARNISH_URL: service.url,
  TARNISH_TOKEN: service.token,
  TARNISH_DATA: join(folder, "rig"),
});
const run = (...args: string[]): Promise<Ended> => tarnish(args, environment());

describe("two builds of one program", () => {
  const plan = () => join(folder, "plan.yaml");

  test("a slowed build is caught, with the right size", async () => {
    const slow = join(folder, "slow.yaml");
    writeFileSync(
      slow,
      PLAN.replace("parent: parent }, env: { ROUNDS: 20000 }", "parent: parent }, env: { ROUNDS: 60000 }"),
    );
    const ended = await run("run", slow, "--changeset", "slowed");
    expect(ended, ended.errors).toMatchObject({ code: 0 });
    expect(ended.out).toContain("done: all sessions are measured; 20 sessions");
    const { code, out } = await run("gate", "slowed", "--json");
    expect(code).toBe(1);
    const [series] = JSON.parse(out).series;
    expect(series).toMatchObject({ verdict: "fail", metric: "time" });
    expect(series.effect.value).toBeGreaterThan(2);
    expect(series.effect.value).toBeLessThan(4);
  });

  test("an identical build is not", async () => {
    expect(await run("run", plan(), "--changeset", "identical")).toMatchObject({ code: 0 });
    const { code, out } = await run("gate", "identical", "--json");
    expect(code, out).toBe(0);
    expect(JSON.parse(out).series[0].candidate.runs).toBe(10);
  });

  test("each run says how it came to be", async () => {
    const { documents } = await posted("hashing");
    const [first] = documents;
    expect(first.environment.identity["cpu.threads"]).toMatch(/^\d+$/);
    expect(first.environment.context).toMatchObject({ "plan.order": "abba", "plan.build": "baseline" });
    expect(first.measurements[0].version).toMatch(/^plan:[0-9a-f]{8}$/);
    expect(new Set(documents.map(({ block }: { block: string }) => block)).size).toBe(10);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: run documents as the log has them.
async function posted(suite: string): Promise<{ documents: any[] }> {
  const lines = ((await service.call("GET", "/v1/log")).body as string).trim().split("\n");
  const events = lines.map((line) => JSON.parse(line).event).filter((event) => event?.kind === "run");
  const bodies = events.map(({ body }) => (typeof body === "string" ? JSON.parse(body) : body));
  return { documents: bodies.filter((body) => body.suite === suite) };
}

describe("a plan that is cut off", () => {
  /** The second session does not end before the file `hold` is gone. */
  const HOLDING = (suite: string) => `
suite: ${suite}
rig: bench-1
builds: { candidate: { changeset: { sha: cut, branch: main } } }
sessions: 4
setup: ["touch mounted"]
teardown: ["rm -f mounted"]
tests: [{ run: [sh, measure.sh] }]
`;
  const MEASURE = `
if [ "$TARNISH_SESSION" = 2 ]; then echo $$ > running; while [ -e hold ]; do sleep 0.02; done; fi
printf 'benchmark,metric,value,unit,better\\nb,time,1,s,lower\\n'
`;

  const place = (suite: string) => {
    const own = join(folder, suite);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "plan.yaml"), HOLDING(suite));
    writeFileSync(join(own, "measure.sh"), MEASURE);
    return { own, plan: join(own, "plan.yaml") };
  };

  /** The second session has said which process it is: the file is there a moment before that. */
  const isMeasuring = (own: string) =>
    existsSync(join(own, "running")) && readFileSync(join(own, "running"), "utf8").endsWith("\n");

  /** Starts it and sends the signal while the second session runs, once `may` says so. */
  async function cut(own: string, signal: NodeJS.Signals, may = () => true): Promise<Ended> {
    const env = { PATH: process.env["PATH"] ?? "", ...environment() };
    writeFileSync(join(own, "hold"), "");
    rmSync(join(own, "running"), { force: true });
    const child = spawn(process.execPath, [LAUNCHER, "run", join(own, "plan.yaml")], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? -1)));
    let [out, errors] = ["", ""];
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.stdout.on("data", (chunk) => (out += chunk));
    await expect.poll(() => child.exitCode !== null || (isMeasuring(own) && may()), PATIENT).toBe(true);
    child.kill(signal);
    const code = await ended;
    return { code, out, errors };
  }

  test("kill -9: started again it goes on, and every finished session is stored once", async () => {
    const { own, plan } = place("killed");
    await cut(own, "SIGKILL");
    const left = readFileSync(join(own, "running"), "utf8").trim();
    expect(isRunning(left)).toBe(true);
    await cut(own, "SIGKILL");
    expect(isRunning(left)).toBe(false); // the benchmark that outlived its parent was ended
    rmSync(join(own, "hold"));
    const { code, out } = await run("run", plan);
    expect(code).toBe(0);
    expect(out).toContain("was cut off: torn down, and measured again");
    expect(existsSync(join(own, "mounted"))).toBe(false);
    const { documents } = await posted("killed");
    expect(documents.map(({ environment: { context } }) => context["plan.session"]).sort()).toEqual([
      "1",
      "2",
      "3",
      "4",
    ]);
    expect(new Set(documents.map(({ id }) => id)).size).toBe(4);
    expect(documents.every(({ complete }) => complete)).toBe(true);
  });

  test("Ctrl-C drops the session under way, tears down, says how to go on, and leaves 130", async () => {
    const { own, plan } = place("stopped");
    const ended = await cut(own, "SIGINT");
    expect(ended.code).toBe(130);
    expect(ended.out).toContain("goes on from here");
    expect(existsSync(join(own, "mounted"))).toBe(false);
    expect((await posted("stopped")).documents).toHaveLength(1);
    rmSync(join(own, "hold"));
    expect(await run("run", plan)).toMatchObject({ code: 0 });
    expect((await posted("stopped")).documents).toHaveLength(4);
  });

  test("a second start at the same time is refused: the two would disturb each other", async () => {
    const { own } = place("twice");
    let isRefused = false;
    const first = cut(own, "SIGTERM", () => isRefused);
    await expect.poll(() => isMeasuring(own), PATIENT).toBe(true);
    const second = await run("run", place("other").plan);
    isRefused = true;
    expect(second).toMatchObject({ code: 65, errors: expect.stringContaining("is measuring on this machine") });
    expect((await first).code).toBe(143);
  });

  test("--out keeps the runs for a rig without a network; posting the file stores each once", async () => {
    const { own, plan } = place("offline");
    const bundle = join(own, "runs.jsonl");
    expect(await run("run", plan, "--out", bundle)).toMatchObject({ code: 0 });
    expect((await posted("offline")).documents).toHaveLength(0);
    expect(await run("post", bundle)).toMatchObject({ code: 0 });
    expect((await run("post", bundle)).out.match(/already there/g)).toHaveLength(4);
    expect((await posted("offline")).documents).toHaveLength(4);
  });

  test("a service that is away: the runs wait in the spool, and the next post delivers them", async () => {
    const { plan } = place("away");
    const away = { ...environment(), TARNISH_URL: "http://127.0.0.1:9" };
    writeFileSync(plan, HOLDING("away").replace("sessions: 4", "sessions: 1"));
    const ended = await tarnish(["run", plan], away);
    expect(ended.code).toBe(69);
    expect(ended.out).toContain("tarnish post --drain");
  });
});

test("a vendor's administrator cannot let virtual machines block", async () => {
  const { body } = await service.call("POST", "/v1/tokens", { name: "acme", scopes: ["rig-admin:acme"] });
  const put = (more: object) => service.call("PUT", "/v1/rigs/acme-1", { vendor: "acme", ...more }, body.token);
  expect((await put({})).status).toBe(200);
  expect((await put({ virtualCounts: true })).status).toBe(403);
  expect((await service.call("PUT", "/v1/rigs/acme-1", { virtualCounts: true })).status).toBe(200);
  expect((await put({ description: "one more word" })).status).toBe(200);
});

test("--dry-run says what would be measured and for how long, and runs nothing", async () => {
  const { code, out } = await run("run", join(folder, "plan.yaml"), "--changeset", "dry", "--dry-run", "--fresh");
  expect(code).toBe(0);
  expect(out).toContain("block 2: B A A B");
  expect(out).toMatch(/20 sessions, about [\d.]+ s by/);
});

describe("a machine that was named as a rig", () => {
  const output = (value: number) => `benchmark,metric,value,unit,better\nposted,time,${value},s,lower\n`;
  const put = (value: number): string => {
    const file = join(folder, `told-${value}.csv`);
    writeFileSync(file, output(value));
    return file;
  };
  const told = async () =>
    new Map((await posted("told")).documents.map((one) => [one.measurements[0].values[0], one.environment]));
  const post = (file: string, rig: string, ...more: string[]) =>
    run("post", file, "--rig", rig, "--changeset", "c", "--suite", "told", "--json", ...more);

  test("its facts are told with what is posted for it from here, and posting again changes nothing", async () => {
    expect(await run("rig", "init", "bench-1")).toMatchObject({ code: 0 });
    const file = put(1);
    for (let turn = 0; turn < 2; turn++) {
      const ended = await post(file, "bench-1");
      expect(ended, ended.out).toMatchObject({ code: 0 });
      expect(JSON.parse(ended.out).outcome).toBe(turn === 0 ? "stored" : "duplicate");
    }
    expect((await told()).get(1).identity["cpu.threads"]).toMatch(/^\d+$/);
  });

  test("and neither for another rig, nor when it shall not", async () => {
    await Promise.all([post(put(2), "another-rig"), post(put(3), "bench-1", "--no-environment")]);
    const environments = await told();
    expect([environments.has(2), environments.has(3)]).toEqual([true, true]);
    expect([environments.get(2), environments.get(3)]).toEqual([undefined, undefined]);
  });

  test("the same file said to be of another suite is still refused: that is another run", async () => {
    const again = await run("post", join(folder, "told-1.csv"), "--rig", "bench-1", "--changeset", "c", "--suite", "x");
    expect(again.code).toBe(65);
  });

  test("accepting its state is told to the service as an epoch, and names the bridges", async () => {
    const { code, out, errors } = await run("rig", "accept", "--reason", "a new kernel");
    expect(code, out + errors).toBe(0);
    expect(out).toContain("bridge: tarnish run PLAN --cause bridge");
    const { states } = (await service.call("GET", "/v1/rigs/bench-1/epochs")).body;
    expect(states).toContainEqual(expect.objectContaining({ epoch: expect.any(String), reason: "a new kernel" }));
  });

  test("rig noise says what the rig can see, and posts nothing", async () => {
    const plan = join(folder, "noise.yaml");
    const said = "$((1000 + TARNISH_SESSION * 37 % 11))";
    writeFileSync(
      plan,
      `suite: noisy\nrig: bench-1\ntests: [{ shell: true, run: "printf 'benchmark,metric,value,unit,better\\\\nb,time,%s,s,lower\\\\n' ${said}" }]\n`,
    );
    const { code, out, errors } = await run("rig", "noise", plan, "--json");
    expect(code, errors).toBe(0);
    const { sessions, series } = JSON.parse(out);
    expect([sessions, series.length, series[0].blocks, series[0].runs]).toEqual([8, 1, 4, 8]);
    expect(series[0].minimumDetectableEffect.asIs).toBeGreaterThan(0.001);
    expect(series[0].minimumDetectableEffect.asIs).toBeLessThan(0.05);
    expect((await posted("noisy")).documents).toEqual([]);
  });

  describe("is measured before it is accepted, where a plan says what it must keep", () => {
    const accept = (levels: number, limit: string) => {
      const plan = join(folder, "accept.yaml");
      const said = `$((${levels} + TARNISH_SESSION * 37 % 11))`;
      const line = `printf 'benchmark,metric,value,unit,better\\\\nb,time,%s,s,lower\\\\n' ${said}`;
      writeFileSync(
        plan,
        `suite: accepted\nrig: bench-1\ntests: [{ shell: true, run: "${line}", limits: { time: { ${limit} } } }]\n`,
      );
      return run("rig", "accept", "--reason", "new disks", "--plan", plan);
    };

    test("what is beyond a limit accepts nothing and ends with 3", async () => {
      const before = (await service.call("GET", "/v1/rigs/bench-1/epochs")).body;
      const { code, errors, out } = await accept(1000, "atMost: 900");
      expect(code, out + errors).toBe(3);
      expect(out + errors).toContain("above the limit of 900 s");
      expect((await service.call("GET", "/v1/rigs/bench-1/epochs")).body).toEqual(before);
    });

    test("the next acceptance is told beside the one before it, as a ratio", async () => {
      const first = await accept(1000, "atMost: 2000");
      expect(first.code, first.out + first.errors).toBe(0);
      const second = await accept(1100, "atMost: 2000");
      expect(second.code, second.out + second.errors).toBe(0);
      expect(second.out + second.errors).toMatch(/b time: 1\.(09|10)\dx \(1\.0\d+ to 1\.1\d+\) of what it was/);
      expect((await posted("accepted")).documents).toEqual([]);
    });
  });
});
