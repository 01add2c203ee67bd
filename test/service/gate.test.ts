/** The whole road over HTTP: runs of a real tool's output become a verdict with its evidence. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { touchedPaths } from "../../src/entry/git-history.ts";
import { readOutput } from "../../src/formats/index.ts";
import type { RunDocument } from "../../src/model/run.ts";
import type { ChangesetVerdict } from "../../src/model/verdict.ts";
import { normal, seeded } from "../simulator/random.ts";
import { tarnish } from "../support/cli.ts";
import { uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService, temporaryFolder } from "../support/service.ts";

const output = readFileSync(
  fileURLToPath(new URL("../../fixtures/ior/local-ior-4.1.0dev-i5.txt", import.meta.url)),
  "utf8",
);
const { reading } = readOutput(output);

let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

interface Plan {
  readonly sha: string;
  readonly parent?: string;
  readonly rig?: string;
  readonly blocks: readonly string[];
  readonly runsPerBlock: number;
  readonly write?: number;
  readonly complete?: boolean;
  readonly environment?: RunDocument["environment"];
  readonly subject?: RunDocument["subject"];
}

/** Real values with 1 % of noise from run to run, the writes times a factor. */
async function measure(seed: number, plan: Plan): Promise<void> {
  const { sha, parent, rig = "lab", blocks, runsPerBlock, write = 1, complete = true, environment, subject } = plan;
  const random = seeded(seed);
  const id = uuids(seed + 1000);
  for (const [night, block] of blocks.entries()) {
    for (let index = 0; index < runsPerBlock; index++) {
      const noise = Math.exp(0.01 * normal(random));
      const document: RunDocument = {
        schema: "tarnish.run/1",
        id: id(),
        rig,
        suite: "ior",
        changeset: { sha, branch: "master", ...(parent !== undefined && { parent }) },
        block,
        startedAt: new Date(Date.UTC(2026, 9, 1 + night, 20 + index)).toISOString(),
        complete,
        tool: reading.tool,
        ...(environment && { environment }),
        ...(subject && { subject }),
        measurements: reading.measurements.map((one) => {
          const factor = noise * (one.metric.startsWith("write") ? write : 1);
          return {
            ...one,
            values: (one.values ?? []).map((value) => (typeof value === "number" ? value * factor : value)),
          };
        }),
      };
      expect((await service.call("POST", "/v1/runs", document)).status).toBe(201);
    }
  }
}

const verdict = async (sha: string): Promise<ChangesetVerdict> =>
  (await service.call("GET", `/v1/changesets/${sha}/verdict`)).body;
const nights = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

