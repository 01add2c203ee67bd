/** Releases held against each other: what is told, to whom, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HoursAnswer } from "../../src/actions/rig-hours.ts";
import type { BackportParity } from "../../src/model/backport-parity.ts";
import type { ReleaseComparison, SeriesComparison } from "../../src/model/release-comparison.ts";
import type { ReleaseReport } from "../../src/model/release-report.ts";
import type { ReleaseVerdict } from "../../src/model/release-verdict.ts";
import type { RigComparison } from "../../src/model/rig-comparison.ts";
import type { ChangesetVerdict } from "../../src/model/verdict.ts";
import { seeded } from "../simulator/random.ts";
import { tarnish } from "../support/cli.ts";
import {
  CANDIDATE,
  CREEPING,
  GUILTY,
  LANDINGS,
  landing,
  RELEASED,
  releaseWorld,
  SECRET_SPEED,
} from "../support/release-world.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
  await releaseWorld(service);
}, 60_000);
afterAll(() => service.stop());

const get = async (path: string, token?: string) => await service.call("GET", path, undefined, token);
const compare = async (a: string, b: string, token?: string): Promise<ReleaseComparison> =>
  (await get(`/v1/compare?${new URLSearchParams({ base: a, head: b })}`, token)).body;
const newId = uuids(77);
const one = ({ series }: ReleaseComparison, metric: string, rig = "public-1"): SeriesComparison =>
  series.find((each) => each.metric === metric && each.rig === rig) as SeriesComparison;

describe("one release against another", () => {
  let comparison: ReleaseComparison;
  beforeAll(async () => {
    comparison = (await get("/v1/releases/1.0/compare/1.1")).body;
  });

  test("names the change that made a regression, with its size and interval", () => {
    const created = one(comparison, "create.rate");
    expect(created.movement).toBe("regression");
    expect(created.effect).toMatchObject({ scale: "ratio" });
    expect([created.effect.low < 0.88, created.effect.high > 0.88]).toEqual([true, true]);
    expect(created.changes).toHaveLength(1);
    expect(created.changes[0]).toMatchObject({
      sha: landing(GUILTY),
      state: "confirmed",
      isWorse: true,
      isMaterial: true,
    });
    expect(created.creep).toBeNull();
    expect(created.budgetSpent).toBeGreaterThan(2);
  });

  test("names what came though each step was small, and where", () => {
    const { creep, movement, changes } = one(comparison, "write.bandwidth");
    expect(movement).toBe("regression");
    expect(changes.every(({ isMaterial }) => !isMaterial)).toBe(true);
    expect(creep?.effect.value).toBeGreaterThan(0.9);
    expect(creep?.effect.value).toBeLessThan(0.95);
    const place = (sha: string) => Number(sha.slice(1));
    expect(place(creep?.from ?? "")).toBeLessThan(CREEPING[0]);
    expect(place(creep?.to ?? "")).toBeGreaterThanOrEqual(CREEPING[4] - 2);
    expect(place(creep?.to ?? "")).toBeLessThanOrEqual(CREEPING[4] + 2);
  });

  test("leaves alone what did not move", () => {
    expect(one(comparison, "stat.latency")).toMatchObject({ movement: "immaterial", changes: [], creep: null });
  });

  test("has geometric means of all, and by suite, benchmark, rig, vendor and metric, turned so that less is worse", () => {
    const means = new Map(comparison.means.map((mean) => [`${mean.by} ${mean.of}`.trim(), mean]));
    expect([...means.keys()].sort()).toEqual(
      [
        "overall",
        "suite nightly",
        "benchmark ior",
        "benchmark mdtest",
        "rig public-1",
        "rig secret-1",
        "vendor acme",
        "vendor umbra",
        "metric ior write.bandwidth",
        "metric mdtest create.rate",
        "metric mdtest stat.latency",
      ].sort(),
    );
    const truth = Math.exp((Math.log(0.985 ** 5) + Math.log(0.88) / 2) / 2);
    const overall = means.get("overall");
    expect(overall?.series).toBe(6);
    expect([(overall?.low ?? 9) < truth, (overall?.high ?? 0) > truth]).toEqual([true, true]);
    expect(overall?.high).toBeLessThan(1);
  });

  test("turned round, every ratio turns round", async () => {
    const back = await compare("1.1", "1.0");
    expect(one(back, "create.rate").movement).toBe("improvement");
    expect(one(back, "create.rate").effect.value).toBeCloseTo(1 / one(comparison, "create.rate").effect.value, 9);
    expect(one(back, "create.rate").changes[0]).toMatchObject({ sha: landing(GUILTY), side: "baseline" });
    const [mean, turned] = [comparison.means[0], back.means[0]];
    expect(turned?.value).toBeCloseTo(1 / (mean?.value ?? 0), 9);
  });

  test("across branches: from where they parted, with the changes of either side", async () => {
    const across = await compare("1.0.1", "master");
    expect(across).toMatchObject({
      forkedAt: landing(10),
      baseline: { kind: "release" },
      candidate: { kind: "branch" },
    });
    expect(one(across, "create.rate").movement).toBe("regression");
    expect(across.uncompared).toEqual([]);
  });

  test("two changesets, abbreviated or not", async () => {
    const around = await compare(landing(GUILTY - 1), landing(GUILTY + 5));
    expect(around.candidate).toMatchObject({ kind: "changeset", sha: landing(GUILTY + 5) });
    expect(one(around, "create.rate").movement).toBe("regression");
  });
});

describe("a stranger", () => {
  test("is told nothing of private rigs, and that something is missing", async () => {
    const { body } = await get("/v1/releases/1.0/compare/1.1", "");
    expect(body.partial).toBe(true);
    expect(JSON.stringify(body)).not.toMatch(/secret-1|umbra/);
    expect(body.means[0]).toMatchObject({ by: "overall", series: 3 });
  });
});

describe("is refused in one sentence:", () => {
  test.each([
    [
      "an unknown release",
      "/v1/releases/1.0/compare/9.9",
      404,
      /There is no release 9\.9; tarnish release list shows them\./,
    ],
    ["an unknown name", "/v1/compare?base=1.0&head=nothing", 404, /no release, changeset or branch nothing/],
    ["a release against itself", "/v1/releases/1.1/compare/1.1", 422, /are the same changeset/],
  ])("%s", async (_, path, status, detail) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(detail);
  });

  test("what was never measured in common", async () => {
    await service.call("PUT", "/v1/changesets", {
      sha: "unmeasured",
      branch: "master",
      position: 41,
      parent: landing(40),
    });
    await service.call("PUT", "/v1/releases/1.2", { sha: "unmeasured", branch: "master" });
    const answer = await get("/v1/releases/1.1/compare/1.2");
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatch(/^1\.1 and 1\.2 were never measured in common; .* not measured since/);
  });
});

describe("the gate", () => {
  const judged = async (tag: string, more = "") =>
    (await get(`/v1/releases/${tag}/verdict${more}`)).body as ReleaseVerdict;
  const of = ({ series }: ReleaseVerdict, metric: string) =>
    series.find((each) => each.metric === metric && each.rig === "public-1");

  test("judges a release against the one before it: what is worse, since when, and what it spent", async () => {
    const verdict = await judged("1.1");
    expect(verdict).toMatchObject({ verdict: "fail", final: true, against: { name: "1.0" }, phase: null });
    expect(of(verdict, "create.rate")).toMatchObject({ verdict: "fail" });
    expect(of(verdict, "create.rate")?.why).toMatch(
      /create\.rate on public-1 is 0\.88\dx .* of 1\.0, 2\d\d % of the creep budget; since m022\./,
    );
    expect(of(verdict, "write.bandwidth")).toMatchObject({ verdict: "fail" });
    expect(of(verdict, "write.bandwidth")?.why).toMatch(/crept in after m010, up to m03\d/);
    expect(of(verdict, "stat.latency")).toMatchObject({ verdict: "pass" });
    expect(verdict.budget).toMatchObject({ limit: 0.05, mark: 1 });
    expect(verdict.budget.spent.map(({ metric }) => metric)).not.toContain("stat.latency");
  });

  test("says pass of a release that became no worse, and nothing where too little was measured", async () => {
    await service.call("PUT", "/v1/releases/1.0.9", { sha: landing(12), branch: "master" });
    const pass = await judged("1.0.9", "?against=1.0");
    expect(pass).toMatchObject({ verdict: "pass", final: true, budget: { mark: 0, spent: [] } });
    expect(pass.why).toBe("None of 6 series became worse than the creep budget since 1.0.");
    await service.call("PUT", "/v1/releases/0.9", { sha: landing(2), branch: "master" });
    expect(await judged("1.0", "?against=0.9")).toMatchObject({ verdict: "not_measured" });
  });

  test("holds a changeset against a release, with the same words, while it is no worse than its parent", async () => {
    const own: ChangesetVerdict = (await get(`/v1/changesets/${CANDIDATE}/verdict`)).body;
    const against: ChangesetVerdict = (await get(`/v1/changesets/${CANDIDATE}/verdict?against=1.0`)).body;
    const word = ({ series }: ChangesetVerdict, metric: string) => series.find((one) => one.metric === metric)?.verdict;
    expect([word(own, "create.rate"), word(own, "stat.latency")]).toEqual(["pass", "pass"]);
    expect(against).toMatchObject({ sha: CANDIDATE, against: "1.0", verdict: "fail" });
    expect([word(against, "create.rate"), word(against, "stat.latency")]).toEqual(["fail", "pass"]);
    expect(own.against).toBeUndefined();
    expect(against.inputs).not.toBe(own.inputs);
    expect((await get(`/v1/changesets/${CANDIDATE}/verdict?against=9.9`)).status).toBe(404);
  });

  test("is asked against the release before only where one is known", async () => {
    const answer = await get("/v1/releases/0.9/verdict");
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/No release is known before 0\.9: plan its train/) },
    });
  });
});

describe("hours and absences", () => {
  const hours = async (query: string, token?: string): Promise<HoursAnswer> =>
    (await get(`/v1/hours?${query}`, token)).body;

  test("by rig, vendor, cause, changeset and release; each run of half an hour once", async () => {
    const all = await hours("by=rig");
    expect(all.items.map(({ of }) => of)).toEqual(["public-1", "secret-1"]);
    expect(all.items[1]).toEqual({ of: "secret-1", hours: 40, runs: 80, withoutEnd: 0 });
    expect((await hours("by=vendor")).items.map(({ of }) => of)).toEqual(["acme", "umbra"]);
    expect((await hours("by=cause")).items).toMatchObject([{ of: "scheduled", hours: all.total.hours }]);
    expect((await hours("by=changeset&rig=secret-1")).items).toHaveLength(40);
    const ofRelease = await hours("by=rig&release=1.0.1");
    expect(ofRelease.items).toEqual([{ of: "public-1", hours: 4, runs: 8, withoutEnd: 0 }]);
    expect((await hours("by=rig&from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z")).total).toMatchObject({ runs: 4 });
  });

  test("a stranger is told of public rigs alone", async () => {
    const answer = await hours("by=rig", "");
    expect(answer).toMatchObject({ partial: true, items: [{ of: "public-1" }] });
    expect((await hours("by=vendor&release=1.1", "")).items.map(({ of }) => of)).toEqual(["acme"]);
  });

  test("no required cell waits for a rig that is away, and the list shows it until it is back", async () => {
    await service.call("PUT", "/v1/changesets", { sha: "c002", branch: "master", parent: landing(40) });
    const missing = async () => (await get("/v1/changesets/c002/verdict")).body.missing.length;
    const away = (until: string, token?: string) =>
      service.call("PUT", "/v1/rigs/public-1/away", { until, reason: "new disks" }, token);
    const shown = async () =>
      (await get("/v1/rigs", "")).body.items.find(({ rig }: { rig: string }) => rig === "public-1");
    await service.call("PUT", "/v1/rigs/secret-1/away", { until: "2999-01-01" });
    expect(await missing()).toBe(3);
    expect((await away("2999-01-01")).body).toMatchObject({ rig: "public-1", until: "2999-01-01T00:00:00.000Z" });
    expect(await missing()).toBe(0);
    expect((await get("/v1/changesets/c002/verdict")).body.verdict).toBe("not_measured");
    expect(await shown()).toMatchObject({ awayUntil: "2999-01-01T00:00:00.000Z", awayBecause: "new disks" });
    await away("2020-01-01");
    await service.call("PUT", "/v1/rigs/secret-1/away", { until: "2020-01-01" });
    expect(await missing()).toBe(3);
    expect(await shown()).not.toHaveProperty("awayUntil");
    expect((await away("2999-01-01", "")).status).toBe(401);
    expect((await service.call("PUT", "/v1/rigs/nobody/away", { until: "2999-01-01" })).status).toBe(404);
    expect((await away("soon")).status).toBe(422);
  });
});

describe("a maintenance branch beside its mainline", () => {
  test("what was brought back, by Change-Id, and what it does on either branch; what was not is counted", async () => {
    expect((await get("/v1/releases/1.0.1/parity")).body).toMatchObject({
      mainline: { name: "master", kind: "branch" },
    });
    const parity: BackportParity = (await get("/v1/releases/1.0.1/parity?with=1.1")).body;
    expect(parity).toMatchObject({ mainline: { name: "1.1" }, forkedAt: landing(10), notPorted: 26, onlyHere: 0 });
    expect(parity.ported.map(({ mainline, maintenance }) => [mainline, maintenance])).toEqual([
      [landing(12), "b001"],
      [landing(GUILTY), "b002"],
      [landing(25), "b003"],
      [landing(30), "b004"],
    ]);
    const guilty = parity.ported.find(({ mainline }) => mainline === landing(GUILTY));
    // The world's maintenance branch keeps the speed of the release: the change that costs 12 % costs nothing there.
    expect(guilty?.effects).toContainEqual(
      expect.objectContaining({ metric: "create.rate", rig: "public-1", agreement: "different" }),
    );
    expect(parity.movingNotPorted).toEqual([]);
    expect(JSON.stringify((await get("/v1/releases/1.0.1/parity", "")).body)).not.toMatch(/secret-1/);
  });

  test("is refused for a release of the mainline itself", async () => {
    expect(await get("/v1/releases/1.1/parity")).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/^1\.1 is not on a branch that forked from another; name the mainline/) },
    });
    expect(await get("/v1/releases/1.1/parity?with=master")).toMatchObject({ status: 422 });
  });
});

describe("a release that is planned", () => {
  const plan = {
    branch: "master",
    releases: [
      { tag: "1.0", phases: { released: "2026-03-11" } },
      {
        tag: "1.1",
        phases: { released: "2026-04-10" },
        pledges: [{ vendor: "acme", hours: 100, cells: [{ benchmarks: ["ior", "mdtest"] }] }],
      },
    ],
    cells: [{ label: "metal", benchmarks: ["ior", "mdtest"], pairings: ["", "1.0/1.1"] }],
  };
  const report = async (format: string, token?: string) => await get(`/v1/releases/1.1/report.${format}`, token);
  beforeAll(async () => {
    expect((await service.call("PUT", "/v1/trains/mainline", plan)).status).toBe(200);
  });

  test("has its coverage, its pledges and its hours in the report", async () => {
    const { verdict, pledges, hours, changes, notes } = (await report("json")).body as ReleaseReport;
    expect(verdict).toMatchObject({ phase: "released", verdict: "fail", against: { name: "1.0" } });
    expect(verdict.coverage.map(({ benchmark, pairing, state }) => [benchmark, pairing, state])).toEqual([
      ["ior", "", "measured"],
      ["ior", "1.0/1.1", "never"],
      ["mdtest", "", "measured"],
      ["mdtest", "1.0/1.1", "never"],
    ]);
    expect(verdict.missing).toContainEqual({
      what: "ior on a rig labelled metal, client 1.0 with server 1.1",
      why: "promised, never measured",
    });
    expect(pledges).toEqual([
      { vendor: "acme", hoursPledged: 100, hoursDelivered: 30, cellsPledged: 2, cellsDelivered: 2 },
    ]);
    expect(hours.total).toMatchObject({ hours: 60, runs: 120, withoutEnd: 0 });
    expect(changes[0]).toMatchObject({ sha: landing(GUILTY), subject: "LU-22 osc: change 22" });
    expect(notes.join("\n")).toMatch(
      /mdtest create\.rate is slower than in 1\.0 since "LU-22 osc: change 22" \(m022\)/,
    );
  });

  test("is told to a stranger without private rigs, in every form", async () => {
    for (const format of ["json", "md", "html"]) {
      const answer = await report(format, "");
      expect(answer.status).toBe(200);
      const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      expect(text).not.toMatch(/secret-1|umbra/);
      expect(text).toContain("create.rate");
    }
    expect((await report("html")).headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await get("/v1/releases/9.9/report.html", "")).status).toBe(404);
  });

  test("by the command line: the gate's exit code, and the report as a file", async () => {
    const tell = (...args: string[]) => tarnish(args, { TARNISH_URL: service.url, TARNISH_DATA: service.data });
    const gate = await tell("gate", "--release", "1.1");
    expect(gate.code).toBe(1);
    expect(gate.out).toMatch(/fail {2}1\.1 against 1\.0, released/);
    expect(gate.out).toMatch(/creep budget: mdtest create\.rate on public-1 has spent 2\d\d % \(mark 100 %\)/);
    expect(gate.out).toMatch(/promised cells: 2 measured, 0 stale, 2 never/);
    const file = await tell("release", "report", "1.1", "--format", "md");
    expect(file).toMatchObject({ code: 0, out: (await report("md")).body });
    expect((await tell("gate", "--json")).code).toBe(64);
  });
});

describe("a step that somebody waived", () => {
  const night = async (name: string, sha: string, level: number) => {
    for (let k = 0; k < 3; k++) {
      const at = `2026-03-25T0${k}:00:00Z`;
      const measurement = { benchmark: "mdtest", metric: "create.rate", unit: "ops/s", better: "higher" };
      const answer = await service.call("POST", "/v1/runs", {
        ...{ schema: "tarnish.run/1", id: newId(), rig: "public-1", suite: "nightly", complete: true },
        ...{ changeset: { sha, branch: "master" }, block: name, startedAt: at, finishedAt: at },
        measurements: [{ ...measurement, values: [level * (1 + 0.002 * k)] }],
      });
      expect(answer.status).toBe(201);
    }
  };

  test("is told as accepted in the report, and is open no more in the release's verdict", async () => {
    const report = async (): Promise<ReleaseReport> => (await get("/v1/releases/1.1/report.json")).body;
    const step = ({ changes }: ReleaseReport) => changes.find(({ sha }) => sha === landing(GUILTY));
    expect(step(await report())?.waivers).toEqual([]);
    for (const name of ["late a", "late b"]) {
      await night(name, landing(GUILTY - 1), 1000);
      await night(name, landing(GUILTY), 880);
    }
    const waiver = await service.call("POST", `/v1/changesets/${landing(GUILTY)}/waivers`, {
      ...{ series: { metric: "create.rate" }, reason: "safety first", ticket: "LU-22" },
    });
    expect(waiver.status).toBe(201);
    const told = await report();
    expect(step(told)?.waivers).toEqual([waiver.body.id]);
    expect(told.notes.join(" ")).toContain("accepted");
  });
});

describe("one rig against another", () => {
  const compared = async (a: string, b: string, token?: string) => await get(`/v1/rigs/${a}/compare/${b}`, token);

  test("says by how much the machines differ with the same code, and that nothing is judged by it", async () => {
    const { status, body } = await compared("public-1", "secret-1");
    expect(status).toBe(200);
    const found = body as RigComparison;
    expect(found.series.map(({ metric }) => metric).sort()).toEqual(["create.rate", "stat.latency", "write.bandwidth"]);
    for (const { effect, better, performance } of found.series) {
      expect(effect.value).toBeCloseTo(SECRET_SPEED, 2);
      expect([effect.low < effect.value, effect.high > effect.value, effect.high - effect.low < 0.02]).toEqual([
        true,
        true,
        true,
      ]);
      const faster = better === "higher" ? SECRET_SPEED : 1 / SECRET_SPEED;
      expect(performance?.value).toBeCloseTo(faster, 1);
    }
    expect(found.alone).toEqual({ baseline: 0, candidate: 0 });
    expect(found.series.every(({ branch, sha }) => branch === "master" && sha === landing(LANDINGS))).toBe(true);
    expect(found.note).toContain("gates nothing");
    const back = (await compared("secret-1", "public-1")).body as RigComparison;
    expect(back.overall?.value).toBeCloseTo(1 / (found.overall?.value ?? 0), 9);
  });

  test("a rig that a reader may not see is none, on the page and its chart as well; a rig is no state of the code", async () => {
    const missing = "There is no rig secret-1; tarnish rig list shows them.";
    expect(await compared("public-1", "secret-1", "")).toMatchObject({ status: 404, body: { detail: missing } });
    expect((await get("/compare?base=rig:public-1&head=rig:secret-1", "")).body).toContain(missing);
    expect((await get("/compare", "")).body).not.toContain("secret-1");
    expect((await get("/charts/forest.csv?base=rig:public-1&head=rig:secret-1", "")).status).toBe(404);
    const page = (await get("/compare?base=rig:public-1&head=rig:secret-1")).body as string;
    expect(page).toMatch(/Rig <bdi>secret-1<\/bdi> is .*(slower|faster) than rig <bdi>public-1/);
    const csv = (await get("/charts/forest.csv?base=rig:public-1&head=rig:secret-1")).body as string;
    expect(csv.trim().split("\r\n")).toHaveLength(4);
    expect((await get("/compare?base=rig:public-1&head=1.1")).body).toContain("rig:public-1 is a rig and 1.1 is none");
    expect((await compared("public-1", "public-1")).status).toBe(422);
  });
});

describe("what a cell, a curve and a bridge are taken from", () => {
  const LANDED = 230;
  const at = (position: number) => `w${String(position).padStart(3, "0")}`;
  const noise = seeded(31);
  let found: (benchmark: string) => Promise<string>;

  interface Session {
    readonly position: number;
    readonly values: Readonly<Record<string, number>>;
    readonly versions?: { readonly client: string; readonly server: string };
    readonly kernel?: string;
    readonly cause?: string;
    readonly night?: string;
  }

  /** Names of values are "benchmark" or "benchmark clients". */
  const document = ({ position, values, versions, kernel, cause = "scheduled", night = "" }: Session) => ({
    ...{ schema: "tarnish.run/1", id: newId(), rig: "public-1", suite: "windows", cause, complete: true },
    changeset: { sha: at(position), branch: "long" },
    block: `window ${position}${night}`,
    startedAt: new Date(Date.UTC(2025, 0, position, 20)).toISOString(),
    ...(versions && { subject: { versions } }),
    ...(kernel && { environment: { watch: { kernel } } }),
    measurements: Object.entries(values).map(([name, value]) => {
      const [benchmark = "", clients] = name.split(" ");
      const measured = [value * (1 + 0.002 * noise()), value * (1 + 0.002 * noise())];
      const parameters = clients === undefined ? {} : { clients };
      return { benchmark, metric: "rate", unit: "ops/s", better: "higher", parameters, values: measured };
    }),
  });
  const each = (positions: readonly number[], session: (position: number) => Omit<Session, "position">) =>
    positions.map((position) => document({ ...session(position), position }));

  beforeAll(async () => {
    const changesets = Array.from({ length: LANDED }, (_, index) => ({
      ...{ sha: at(index + 1), branch: "long", position: index + 1 },
      ...(index > 0 && { parent: at(index) }),
    }));
    await service.call("PUT", "/v1/changesets", changesets);
    await service.call("PUT", "/v1/releases/L1", { sha: at(120), branch: "long" });
    const curve = (factor: number) => ({ "grows 1": factor, "grows 2": 2 * factor, "grows 4": 4 * factor });
    const runs = [
      ...each([5, 6, 7], () => ({ values: { paired: 100 }, versions: { client: "3.1", server: "3.2" } })),
      ...each([227, 228, 229], () => ({ values: { paired: 100 }, versions: { client: "3.2", server: "3.1" } })),
      ...each([60, 61, 62], () => ({ values: curve(700) })), // too old for the release
      ...each([100, 101, 102], () => ({ values: curve(100) })),
      ...each([227, 228, 229], () => ({ values: curve(200) })),
      ...each([200, 201, 202, 203], () => ({ values: { crossing: 100, alone: 100 }, kernel: "5.14" })),
      ...each([203], () => ({ values: { crossing: 110 }, kernel: "6.8", cause: "bridge", night: " again" })),
      ...each([203], () => ({ values: { crossing: 110 }, kernel: "6.8", cause: "bridge", night: " once more" })),
      ...each([204, 205, 206], () => ({ values: { crossing: 110, alone: 110 }, kernel: "6.8" })),
    ];
    for (const run of runs) expect((await service.call("POST", "/v1/runs", run)).status).toBe(201);
    await service.call("PUT", "/v1/rigs/public-1/epochs", { facts: { kernel: "6.8" }, epoch: "new", reason: "newer" });
    found = async (benchmark) => {
      const { items } = (await get(`/v1/series?q=${benchmark}`)).body;
      return (await get(`/series/${items[0].id}`)).body as string;
    };
  });

  test("a pair that only old changesets measured is not measured lately, one of the newest 200 is", async () => {
    const page = (await get("/interop", "")).body as string;
    const rows = [...page.matchAll(/<tr><th scope="row"><bdi>(3\.\d)<\/bdi><\/th>(.*?)<\/tr>/gs)];
    const cells = rows.flatMap(([, , row = ""]) => [...row.matchAll(/<td class="cell (\w+)">(.*?)<\/td>/gs)].slice(-2));
    const words = cells.map(([, word, text = ""]) => [
      word,
      text
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    ]);
    expect(words).toEqual([
      ["same", "the build itself"],
      ["missing", "not measured lately"],
      ["fine", "no worse 1 series , 17 Aug 2025"],
      ["same", "the build itself"],
    ]);
  });

  test("a curve of a release is that of the last 50 changesets up to it, the newest that of the last 50 of all", async () => {
    const page = (await get("/scaling?q=grows", "")).body as string;
    expect(page).toContain("the last 50 changesets");
    expect(page.replace(/<[^>]*>/g, "")).toMatch(/Measured last: L1 12 Apr 2025, newest 17 Aug 2025\./);
    const [curve] = page.match(/curve=[^&"]+/) ?? [];
    const csv = (await get(`/charts/scaling.csv?${curve}`, "")).body as string;
    const rows = csv
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(","));
    const shown = rows.map(([release, x, value]) => [
      release,
      Number(x),
      Math.round(Number(value) / Number(x) / 10) * 10,
    ]);
    expect(shown).toEqual(
      ["L1", "newest"].flatMap((release) => [1, 2, 4].map((x) => [release, x, release === "L1" ? 100 : 200])),
    );
  });

  test("what was measured on both sides of an epoch stands in the trend as a bridge, in words; without it they say so", async () => {
    const crossing = await found("crossing");
    expect(crossing).toMatch(
      /From epoch first to new the same code measures 1\.10\d?x \([\d.]+ to [\d.]+\) of what it did \(1 changeset measured on both sides, 3 runs\)/,
    );
    expect(crossing).toContain("bridge: measured on both sides of a new epoch");
    expect(crossing).toContain('href="/help#bridge"');
    const alone = await found("alone");
    expect(alone).toContain("no bridge leads here");
    expect(alone).not.toContain('href="/help#bridge"');
  });
});

