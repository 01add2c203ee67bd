/** The road of a result by the command line alone: files in, exit codes out. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { simpleGit } from "simple-git";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { normal, seeded } from "../simulator/random.ts";
import { type Ended, tarnish } from "../support/cli.ts";
import { serviceInProcess, type TestService, temporaryFolder } from "../support/service.ts";

const IOR = readFileSync(
  fileURLToPath(new URL("../../fixtures/ior/local-ior-4.1.0dev-i5.txt", import.meta.url)),
  "utf8",
);
const folder = temporaryFolder();
let service: TestService;
let run: (...args: string[]) => Promise<Ended>;

beforeAll(async () => {
  service = await serviceInProcess();
  run = (...args) => tarnish(args, { TARNISH_URL: service.url, TARNISH_DATA: service.data });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The same output with other numbers in its result rows, as another run would have printed it. */
function iorLike(write: number, read: number): string {
  return IOR.replace(
    /^(write|read)( +)([\d.]+)( +)([\d.]+)/gm,
    (_, access: string, gap: string, bandwidth: string, gap2: string, rate: string) => {
      const factor = access === "write" ? write : read;
      return `${access}${gap}${(Number(bandwidth) * factor).toFixed(2)}${gap2}${(Number(rate) * factor).toFixed(2)}`;
    },
  );
}

/** A folder of outputs for each block, posted with one command each. */
async function post(
  seed: number,
  sha: string,
  blocks: readonly string[],
  runs: number,
  write: number,
  ...more: string[]
): Promise<void> {
  const random = seeded(seed);
  for (const block of blocks) {
    const night = join(folder, sha, block);
    mkdirSync(night, { recursive: true });
    for (let index = 0; index < runs; index++) {
      const noise = Math.exp(0.01 * normal(random));
      writeFileSync(join(night, `run-${index}.txt`), iorLike(write * noise, noise));
    }
    const posted = await run(
      "post",
      night,
      "--rig",
      "lab",
      "--changeset",
      sha,
      "--branch",
      "master",
      "--block",
      block,
      ...more,
    );
    expect(posted, posted.errors).toMatchObject({ code: 0 });
  }
}

describe("posting and judging", () => {
  beforeAll(async () => {
    await post(1, "base", ["n1", "n2", "n3", "n4"], 3, 1);
    await post(2, "slow", ["n5", "n6", "n7"], 2, 0.8, "--parent", "base");
    await post(3, "same", ["n5", "n6", "n7"], 2, 1, "--parent", "base");
    await post(4, "hasty", ["n5"], 6, 0.8, "--parent", "base");
  }, 120_000);

  test("gate ends with 1 for the slow child and names what is slower, with its interval", async () => {
    const { code, out } = await run("gate", "slow", "--json");
    const verdict = JSON.parse(out);
    const writes = verdict.series.find(({ metric }: { metric: string }) => metric === "write.bandwidth");
    expect(code).toBe(1);
    expect(writes.effect.value).toBeGreaterThan(0.77);
    expect(writes.effect.value).toBeLessThan(0.83);
    expect([writes.effect.low < writes.effect.value, writes.effect.value < writes.effect.high]).toEqual([true, true]);
    expect((await run("gate", "slow")).out).toContain("write.bandwidth is 0.8");
  });

  test("0 for the unchanged child, 4 for an unknown changeset", async () => {
    expect((await run("gate", "same")).code).toBe(0);
    expect((await run("gate", "0000000")).code).toBe(4);
  });

  test("2 for slowness seen in one block only, with what to measure next", async () => {
    const { code, out } = await run("gate", "hasty");
    expect(code).toBe(2);
    expect(out).toMatch(/suspected/);
    expect(out).toMatch(/waiting for: .* in another block/);
  });

  test("posting a folder again changes nothing", async () => {
    const again = await run(
      "post",
      join(folder, "slow", "n5"),
      "--rig",
      "lab",
      "--changeset",
      "slow",
      "--branch",
      "master",
      "--parent",
      "base",
      "--block",
      "n5",
      "--json",
    );
    const outcomes = again.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(again.code).toBe(0);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["duplicate", "duplicate"]);
    const { series } = JSON.parse((await run("gate", "slow", "--json")).out);
    expect(series[0].candidate.runs).toBe(6);
  });

  test("a truncated output is stored as incomplete, with its skipped lines, and enters no verdict", async () => {
    const before = JSON.parse((await run("gate", "same", "--json")).out);
    const cut = join(folder, "cut.txt");
    writeFileSync(cut, iorLike(0.1, 0.1).slice(0, Math.floor(IOR.length * 0.55)));
    const posted = await run(
      "post",
      cut,
      "--rig",
      "lab",
      "--changeset",
      "same",
      "--branch",
      "master",
      "--parent",
      "base",
      "--block",
      "n8",
    );
    expect(posted.code).toBe(0);
    const after = JSON.parse((await run("gate", "same", "--json")).out);
    expect(after.series.map((one: { effect: unknown }) => one.effect)).toEqual(
      before.series.map((one: { effect: unknown }) => one.effect),
    );
    expect(JSON.stringify(after)).toContain("incomplete");
  });
});