describe("one parent, 12 runs over four nights", () => {
  beforeAll(async () => {
    await measure(1, { sha: "base", blocks: nights("base", 4), runsPerBlock: 3 });
    await measure(2, { sha: "same", parent: "base", blocks: nights("same", 3), runsPerBlock: 2 });
    await measure(3, { sha: "slow", parent: "base", blocks: nights("slow", 3), runsPerBlock: 2, write: 0.8 });
    await measure(4, { sha: "hasty", parent: "base", blocks: ["one-night"], runsPerBlock: 6, write: 0.8 });
  });

  test("a child that changed nothing passes", async () => {
    const { verdict: word, series } = await verdict("same");
    expect(series.map((one) => [one.metric, one.verdict, one.why])).toSatisfy((all: string[][]) =>
      all.every(([, w]) => w === "pass"),
    );
    expect(word).toBe("pass");
  });

  test("a child whose writes are 20 % slower fails, with the ratio and its interval", async () => {
    const answer = await verdict("slow");
    expect(answer).toMatchObject({ verdict: "fail", final: true });
    const writes = answer.series.find(({ metric }) => metric === "write.bandwidth");
    expect(writes?.verdict).toBe("fail");
    expect(writes?.effect?.scale).toBe("ratio");
    expect(writes?.effect?.value).toBeCloseTo(0.8, 1);
    expect(writes?.effect?.low).toBeLessThan(0.8 + 0.02);
    expect(writes?.effect?.high).toBeLessThan(0.95);
    expect(answer.why).toContain("write.bandwidth");
  });

  test("the same slowness in one night is inconclusive and suspected, with what to measure next", async () => {
    const answer = await verdict("hasty");
    expect(answer).toMatchObject({ verdict: "inconclusive", final: false });
    const writes = answer.series.find(({ metric }) => metric === "write.bandwidth");
    expect(writes).toMatchObject({ verdict: "inconclusive", suspected: true });
    expect(writes?.need?.blocks).toBeGreaterThan(0);
    expect(answer.waitingFor.length).toBeGreaterThan(0);
  });

  test("an unknown changeset, and one without a run, are not measured", async () => {
    expect(await verdict("nobody")).toMatchObject({ verdict: "not_measured", series: [] });
    await service.call("PUT", "/v1/changesets", { sha: "unmeasured", parent: "base" });
    const answer = await verdict("unmeasured");
    expect(answer.verdict).toBe("not_measured");
    expect(answer.missing.map(({ what }) => what).join()).toContain("write.bandwidth");
  });

  test("the same inputs give the same answer, and one recorded event", async () => {
    const [first, second] = [await verdict("slow"), await verdict("slow")];
    expect(second).toEqual(first);
    expect(first?.inputs).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("an incomplete run enters neither baseline nor verdict", async () => {
    const before = await verdict("same");
    await measure(5, { sha: "same", parent: "base", blocks: ["cut"], runsPerBlock: 1, write: 0.1, complete: false });
    await measure(6, { sha: "base", blocks: ["cut"], runsPerBlock: 1, write: 0.1, complete: false });
    const after = await verdict("same");
    expect(after.verdict).toBe("pass");
    expect(after.series.map(({ effect }) => effect)).toEqual(before.series.map(({ effect }) => effect));
    expect(JSON.stringify(after.series)).toContain("incomplete");
  });

  test("other watch facts are drift, and the changed one is named", async () => {
    const kernel = (version: string) => ({ watch: { kernel: version, governor: "performance" } });
    await measure(7, { sha: "old-kernel", blocks: nights("ok", 4), runsPerBlock: 3, environment: kernel("6.1") });
    await measure(8, {
      sha: "new-kernel",
      parent: "old-kernel",
      blocks: nights("nk", 3),
      runsPerBlock: 2,
      environment: kernel("6.8"),
    });
    const answer = await verdict("new-kernel");
    expect(answer.verdict).toBe("invalid_environment");
    expect(answer.why).toContain("kernel from 6.1 to 6.8");
  });

  test("the same binary on both sides proves nothing", async () => {
    const subject = { packages: { server: "sha256:00" } };
    await measure(9, { sha: "built", blocks: nights("b", 4), runsPerBlock: 3, subject });
    await measure(10, { sha: "rebuilt", parent: "built", blocks: nights("r", 3), runsPerBlock: 2, subject });
    const answer = await verdict("rebuilt");
    expect(answer.verdict).toBe("invalid_environment");
    expect(answer.why).toContain("same binary");
  });

  test("a parent with a short history establishes the baseline", async () => {
    await measure(11, { sha: "young", blocks: ["y-1"], runsPerBlock: 2 });
    await measure(12, { sha: "younger", parent: "young", blocks: nights("yy", 3), runsPerBlock: 2 });
    const answer = await verdict("younger");
    expect(answer.verdict).toBe("not_measured");
    expect(JSON.stringify(answer.series)).toContain("establishes");
  });
});

describe("policies", () => {
  const put = (name: string, document: object, token?: string) =>
    service.call("PUT", `/v1/policies/${name}`, document, token);

  test("the shipped one is in force until another of its name is applied", async () => {
    const { body } = await service.call("GET", "/v1/policies", undefined, "");
    expect(body.items.map(({ name, version }: { name: string; version: string }) => [name, version])).toEqual([
      ["default", "1"],
    ]);
    expect((await verdict("slow")).policy).toEqual({ name: "default", version: "1", kind: "feature", phase: null });
  });

  test("a policy for a branch judges its changesets, and verdicts name it; the same again is no new version", async () => {
    const lenient = { branches: ["master"], threshold: "40 %" };
    const first = await put("lenient", lenient);
    expect(first.body).toMatchObject({ name: "lenient", changed: true });
    expect(first.body.version).toMatch(/^1-[0-9a-f]{8}$/);
    expect((await put("lenient", { threshold: "40.0%", branches: ["master"] })).body).toMatchObject({
      version: first.body.version,
      changed: false,
    });
    expect(await verdict("slow")).toMatchObject({
      verdict: "pass",
      policy: { name: "lenient", version: first.body.version },
    });
    const second = await put("lenient", { branches: ["elsewhere"], threshold: "40 %" });
    expect(second.body.version).toMatch(/^2-/);
    expect(await verdict("slow")).toMatchObject({ verdict: "fail", policy: { name: "default" } });
    const shown = async (version: string) => await service.call("GET", `/v1/policies/lenient?version=${version}`);
    for (const version of ["1", first.body.version]) {
      expect((await shown(version)).body).toMatchObject({ version: first.body.version, document: lenient });
    }
    expect((await shown("2")).body.document.branches).toEqual(["elsewhere"]);
    expect((await service.call("GET", "/v1/policies/default?version=1")).status).toBe(200);
    expect(await shown("3")).toMatchObject({ status: 404, body: { detail: expect.stringContaining("2-") } });
    expect((await shown("..%2f")).status).toBe(422);
  });

  test("a cell that nobody can serve is refused, with the labels there are", async () => {
    await service.call("PUT", "/v1/rigs/lab", { labels: ["nvme", "hdr"] });
    const { status, body } = await put("strict", { cells: [{ label: "disk" }, { label: "nvme", rigs: 2 }] });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      {
        path: "/cells/0/label",
        detail:
          "requires a rig labelled disk, which no registered rig carries; the labels there are: hdr, nvme; tarnish rig add NAME --label LABEL registers one",
      },
      {
        path: "/cells/1/rigs",
        detail:
          "requires 2 rigs labelled nvme and only lab carries it; tarnish rig add NAME --label LABEL registers one",
      },
    ]);
    expect((await service.call("GET", "/v1/policies/strict")).status).toBe(404);
  });

  test("unknown keys, contradictions and strangers are refused", async () => {
    expect((await put("odd", { treshold: "5 %" })).body.errors[0].path).toBe("/treshold");
    expect((await put("odd", { looks: [5, 3] })).body.errors[0]).toEqual({
      path: "/looks/1",
      detail: "must be more than the look before, 5",
    });
    expect((await put("odd", { branches: ["elsewhere"] })).body.errors[0].detail).toContain("policy lenient already");
    expect((await put("odd", {}, "")).status).toBe(401);
    const schema = await service.call("GET", "/v1/schemas/policy", undefined, "");
    expect(schema.body.$defs.Policy.properties).toHaveProperty("cells");
  });
});