describe("the list of changesets", () => {
  const page = async (query = "", token?: string): Promise<string> => {
    const { status, body } = await get(`/changesets${query}`, token);
    expect([query, status]).toEqual([query, 200]);
    return body;
  };
  const rows = (text: string): string[][] =>
    [...text.matchAll(/<tr><td data-of="Verdict".*?<\/tr>/gs)].map(([row]) => [
      /<a href="\/changesets\/(\w+)"/.exec(row)?.[1] ?? "",
      /class="pill \w+">.*?<span>(.*?)<\/span>/s.exec(row)?.[1] ?? "not judged",
    ]);
  const next = (text: string) =>
    /href="\/changesets(\?[^"]*)">(?:Older|Look)/.exec(text)?.[1]?.replaceAll("&amp;", "&");

  const everyPage = async (query: string, token?: string): Promise<string[]> => {
    const pages: string[] = [];
    for (let at: string | undefined = query; at !== undefined && pages.length < 30; at = next(pages.at(-1) ?? ""))
      pages.push(await page(at, token));
    return pages;
  };

  test("is in landing order, the newest first, with candidates above what they stand on, page by page", async () => {
    const pages = await everyPage("?branch=master");
    expect(pages.length).toBeGreaterThan(1);
    const told = pages.flatMap(rows).map(([sha]) => sha ?? "");
    const landed = Array.from({ length: LANDINGS }, (_, at) => landing(LANDINGS - at));
    expect(told.filter((sha) => landed.includes(sha) || sha === CANDIDATE)).toEqual([CANDIDATE, ...landed]);
    expect(new Set(told).size).toBe(told.length);
    const maintained = rows(await page("?branch=b1_0")).map(([sha]) => sha);
    expect(maintained.slice(0, 2)).toEqual(["b004", "b003"]);
    expect(maintained).toContain(landing(RELEASED[0]));
    expect(maintained).not.toContain(landing(RELEASED[0] + 1));
    expect((await get("/changesets?branch=never")).status).toBe(404);
    expect((await get("/changesets?after=never")).status).toBe(422);
    expect((await get("/changesets?verdict=never")).status).toBe(422);
  });

  test("says what the gate said last, and is narrowed by it", async () => {
    const unsaid = (await everyPage("?branch=master")).flatMap(rows).filter(([, said]) => said === "not judged");
    const sha = unsaid.find(([one]) => one?.startsWith("m"))?.[0] ?? "";
    const asked = (await get(`/v1/changesets/${sha}/verdict`)).body as ChangesetVerdict;
    const now = (await everyPage("?branch=master")).flatMap(rows);
    expect(now).toContainEqual([sha, asked.verdict.replaceAll("_", " ")]);
    const { body } = await get(`/v1/changesets/${landing(GUILTY)}/verdict`);
    const word = (body as ChangesetVerdict).verdict.replaceAll("_", " ");
    expect(rows(await page(`?branch=master&after=${landing(GUILTY + 1)}`))[0]).toEqual([landing(GUILTY), word]);
    const found = rows(await page(`?branch=master&verdict=${(body as ChangesetVerdict).verdict}`));
    expect(found).toContainEqual([landing(GUILTY), word]);
    expect(new Set(found.map(([, one]) => one))).toEqual(new Set([word]));
    expect(rows(await page("?branch=master&verdict=none")).map(([sha]) => sha)).not.toContain(landing(GUILTY));
  });

  test("shows a stranger no candidate, branch or word that is of a private rig alone", async () => {
    const put = async (path: string, body: unknown) =>
      expect((await service.call("PUT", path, body)).status).toBeLessThan(300);
    await put("/v1/changesets", [
      { sha: "5ec0", branch: "hidden-branch", parent: landing(LANDINGS) },
      { sha: "5ec1", branch: "master", parent: landing(LANDINGS) },
      { sha: "5ec2", branch: "open-branch", position: 1 },
    ]);
    for (const [sha, branch] of [
      ["5ec0", "hidden-branch"],
      ["5ec1", "master"],
      ["5ec2", "open-branch"],
    ] as const) {
      const document = run({ id: newId(), sha, rig: "secret-1", branch });
      expect((await service.call("POST", "/v1/runs", document)).status).toBe(201);
      await get(`/v1/changesets/${sha}/verdict`); // recorded, for those who see it
    }
    const word = async (query: string, sha: string, token?: string) =>
      rows(await page(query, token)).find(([one]) => one === sha)?.[1];
    expect(await page()).toContain("hidden-branch");
    expect(await word("?branch=master", "5ec1")).toBe("not measured");
    expect(await word("?branch=open-branch", "5ec2")).toBe("not measured");
    expect(await page("?branch=master", "")).not.toMatch(/5ec[01]|hidden-branch|secret-1|umbra/);
    expect(await word("?branch=open-branch", "5ec2", "")).toBe("not judged");
    expect((await get("/changesets?branch=hidden-branch", "")).status).toBe(404);
    expect((await get("/changesets?branch=master&after=5ec1", "")).status).toBe(422);
    const { verdict } = (await get(`/v1/changesets/${landing(GUILTY)}/verdict`, "")).body as ChangesetVerdict;
    const judged = await everyPage(`?branch=master&verdict=${verdict}`, "");
    expect(judged.flatMap(rows)).toContainEqual([landing(GUILTY), verdict.replaceAll("_", " ")]);
    const few = await page("?branch=master", "");
    expect(rows(few)).toHaveLength(10);
    expect([few, await page("?branch=master")].map((text) => /<main[^>]* data-live/.test(text))).toEqual([false, true]);
  });

  test("leaves out what landed as another changeset or was replaced, as far as the reader may know, and goes on after it", async () => {
    const put = async (...changesets: object[]) => {
      const all = changesets.map((one) => ({ branch: "past", ...one }));
      expect((await service.call("PUT", "/v1/changesets", all)).status).toBeLessThan(300);
    };
    await put(
      { sha: "pd01", position: 1 },
      { sha: "pd02", position: 2, parent: "pd01", tree: "7ee2", changeId: "I1" },
      { sha: "pc01", parent: "pd01", tree: "7ee2" },
      { sha: "pc02", parent: "pd01", changeId: "I1", patchset: 1 },
      { sha: "pc03", parent: "pd02", changeId: "I2", patchset: 1 },
      { sha: "pc04", parent: "pd02", changeId: "I2", patchset: 2 },
      { sha: "pc05", parent: "pc03", changeId: "I3", patchset: 1 },
      { sha: "pc06", parent: "pc04", changeId: "I3", patchset: 2 },
      { sha: "pc07", branch: "elsewhere", parent: "pd01", tree: "7ee2" },
    );
    const listed = async (query = "", token?: string) =>
      rows(await page(`?branch=past${query}`, token)).map(([sha]) => sha);
    expect(await listed("", "")).toEqual(["pc06", "pc04", "pd02", "pd01"]);
    const document = run({ id: newId(), sha: "pc06", rig: "secret-1", branch: "past" });
    expect((await service.call("POST", "/v1/runs", document)).status).toBe(201);
    expect(await listed()).toEqual(["pc06", "pc04", "pd02", "pd01"]);
    expect(await listed("", "")).toEqual(["pc05", "pc04", "pd02", "pd01"]);
    expect(await listed("&after=pc03")).toEqual(["pd02", "pd01"]);
    await put({ sha: "pc04", position: 3, parent: "pd02" });
    expect(await listed()).toEqual(["pc06", "pc04", "pd02", "pd01"]);
    expect(await page("?branch=past")).toMatch(/pc04<[^#]*#3,/);
    expect(await page("?branch=past&after=pd01")).toContain("The list ends here.");
    expect(rows(await page("?branch=elsewhere")).map(([sha]) => sha)).toEqual(["pd01"]);
    expect(await page()).not.toContain('<option value="elsewhere"');
  });
});
