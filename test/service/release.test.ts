/** Releases held against each other: what is told, to whom, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReleaseComparison, SeriesComparison } from "../../src/model/release-comparison.ts";
import { CREEPING, GUILTY, landing, releaseWorld } from "../support/release-world.ts";
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

  test("has geometric means of all, and by suite, benchmark, rig and vendor, turned so that less is worse", () => {
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