describe("what people settle", () => {
  const waive = (sha: string, body: object, token?: string) =>
    service.call("POST", `/v1/changesets/${sha}/waivers`, { reason: "known", ticket: "LU-9", ...body }, token);
  const tokenOf = async (name: string, ...scopes: string[]): Promise<string> =>
    (await service.call("POST", "/v1/tokens", { name, scopes })).body.token;
  const land = (ticket: string, body: object) => service.call("PUT", `/v1/landings/${ticket}`, body);

  test("an effect declared before the first run passes in words; one declared after it needs a waiver", async () => {
    const expects = [{ metric: "write.bandwidth", effect: "worse", upTo: "40 %", why: "checksums" }];
    await land("LU-77", { kind: "feature", release: "2.16.0", plan: { expects } });
    for (const [sha, ticket, seed] of [
      ["declared", "LU-77", 30],
      ["undeclared", "LU-78", 31],
    ] as const) {
      await service.call("PUT", "/v1/changesets", { sha, parent: "base", branch: "master", ticket });
      await measure(seed, { sha, parent: "base", blocks: nights(sha, 3), runsPerBlock: 2, write: 0.8 });
    }
    const writes = async (sha: string) =>
      (await verdict(sha)).series.find(({ metric }) => metric === "write.bandwidth");
    expect(await writes("declared")).toMatchObject({ verdict: "pass", threshold: { ratio: 0.4 } });
    expect((await writes("declared"))?.why).toContain("expected: up to 40 % worse (LU-77)");

    const late = await land("LU-78", { plan: { expects } });
    expect(late.body).toMatchObject({ late: [0], absent: expect.arrayContaining(["kind", "design documents"]) });
    expect(await writes("undeclared")).toMatchObject({ verdict: "fail" });
    expect(JSON.stringify((await writes("undeclared"))?.warnings)).toContain("declared after the first run");
  });

  test("a landing keeps what was said of it, and slips with its history", async () => {
    const { body } = await land("LU-77", { release: "2.17.0", designs: ["https://example.org/design"] });
    expect(body).toMatchObject({
      kind: "feature",
      release: "2.17.0",
      late: [],
      slips: [{ from: "2.16.0", to: "2.17.0", who: "administrator" }],
    });
    expect(body.plan.expects[0].declaredAt < body.firstRunAt).toBe(true);
    expect(body.absent).toEqual(["inspections", "cells of the test plan", "benchmarks of the test plan"]);
    expect((await service.call("GET", "/v1/landings/LU-0")).status).toBe(404);
    expect((await land("LU-77", { plan: { expects: [{ effect: "worse", upTo: "5" }] } })).status).toBe(422);
  });

  test("a waiver lets a regression land, on record, until it ends", async () => {
    const ada = await tokenOf("Ada", "waive");
    const { status, body } = await waive("slow", { series: { metric: "write.*" } }, ada);
    expect(status).toBe(201);
    expect(body).toMatchObject({ who: "Ada", ticket: "LU-9", isRevoked: false, waives: { kind: "regression" } });
    expect(Math.expm1(body.waives.series[0].worsening)).toBeCloseTo(0.25, 1);
    const waived = await verdict("slow");
    expect(waived).toMatchObject({ verdict: "pass", final: true });
    expect(waived.waivers[0]?.text).toContain("Ada waived the regression of write.");
    expect((await service.call("DELETE", `/v1/waivers/${body.id}`, undefined, ada)).status).toBe(200);
    expect(await verdict("slow")).toMatchObject({ verdict: "fail", waivers: [] });
  });

  test("a waiver is refused in one sentence: the wrong person, nothing that fails, no end or too late a one", async () => {
    await service.call("PUT", "/v1/policies/default", { waivers: { who: ["Ada"], longest: "30 d" } });
    const eve = await tokenOf("Eve", "waive");
    const rig = await tokenOf("lab", "rig:lab");
    const ada = await tokenOf("Ada", "waive");
    const ask = { series: { metric: "write.*" } };
    const refusals = await Promise.all([
      waive("slow", ask, eve),
      waive("slow", ask, rig),
      waive("slow", ask, ""),
      waive("same", ask, ada),
      waive("slow", { cell: "two" }, ada),
      waive("slow", { ...ask, expiresAt: "2999-01-01T00:00:00Z" }, ada),
      waive("slow", { ...ask, expiresAt: "2020-01-01T00:00:00Z" }, ada),
      waive("slow", {}, ada),
    ]);
    expect(refusals.map(({ status, body }) => [status, body.errors?.[0]?.detail ?? body.detail])).toEqual([
      [403, "Eve may not waive: the policy default lets Ada do it."],
      [403, expect.stringContaining("lacks the scope admin or waive")],
      [401, expect.stringContaining("needs a token with the scope admin or waive")],
      [422, "means no series that fails"],
      [422, "is not missing"],
      [422, expect.stringContaining("may last 30 days at the most by the policy default")],
      [422, expect.stringContaining("would have ended on 2020-01-01")],
      [422, expect.stringContaining("must say what is waived")],
    ]);
    expect((await service.call("GET", "/v1/waivers", undefined, "")).body.items).toHaveLength(1);
  });

  test("required cells are missing until enough rigs of the label measured them, or somebody waives the absence", async () => {
    await service.call("PUT", "/v1/rigs/other", { labels: ["nvme"] });
    const cells = [{ name: "two", label: "nvme", rigs: 2, benchmarks: ["ior"], within: "48 h" }];
    await service.call("PUT", "/v1/policies/default", { cells });
    const answer = await verdict("same");
    expect(answer).toMatchObject({ verdict: "not_measured", missing: [{ cell: "two", rigs: ["other"] }] });
    expect(answer.why).toMatch(
      /^Not measured: ior on 2 rigs labelled nvme \(cell two\), lab measured it, 2 must; other could serve it until 2026-10-0\d \d\d:00 UTC\.$/,
    );
    expect(answer.series.every(({ role }) => role === "required")).toBe(true);
    expect((await waive("same", { cell: "two" })).status).toBe(201);
    expect(await verdict("same")).toMatchObject({ verdict: "pass", missing: [], waivers: [{ kind: "absence" }] });
    await service.call("PUT", "/v1/policies/default", {});
  });

  test("a young baseline says when it arms", async () => {
    await measure(40, { sha: "new", blocks: ["n-1", "n-2"], runsPerBlock: 2 });
    await measure(41, { sha: "newer", parent: "new", blocks: nights("nn", 3), runsPerBlock: 2 });
    expect((await verdict("newer")).series[0]?.why).toMatch(
      /establishes its baseline: it arms after 3 more nights, about 2026-10-05 \(6 more scheduled runs in at least 1 more block\)\.$/,
    );
  });
});

