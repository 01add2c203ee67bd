/** What nobody may do to a verdict or a history, by mistake or on purpose. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunDocument } from "../../src/model/run.ts";
import type { ChangesetVerdict } from "../../src/model/verdict.ts";
import { normal, seeded } from "../simulator/random.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

const id = uuids(77);
const random = seeded(77);

interface Night {
  readonly sha: string;
  readonly parent?: string;
  readonly rig?: string;
  readonly level: number;
  readonly runs: number;
  /** Day of the year, also the block. */
  readonly day: number;
  readonly more?: Partial<RunDocument>;
}

async function night({ sha, parent, rig = "lab", level, runs, day, more }: Night): Promise<void> {
  for (let index = 0; index < runs; index++) {
    const values = [level * Math.exp(0.005 * normal(random))];
    const startedAt = new Date(Date.UTC(2026, 0, day, 20, index)).toISOString();
    const document = {
      ...run({ id: id(), sha, rig, values, block: `day ${day}`, startedAt, ...(parent && { parent }) }),
      ...more,
    };
    const answer = await service.call("POST", "/v1/runs", document);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  }
}

const verdict = async (sha: string): Promise<ChangesetVerdict> =>
  (await service.call("GET", `/v1/changesets/${sha}/verdict`)).body;
const put = (path: string, body: unknown, token?: string) => service.call("PUT", path, body, token);

async function history(sha: string, rig: string, level = 100, more?: Partial<RunDocument>): Promise<void> {
  for (const day of [1, 2, 3, 4]) await night({ sha, rig, level, runs: 3, day, ...(more && { more }) });
}

describe("a red stands", () => {
  beforeAll(async () => {
    await history("r0", "red");
    for (const day of [10, 11, 12]) await night({ sha: "r1", parent: "r0", rig: "red", level: 88, runs: 2, day });
    expect(await verdict("r1")).toMatchObject({ verdict: "fail", final: true });
  });

  test("when the parent is measured again, slower, after the first look", async () => {
    for (const day of [20, 21, 22, 23]) await night({ sha: "r0", rig: "red", level: 88, runs: 3, day });
    expect(await verdict("r1")).toMatchObject({ verdict: "fail", final: true });
  });

  test("when it is measured again, faster, by a clock that runs behind", async () => {
    await night({ sha: "r1", parent: "r0", rig: "red", level: 100, runs: 3, day: 5, more: { cause: "retest" } });
    expect(await verdict("r1")).toMatchObject({ verdict: "fail", final: true });
  });
});

test("a parent measured before and after a drift is compared in the candidate's own epoch", async () => {
  const kernel = (version: string) => ({ environment: { watch: { kernel: version } } });
  await history("w0", "drifting", 130, kernel("6.8"));
  for (const day of [6, 7, 8])
    await night({ sha: "w1", parent: "w0", rig: "drifting", level: 100, runs: 3, day, more: kernel("6.1") });
  await night({ sha: "w1", parent: "w0", rig: "drifting", level: 130, runs: 4, day: 9, more: kernel("6.8") });
  for (const day of [10, 11, 12])
    await night({ sha: "w2", parent: "w1", rig: "drifting", level: 106, runs: 2, day, more: kernel("6.8") });
  expect((await verdict("w2")).verdict).toBe("fail");
});

test("virtual machines and manual runs ask nothing of later landings", async () => {
  await history("v0", "real");
  for (const day of [10, 11, 12]) await night({ sha: "v1", parent: "v0", rig: "real", level: 100, runs: 2, day });
  const other = (sha: string, more: Partial<RunDocument>) =>
    service.call("POST", "/v1/runs", {
      ...run({ id: id(), sha, rig: "cloud" }),
      measurements: [{ benchmark: "other", metric: "rate", unit: "ops/s", better: "higher", values: [1] }],
      ...more,
    });
  await other("v0", { virtual: true });
  await other("v0", { cause: "manual" });
  expect(await verdict("v1")).toMatchObject({ verdict: "pass", missing: [] });
});