describe("what is wrong is said in one sentence, with its code", () => {
  const put = (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const asRun = ["--rig", "lab", "--changeset", "x", "--block", "b"];

  test.each([
    ["an empty file", "empty.txt", "", 65],
    ["an unknown format", "poem.txt", "roses are red\n", 65],
    ["bytes that are no text", "bytes.txt", new Uint8Array([0xff, 0xfe, 0x00, 0x80, 0xff]), 65],
    ["a broken run document", "broken.json", '{"schema":"tarnish.run/1","id":', 65],
    ["a run document with an unknown key", "unknown.json", '{"schema":"tarnish.run/1","colour":"red"}', 65],
  ])("%s", async (_, name, content, code) => {
    const ended = await run("post", put(name, content), ...asRun);
    expect(ended.code).toBe(code);
    expect(ended.errors.trim()).not.toBe("");
    expect(ended.errors).not.toMatch(/\n\s+at /);
    expect((await service.call("GET", "/v1/changesets/x/verdict")).body.series).toEqual([]);
  });

  test("a folder without a file", async () => {
    const ended = await run("post", join(folder, "slow"), ...asRun);
    expect(ended).toMatchObject({ code: 65, out: "" });
    expect(ended.errors).toContain("has no files");
  });

  test("a usage error is 64, a wrong token 77, a service that is away keeps the result in the spool", async () => {
    expect((await run("gate")).code).toBe(64);
    expect((await run("nonsense")).code).toBe(64);
    const good = put("good.txt", IOR);
    const env = { TARNISH_URL: service.url, TARNISH_DATA: temporaryFolder(), TARNISH_TOKEN: "tarnish_wrong" };
    expect((await tarnish(["post", good, ...asRun], env)).code).toBe(77);
    const { port } = new URL(service.url);
    await service.stop();
    const spooled = await tarnish(["post", good, ...asRun], { ...env, TARNISH_TOKEN: service.token });
    expect(spooled.code).toBe(69);
    expect(spooled.out).toContain("spooled");
    service = await serviceInProcess(temporaryFolder(), Number(port));
    const drained = await tarnish(["post", "--drain"], { ...env, TARNISH_TOKEN: service.token });
    expect(drained, drained.errors).toMatchObject({ code: 0 });
    expect((await service.call("GET", "/v1/changesets/x/verdict")).body.series.length).toBeGreaterThan(0);
    rmSync(env.TARNISH_DATA, { recursive: true, force: true });
  });

  test("an unregistered rig is refused with the command that registers it, except to an administrator", async () => {
    const { body } = await service.call("POST", "/v1/tokens", { name: "rig", scopes: ["rig:unheard-of"] });
    const ended = await tarnish(
      ["post", put("again.txt", IOR), "--rig", "unheard-of", "--changeset", "y", "--block", "b"],
      { TARNISH_URL: service.url, TARNISH_DATA: folder, TARNISH_TOKEN: body.token },
    );
    expect(ended.code).toBe(65);
    expect(ended.errors).toContain("tarnish rig add unheard-of");
  });

  test("doctor shows the configuration without secrets, and whether the service answers", async () => {
    const ended = await tarnish(["doctor"], {
      TARNISH_URL: service.url,
      TARNISH_DATA: folder,
      TARNISH_TOKEN: "tarnish_secret",
      TARNISH_CLICKHOUSE_URL: "http://user:password@db:8123",
    });
    expect(ended.code).toBe(0);
    expect(ended.out).not.toMatch(/tarnish_secret|password/);
  });
});

test("a policy is shown as it was once, and tarnish says its own version", async () => {
  const env = { TARNISH_URL: service.url, TARNISH_TOKEN: service.token, TARNISH_DATA: service.data };
  const shown = await tarnish(["policy", "show", "--version", "1"], env);
  expect(shown).toMatchObject({ code: 0, out: expect.stringMatching(/^# policy default 1\n/) });
  const never = await tarnish(["policy", "show", "--version", "9"], env);
  expect(never.errors).toContain("has no version 9");
  expect((await tarnish(["--version"], env)).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("annotations are added, listed and taken back; what none can be about is refused in one sentence", async () => {
  await service.call("PUT", "/v1/rigs/noted", { vendor: "acme" });
  await service.call("PUT", "/v1/changesets", { sha: "annotated0123", branch: "notes" });
  const added = await run("annotation", "add", "annotated0123", "disks <b>exchanged</b>", "--rig", "noted", "--json");
  expect(added.code).toBe(0);
  const { id } = JSON.parse(added.out);
  expect(JSON.parse(added.out)).toMatchObject({ sha: "annotated0123", rig: "noted", text: "disks <b>exchanged</b>" });
  const again = await run("annotation", "add", "annotated0123", "disks <b>exchanged</b>", "--rig", "noted");
  expect(again).toMatchObject({ code: 0, out: `annotation ${id} at annotated0123\n` });
  const listed = await run("annotation", "list");
  expect(listed.out).toMatch(/annotated0123.*noted.*administrator.*disks <b>exchanged/s);
  const lines = (await run("annotation", "list", "--json")).out.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).id)).toEqual([id]);
  const nobody = await run("annotation", "add", "annotated0123", "x", "--rig", "never-seen");
  expect(nobody).toMatchObject({ code: 65, out: "" });
  expect(nobody.errors).toContain("never-seen");
  const removed = await run("annotation", "remove", id, "--json");
  expect(JSON.parse(removed.out)).toMatchObject({ id, isWithdrawn: true });
  expect((await run("annotation", "list", "--json")).out.trim()).toBe("");
  expect((await run("annotation", "remove", id)).code).toBe(65);
  const other = JSON.parse((await run("annotation", "add", "annotated0123", "cables", "--json")).out).id;
  expect(await run("annotation", "remove", other)).toMatchObject({ code: 0, out: expect.stringContaining(other) });
  expect((await run("annotation", "list", "--json")).out.trim()).toBe("");
});

describe("a train is a file", () => {
  const TRAIN = `train: mainline
branch: mainline
releases:
  - tag: "1.0"
    phases: { landing: 2020-01-01, released: 2020-06-01 }
  - tag: "1.1"
    phases: { landing: 2020-06-01, released: 2999-12-01 }
    freeze: 2020-07-01
`;
  const file = () => join(folder, "train.yaml");

  test("whose release must be known when its day has come, and whose faults are told with their lines", async () => {
    writeFileSync(file(), TRAIN);
    const early = await run("release", "train", "set", file());
    expect(early.code).toBe(65);
    expect(early.errors).toMatch(/train\.yaml:4:\d+ \/releases\/0\/tag no release 1\.0 is known/);
    await service.call("PUT", "/v1/changesets", { sha: "trained", branch: "mainline" });
    expect((await run("release", "add", "1.0", "--sha", "trained")).code).toBe(0);
    writeFileSync(file(), TRAIN.replace("released: 2020-06-01", "released: 2019-06-01"));
    const backwards = await run("release", "train", "set", file());
    expect(backwards.code).toBe(65);
    expect(backwards.errors).toMatch(/train\.yaml:5:\d+ .*ends on 2019-06-01, when released begins, before it starts/);
    writeFileSync(file(), TRAIN.replace('"1.1"', "1.1"));
    expect((await run("release", "train", "set", file())).errors).toMatch(
      /train\.yaml:6:\d+ \/releases\/1\/tag is a number/,
    );
  });

  test("and shows the phase of each release today", async () => {
    writeFileSync(file(), TRAIN);
    expect(await run("release", "train", "set", file())).toMatchObject({
      code: 0,
      out: "train mainline is set: 1.1 is in work\n",
    });
    const shown = await run("release", "train", "show", "mainline");
    expect(shown.out).toMatch(/1\.0 .* released/);
    expect(shown.out).toMatch(/1\.1 \(in work\) .* landing, frozen/);
    expect((await run("release", "train", "show", "nowhere")).code).toBe(65);
    const { body } = await service.call("POST", "/v1/tokens", { name: "rig", scopes: ["rig:any"] });
    expect((await service.call("PUT", "/v1/trains/mainline", {}, body.token)).status).toBe(422);
    const { train: _, inWork: __, ...plan } = (await service.call("GET", "/v1/trains")).body.items[0];
    const bare = {
      ...plan,
      releases: plan.releases.map(({ tag, phases }: { tag: string; phases: object }) => ({ tag, phases })),
    };
    expect((await service.call("PUT", "/v1/trains/mainline", bare, body.token)).status).toBe(403);
    expect((await service.call("PUT", "/v1/trains/mainline", bare, "")).status).toBe(401);
  });
});

test("changeset sync reads the first-parent order of a branch", async () => {
  const clone = join(folder, "clone");
  mkdirSync(clone);
  const git = simpleGit({
    baseDir: clone,
    config: ["user.name=a", "user.email=a@example.org", "commit.gpgsign=false"],
  });
  await git.init(["--initial-branch=main"]);
  const ending = "Test-Parameters: trivial\nTest-Parameters: testlist=sanity\n env=ONLY=1\nfixes: 7cf2763 (\u0001)";
  for (const subject of ["one", "two", "LU-17 osc: three"])
    await git.raw([
      "commit",
      "--allow-empty",
      "-m",
      `${subject}\n\nThis reverts commit 7cf2763b0d.\n\n${ending}\nChange-Id: I${subject.length}`,
    ]);
  const shas = (await git.raw(["rev-list", "--reverse", "HEAD"])).trim().split("\n");
  const synced = await run("changeset", "sync", "--git", clone, "--json");
  expect(JSON.parse(synced.out)).toEqual({ branch: "main", changesets: 3, changed: 3 });
  const { items } = (await service.call("GET", "/v1/changesets")).body;
  const last = items.find(({ sha }: { sha: string }) => sha === shas[2]);
  expect(last).toMatchObject({ branch: "main", position: 3, parent: shas[1], ticket: "LU-17", changeId: "I16" });
  const { trailers } = (await service.call("GET", `/v1/changesets/${shas[2]}`)).body;
  const lines = "trivial\ntestlist=sanity env=ONLY=1";
  expect(trailers).toEqual({
    "Test-Parameters": lines,
    fixes: "7cf2763 ( )",
    "Change-Id": "I16",
    Reverts: "7cf2763b0d",
  });
  expect(JSON.parse((await run("changeset", "sync", "--git", clone, "--json")).out)).toMatchObject({ changed: 0 });
  expect((await run("changeset", "sync", "--git", folder)).code).toBe(65);
});