test("what was waived of a private rig is nobody else's business", async () => {
  await service.call("PUT", "/v1/rigs/secret", { vendor: "acme", visibility: "private" });
  await measure(50, { sha: "hidden-base", rig: "secret", blocks: nights("hb", 4), runsPerBlock: 3 });
  const slow = { sha: "hidden-slow", parent: "hidden-base", rig: "secret", blocks: nights("hs", 3), runsPerBlock: 2 };
  await measure(51, { ...slow, write: 0.8 });
  const path = "/v1/changesets/hidden-slow/waivers";
  const ask = { series: {}, reason: "secret reason", ticket: "LU-9" };
  const eve = await service.call("POST", "/v1/tokens", { name: "Eve", scopes: ["waive"] });
  const refused = await service.call("POST", path, ask, eve.body.token);
  expect([refused.status, refused.body.detail]).toEqual([
    404,
    "There is no changeset hidden-slow; tarnish changeset list shows them.",
  ]);
  const granted = await service.call("POST", path, ask);
  expect(granted.status).toBe(201);
  expect(await verdict("hidden-slow")).toMatchObject({ verdict: "pass", waivers: [{ id: granted.body.id }] });
  const reads = ["/v1/waivers", "/v1/changesets/hidden-slow/verdict", "/v1/creep?branch=master", "/v1/log"];
  for (const read of reads) {
    const { status, body } = await service.call("GET", read, undefined, eve.body.token);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/secret|write\.bandwidth of .* on secret/);
  }
  const revoked = await service.call("DELETE", `/v1/waivers/${granted.body.id}`, undefined, eve.body.token);
  expect(revoked.status).toBe(404);
});