test("positions without known parents are a history all the same", async () => {
  for (let index = 0; index < 10; index++) {
    const more = {
      changeset: { sha: `s${index}`, branch: "sparse", position: (index + 1) * 10, parent: `never-measured-${index}` },
    };
    await night({ sha: `s${index}`, rig: "sparse", level: 100, runs: 2, day: index + 1, more });
  }
  const more = { changeset: { sha: "sx", branch: "sparse", parent: "s9" } };
  for (const day of [20, 21, 22]) await night({ sha: "sx", rig: "sparse", level: 70, runs: 2, day, more });
  const answer = await verdict("sx");
  expect(answer.series[0]?.baseline.runs).toBe(20);
  expect(answer.verdict).toBe("fail");
});

test("the candidates of a change are all changesets since the last good tested one, untested ones included", async () => {
  const landed = Array.from({ length: 30 }, (_, index) => ({ sha: `g${index}`, branch: "gaps", position: index + 1 }));
  await put("/v1/changesets", landed);
  for (let index = 0; index < 30; index += 3) {
    const changeset = landed[index] as { sha: string };
    await night({
      sha: changeset.sha,
      rig: "gaps",
      level: index < 15 ? 100 : 80,
      runs: 2,
      day: index + 1,
      more: { changeset },
    });
  }
  const { items } = (await service.call("GET", "/v1/series?rig=gaps")).body;
  const { changes } = (await service.call("GET", `/v1/series/${items[0].id}/changes`)).body;
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({ sha: "g15", candidates: ["g13", "g14", "g15"] });
});