describe("a policy on trial", () => {
  const folder = temporaryFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: string[]) => tarnish(args, { TARNISH_URL: service.url, TARNISH_TOKEN: service.token });

  test("replays every changeset that was judged, beside the policy in force, and records nothing", async () => {
    const events = (await service.call("GET", "/v1/log")).body.split("\n").length;
    const { status, body } = await service.call("POST", "/v1/policies/replay", { threshold: "40 %", looks: [3, 6] });
    expect(status).toBe(200);
    const lines = body
      .trim()
      .split("\n")
      .map((line: string) => JSON.parse(line));
    const sums = lines.pop();
    expect(lines.map(({ done }: { done: number }) => done)).toEqual(lines.map((_: unknown, i: number) => i + 1));
    expect(lines.find(({ sha }: { sha: string }) => sha === "slow")).toMatchObject({
      inForce: { verdict: "fail" },
      tried: { verdict: "pass" },
    });
    expect(sums.inForce.changesets).toBe(lines.length);
    expect(sums.tried.blocked).toBeLessThan(sums.inForce.blocked);
    for (const { passed, blocked, held, changesets } of [sums.inForce, sums.tried])
      expect(passed + blocked + held).toBe(changesets);
    expect((await service.call("GET", "/v1/log")).body.split("\n")).toHaveLength(events);
    expect(await verdict("slow")).toMatchObject({ verdict: "fail" });
  });

  test("the command line tells what would be judged otherwise", async () => {
    const file = join(folder, "policy.yaml");
    writeFileSync(file, "threshold: 40 %\n");
    expect((await run("policy", "try", file)).out).toContain("slow: fail → pass");
  });

  test("a cell that nobody can serve is refused with its line and column", async () => {
    const file = join(folder, "tape.yaml");
    writeFileSync(file, "cells:\n  - label: tape\n");
    const refused = await run("policy", "try", file);
    expect(refused.code).toBe(65);
    expect(refused.errors).toMatch(
      /tape\.yaml:2:5 \/cells\/0\/label requires a rig labelled tape, which no registered rig carries/,
    );
  });

  test("the command line applies, waives and shows", async () => {
    const file = join(folder, "strict.yaml");
    writeFileSync(file, "branches: [release]\nthreshold: 3 %\n");
    expect((await run("policy", "apply", file, "--name", "strict")).out).toMatch(
      /^policy strict 1-[0-9a-f]{8} is in force\n$/,
    );
    const nothing = await run("waiver", "grant", "same", "--all", "--reason", "why not", "--ticket", "LU-9");
    expect(nothing).toMatchObject({ code: 65, out: "", errors: expect.stringContaining("no series of it fails") });
    const budget = await service.call("GET", "/v1/creep?branch=master", undefined, "");
    expect(budget.body).toMatchObject({ since: null, mark: 0, text: "Nothing of the creep budget of 5 % is spent." });
    expect((await run("landing", "show", "LU-77")).out).toContain("slipped from 2.16.0");
  });
});