describe("contradictions find no way in", () => {
  test("a second changeset at a position is refused when a run brings it, too", async () => {
    const at = (sha: string, position: number) => ({
      ...run({ id: id(), sha }),
      changeset: { sha, branch: "doubles", position },
    });
    expect((await service.call("POST", "/v1/runs", at("d1", 5))).status).toBe(201);
    expect(await service.call("POST", "/v1/runs", at("d2", 5))).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/changeset/position" }] },
    });
  });

  test("inside one batch, and between two posts at once", async () => {
    const cycle = [
      { sha: "cy1", parent: "cy2" },
      { sha: "cy2", parent: "cy1" },
    ];
    expect(await put("/v1/changesets", cycle)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/1/parent" }] },
    });
    const twice = [
      { sha: "tw", parent: "a" },
      { sha: "tw", parent: "b" },
    ];
    expect(await put("/v1/changesets", twice)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/1/parent" }] },
    });
    const answers = await Promise.all(
      ["e1", "e2", "e3"].map((sha) => put("/v1/changesets", { sha, branch: "race", position: 1 })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
  });

  test("a position below the parent's", async () => {
    await put("/v1/changesets", { sha: "up", branch: "order", position: 7 });
    expect(await put("/v1/changesets", { sha: "down", branch: "order", position: 3, parent: "up" })).toMatchObject({
      status: 422,
    });
  });

  test("two directions of one series at once: one is stored, the other refused", async () => {
    const one = (better: "higher" | "lower") => {
      const document = run({ id: id(), sha: "dir", rig: "lab" });
      return service.call("POST", "/v1/runs", {
        ...document,
        measurements: [{ ...document.measurements[0], benchmark: "directions", better }],
      });
    };
    const answers = await Promise.all([one("higher"), one("lower")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  test("a refused run leaves nothing, not even its rig", async () => {
    await put("/v1/changesets", { sha: "settled", parent: "a" });
    const document = {
      ...run({ id: id(), sha: "settled", rig: "misspelt" }),
      changeset: { sha: "settled", parent: "b" },
    };
    expect((await service.call("POST", "/v1/runs", document)).status).toBe(422);
    const { items } = (await service.call("GET", "/v1/rigs")).body;
    expect(items.map(({ rig }: { rig: string }) => rig)).not.toContain("misspelt");
  });

  test("a rig does not move a landed changeset to another branch", async () => {
    await put("/v1/changesets", { sha: "landed", branch: "trunk", position: 1 });
    await service.call("POST", "/v1/runs", {
      ...run({ id: id(), sha: "landed" }),
      changeset: { sha: "landed", branch: "topic" },
    });
    expect((await service.call("GET", "/v1/changesets/landed")).body).toMatchObject({ branch: "trunk", position: 1 });
  });
});

describe("what is private stays private", () => {
  beforeAll(async () => {
    await put("/v1/rigs/hidden-1", { vendor: "acme", visibility: "private" });
    await history("pub0", "hidden-1");
    const more = { changeset: { sha: "5ec4e75ec4e7", parent: "pub0", subject: "unreleased thing" } };
    for (const day of [10, 11, 12])
      await night({ sha: "5ec4e75ec4e7", rig: "hidden-1", level: 100, runs: 2, day, more });
    expect((await verdict("5ec4e75ec4e7")).verdict).toBe("pass");
  });

  test.each([
    "/v1/changesets",
    "/v1/changesets/5ec4e75",
    "/v1/changesets/5ec4e75/verdict",
    "/",
    "/v1/series",
    "/v1/rigs",
  ])("%s tells a stranger nothing", async (path) => {
    const { body } = await service.call("GET", path, undefined, "");
    expect(JSON.stringify(body)).not.toMatch(/5ec4e75ec4e7|unreleased thing|hidden-1|pub0/);
  });

  test("a new description does not publish a rig, and nobody takes a rig that is nobody's", async () => {
    expect((await put("/v1/rigs/hidden-1", { vendor: "acme", description: "new" })).body.visibility).toBe("private");
    await put("/v1/rigs/ownerless", {});
    const { body } = await service.call("POST", "/v1/tokens", { name: "taker", scopes: ["rig-admin:taker"] });
    expect((await put("/v1/rigs/ownerless", { vendor: "taker", visibility: "private" }, body.token)).status).toBe(403);
    expect((await put("/v1/rigs/hidden-1", { vendor: "taker" }, body.token)).status).toBe(403);
    expect((await put("/v1/rigs/taker-1", { vendor: "taker" }, body.token)).status).toBe(200);
  });

  test("the vendor's reader sees it", async () => {
    const { body } = await service.call("POST", "/v1/tokens", { name: "reader", scopes: ["read:private:acme"] });
    expect((await service.call("GET", "/v1/changesets/5ec4e75", undefined, body.token)).body.subject).toBe(
      "unreleased thing",
    );
  });
});

describe("odd input", () => {
  test("half a surrogate pair and a key that JavaScript drops are refused, wherever they stand", async () => {
    const document = run({ id: id(), sha: "odd" });
    const with_ = (measurement: object) =>
      JSON.stringify({ ...document, measurements: [{ ...document.measurements[0], ...measurement }] });
    expect((await service.call("POST", "/v1/runs", with_({ benchmark: "a\ud800b" }))).status).toBe(422);
    expect((await service.call("POST", "/v1/runs", with_({ parameters: { a: "x\udc00" } }))).status).toBe(422);
    expect((await service.call("POST", "/v1/runs", with_({}).replace('"clients"', '"__proto__"'))).status).toBe(400);
    expect((await put("/v1/changesets", { sha: "odd2", subject: "x\udc00y", position: 78 })).status).toBe(422);
  });

  test("a cursor that is not of the list, and a release that nobody knows", async () => {
    expect((await service.call("GET", "/v1/series?cursor=garbage")).status).toBe(422);
    expect((await service.call("GET", "/v1/changesets/r1/verdict?against=2.16.0")).status).toBe(404);
    const tag = `t${"x".repeat(198)}`;
    await put(`/v1/releases/${tag}`, { sha: "r0" });
    await put("/v1/releases/zz", { sha: "r0" });
    const first = (await service.call("GET", "/v1/releases?limit=1")).body;
    expect((await service.call("GET", `/v1/releases?limit=1&cursor=${first.next}`)).status).toBe(200);
  });

  test("a wrong type inside a list of changesets is named where it stands", async () => {
    const answer = await put("/v1/changesets", [{ sha: "ok" }, { sha: "bad", position: "5" }]);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "/1/position" }] } });
  });
});