test("a policy tells the kind of a landing by the paths that it touches", async () => {
  const repository = temporaryFolder();
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", repository, "-c", "user.name=A", "-c", "user.email=a@b", ...args], {
      encoding: "utf8",
    }).trim();
  git("init", "-q");
  mkdirSync(join(repository, "docs"));
  for (const [path, subject] of [
    ["main.c", "code"],
    ["docs/é.md", "words"],
  ] as const) {
    writeFileSync(join(repository, path), subject);
    git("add", ".");
    git("commit", "-q", "-m", subject);
  }
  const [words = "", code = ""] = git("log", "--format=%H").split("\n");
  await service.call("PUT", "/v1/policies/default", { kinds: [{ kind: "trivial", paths: ["docs/*"] }] });
  for (const [sha, kind] of [
    [words, "trivial"],
    [code, "feature"],
  ] as const) {
    expect((await verdict(sha)).policy.kind).toBe("feature");
    const paths = await touchedPaths(repository, sha);
    expect((await service.call("PUT", `/v1/changesets/${sha}/paths`, { paths })).status).toBe(200);
    expect((await verdict(sha)).policy.kind).toBe(kind);
  }
  expect(await touchedPaths(repository, words)).toEqual(["docs/é.md"]);
  await expect(touchedPaths(repository, "0".repeat(40))).rejects.toThrow("fetch it first");
  await service.call("PUT", "/v1/policies/default", {});
  rmSync(repository, { recursive: true });
});
