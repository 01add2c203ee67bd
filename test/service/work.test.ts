/** Work orders over HTTP: who sees them, who gets them, what becomes of them, and what follows from verdicts. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GRACE } from "../../src/actions/lease-state.ts";
import type { ShownOrder } from "../../src/actions/work-orders.ts";
import { readConfig } from "../../src/entry/config.ts";
import { openService, type Service } from "../../src/entry/node.ts";
import { run, uuids } from "../support/runs.ts";
import { adminToken, temporaryFolder } from "../support/service.ts";

const id = uuids(77);
const data = temporaryFolder();
const tokens: Record<string, string> = {};
let service: Service;
/** Milliseconds that the service's clock is ahead. */
let ahead = 0;

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

async function call(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const token = tokens[who];
  const headers = { ...(token && { authorization: `Bearer ${token}` }), "content-type": "application/json" };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await service.app.request(path, init);
  return { status: answer.status, body: await answer.json() };
}

const work = async (who: string, query = ""): Promise<ShownOrder[]> =>
  (await call(who, "GET", `/v1/work${query}`)).body.items;

async function ordered(rig: string, sha: string): Promise<string> {
  const { status, body } = await call("admin", "POST", "/v1/work", { rig, suite: "nightly", sha, runs: 2 });
  expect([status, body.state]).toEqual([200, "open"]);
  return body.id;
}

beforeAll(async () => {
  service = await openService(readConfig({ TARNISH_DATA: data, TARNISH_RATE_TOKEN: "0" }), {
    debug() {},
    info() {},
    error() {},
  });
  const { ctx } = service;
  Object.assign(ctx, { now: () => new Date(Date.parse("2026-10-02T23:00:00Z") + ahead) });
  await service.start();
  tokens["admin"] = adminToken(data);
  for (const rig of ["a", "b", "secret"]) {
    await call("admin", "PUT", `/v1/rigs/${rig}`, rig === "secret" ? { vendor: "v", visibility: "private" } : {});
    tokens[rig] = (await call("admin", "POST", "/v1/tokens", { name: rig, scopes: [`rig:${rig}`] })).body.token;
  }
}, 240_000);
afterAll(async () => {
  await service.stop();
  rmSync(data, { recursive: true, force: true });
});

describe("a lease", () => {
  test("is one rig's, renewed under its own id, and changes nothing when it is sent again", async () => {
    const order = await ordered("a", "l1");
    const lease = id();
    const taken = await call("a", "POST", `/v1/work/${order}/lease`, { lease, seconds: 60 });
    expect(taken).toMatchObject({
      status: 200,
      body: { until: "2026-10-02T23:01:00.000Z", order: { state: "leased" } },
    });
    expect((await call("a", "POST", `/v1/work/${order}/lease`, { lease, seconds: 90 })).body.until).toBe(
      "2026-10-02T23:01:30.000Z",
    );
    const second = await call("a", "POST", `/v1/work/${order}/lease`, { lease: id() });
    expect([second.status, second.body.detail]).toEqual([
      409,
      `Another lease of a has order ${order} until 2026-10-02T23:01:30.000Z: take another one.`,
    ]);
  });

  test("of many that ask at once one has it", async () => {
    const order = await ordered("a", "l2");
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call("a", "POST", `/v1/work/${order}/lease`, { lease: id() })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
  });

  test("by the wrong rig, a stranger or of no order is refused in one sentence, and changes nothing", async () => {
    const order = await ordered("a", "l3");
    const ask = { lease: id() };
    expect(await call("b", "POST", `/v1/work/${order}/lease`, ask)).toMatchObject({
      status: 403,
      body: { detail: "The token of b lacks the scope admin or rig:a; ask an administrator for one that has it." },
    });
    expect((await call("", "POST", `/v1/work/${order}/lease`, ask)).status).toBe(401);
    expect((await call("a", "POST", `/v1/work/${"0".repeat(32)}/lease`, ask)).status).toBe(404);
    expect((await work("", "?rig=a")).find((one) => one.id === order)).toMatchObject({ state: "open", lease: null });
  });

  test("that ended is taken over after its grace; then the first rig's completion is refused, its runs are kept", async () => {
    const order = await ordered("a", "l4");
    const [first, second] = [id(), id()];
    await call("a", "POST", `/v1/work/${order}/lease`, { lease: first, seconds: 60 });
    const document = { ...run({ id: id(), sha: "l4", rig: "a" }), cause: "manual", workOrder: order };
    expect((await call("a", "POST", "/v1/runs", document)).status).toBe(201);
    ahead += 61_000;
    expect((await call("a", "POST", `/v1/work/${order}/lease`, { lease: second })).status).toBe(409);
    ahead += GRACE;
    expect((await call("a", "POST", `/v1/work/${order}/lease`, { lease: second })).status).toBe(200);
    const said = { lease: first, outcome: "done", runs: [document.id] };
    const late = await call("a", "POST", `/v1/work/${order}/complete`, said);
    expect(late.status).toBe(409);
    expect(late.body.detail).toMatch(
      /^Another lease of a has order \w+ until .*: the runs that you posted are kept\.$/,
    );
    expect((await call("", "GET", `/v1/runs/${document.id}`)).status).toBe(200);
    expect((await call("a", "POST", `/v1/work/${order}/complete`, { ...said, lease: second })).status).toBe(201);
  });

  test("that is given back is anybody's at once", async () => {
    const order = await ordered("a", "l5");
    const lease = id();
    await call("a", "POST", `/v1/work/${order}/lease`, { lease });
    expect((await call("a", "DELETE", `/v1/work/${order}/lease?lease=${lease}`)).body.state).toBe("open");
    expect((await call("a", "POST", `/v1/work/${order}/lease`, { lease: id() })).status).toBe(200);
  });
});

describe("a completion", () => {
  test("late, with nobody else at it, is good enough; again it changes nothing; afterwards nobody gets the order", async () => {
    const order = await ordered("a", "c1");
    const lease = id();
    await call("a", "POST", `/v1/work/${order}/lease`, { lease, seconds: 60 });
    ahead += 3_600_000;
    const said = { lease, outcome: "failed", why: "the build failed" };
    expect((await call("a", "POST", `/v1/work/${order}/complete`, said)).status).toBe(201);
    expect((await call("a", "POST", `/v1/work/${order}/complete`, said)).status).toBe(200);
    const next = await call("a", "POST", `/v1/work/${order}/lease`, { lease: id() });
    expect([next.status, next.body.detail]).toEqual([
      409,
      `Order ${order} is failed already, by a: take the next one.`,
    ]);
    const shown = (await work("", "?rig=a&state=all")).find((one) => one.id === order);
    expect(shown).toMatchObject({ state: "failed", completion: { why: "the build failed" } });
    expect(await service.ctx.store.work.done(["a"], "audit")).toEqual([]);
    const done = (await service.ctx.store.work.done(["a"], "manual")).map((one) => one.order);
    expect(done.map(({ sha }) => sha)).toEqual(["l4"]); // c1 failed
    expect(await call("", "GET", "/v1/audits?rig=a")).toMatchObject({
      status: 200,
      body: { audited: 0, red: 0, falsePasses: null, items: [] },
    });
  });

  test("with runs that nobody posted, or without a lease, is refused with what to do", async () => {
    const order = await ordered("a", "c2");
    const [lease, missing] = [id(), id()];
    const said = { lease, outcome: "done", runs: [missing] };
    expect((await call("a", "POST", `/v1/work/${order}/complete`, said)).body.detail).toMatch(/^Nobody has a lease/);
    await call("a", "POST", `/v1/work/${order}/lease`, { lease });
    expect(await call("a", "POST", `/v1/work/${order}/complete`, said)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/runs/0", detail: `${missing} is no run of a that was posted` }] },
    });
  });
});

describe("an order", () => {
  test("of a private rig is the rig's and its vendor's alone", async () => {
    const order = await ordered("secret", "s1");
    expect((await work("secret")).some((one) => one.id === order)).toBe(true);
    for (const who of ["", "a"]) {
      expect((await work(who)).some((one) => one.rig === "secret")).toBe(false);
      const asked = await call(who, "GET", "/v1/work?rig=secret");
      const none = await call(who, "GET", "/v1/work?rig=nobody");
      expect(asked.status).toBe(404);
      expect(asked.body.detail.replace("secret", "X")).toBe(none.body.detail.replace("nobody", "X"));
    }
    expect((await call("a", "POST", `/v1/work/${order}/lease`, { lease: id() })).status).toBe(404);
    const log = await (await service.app.request("/v1/log")).text();
    expect(log).not.toContain(order);
  });

  test("is one while it is open, and another when it is asked for again afterwards", async () => {
    const one = await ordered("b", "o1");
    expect(await ordered("b", "o1")).toBe(one);
    const cancelled = await call("admin", "POST", `/v1/work/${one}/cancel`, { why: "a mistake" });
    expect(cancelled.body.state).toBe("cancelled");
    expect((await call("b", "POST", `/v1/work/${one}/lease`, { lease: id() })).body.detail).toMatch(
      /cancelled \(a mistake\)/,
    );
    expect(await ordered("b", "o1")).not.toBe(one);
  });

  test("waits for the rig's quota", async () => {
    await call("admin", "PUT", "/v1/rigs/b", { orderHours: 0 });
    const order = (await call("admin", "POST", "/v1/work", { rig: "b", suite: "nightly", sha: "q1" })).body;
    expect(order).toMatchObject({ state: "waiting", waitsFor: "the rig's quota: 0 h of 0 h a day are used" });
    const refused = await call("b", "POST", `/v1/work/${order.id}/lease`, { lease: id() });
    expect([refused.status, refused.body.detail]).toEqual([409, `Order ${order.id} waits for ${order.waitsFor}.`]);
    await call("admin", "PUT", "/v1/rigs/b", { orderHours: 24 });
    expect((await call("b", "POST", `/v1/work/${order.id}/lease`, { lease: id() })).status).toBe(200);
  });

  test("are listed with as many questions to the store, however many there are", async () => {
    const { queries } = service.ctx.store.engineLoad();
    const asked = async () => {
      await work("b", "?rig=b"); // what follows from the last order is known
      const before = queries.count;
      const listed = await work("b", "?rig=b");
      return { listed: listed.length, questions: queries.count - before };
    };
    await ordered("b", "listed-1");
    const few = await asked();
    for (const sha of ["listed-2", "listed-3", "listed-4"]) await ordered("b", sha);
    expect(await asked()).toEqual({ listed: few.listed + 3, questions: few.questions });
    expect(few.questions).toBeLessThanOrEqual(13);
  });
});

describe("what follows from verdicts", () => {
  const day = (n: number) => `2026-09-${String(n).padStart(2, "0")}`;
  const noise = [0, 9, -7, 4, -9, 6, -3, 8, -5, 2];
  const runsOf = (sha: string, parent: string | undefined, block: string, values: readonly number[], more = {}) =>
    values.map((value) => {
      const document = run({ id: id(), sha, ...(parent && { parent }), rig: "nightly-rig", block, values: [value] });
      const startedAt = `${block.slice(0, 10)}T22:00:00Z`;
      return { ...document, startedAt, finishedAt: startedAt.replace("T22", "T23"), ...more };
    });
  const post = async (documents: readonly object[]) => {
    const headers = { authorization: `Bearer ${tokens["admin"]}`, "content-type": "application/x-ndjson" };
    const body = documents.map((one) => `${JSON.stringify(one)}\n`).join("");
    const answer = await (await service.app.request("/v1/runs", { method: "POST", headers, body })).text();
    expect(answer.match(/"status":201/g) ?? []).toHaveLength(documents.length);
  };

  test("a suspicion orders a confirmation in another night; once it is answered the order is cancelled", async () => {
    const nights = Array.from({ length: 20 }, (_, i) => i + 1).flatMap((n) => {
      const levels = [0, 1, 2].map((i) => 2000 + (noise[(n * 3 + i) % 10] ?? 0));
      return runsOf(`t${n}`, n > 1 ? `t${n - 1}` : undefined, day(n), levels);
    });
    await post(nights);
    await call(
      "admin",
      "PUT",
      "/v1/changesets",
      Array.from({ length: 20 }, (_, i) => ({ sha: `t${i + 1}`, branch: "master", position: i + 1 })),
    );
    ahead = Date.parse("2026-09-21T23:30:00Z") - Date.parse("2026-10-02T23:00:00Z");
    await post([
      ...runsOf("cand", "t20", "2026-09-21/1", [1602, 1610]),
      ...runsOf("cand", "t20", "2026-09-21/2", [1595]),
    ]);
    const verdict = (await call("", "GET", "/v1/changesets/cand/verdict")).body;
    expect(verdict).toMatchObject({ verdict: "inconclusive", final: false });
    const [order, ...others] = await work("", "?rig=nightly-rig");
    expect(others).toEqual([]);
    expect(order).toMatchObject({
      cause: "confirm",
      sha: "cand",
      baseline: "t20",
      runs: 3,
      hours: 2,
      state: "waiting",
      waitsFor: "another night: 2026-09-21 has to be over",
      changeset: { sha: "cand", branch: "master", parent: "t20" },
      series: [{ benchmark: "ior-easy", metric: "write.bandwidth" }],
    });
    expect((await work("", "?rig=nightly-rig")).map((one) => one.id)).toEqual([order?.id]);
    ahead += 86_400_000;
    expect(await work("", "?rig=nightly-rig")).toMatchObject([{ id: order?.id, state: "open" }]);
    const said = { cause: "confirm", workOrder: order?.id };
    await post([
      ...runsOf("t20", "t19", "2026-09-22", [2003, 1998], said),
      ...runsOf("cand", "t20", "2026-09-22", [1603, 1599], said),
    ]);
    expect((await call("", "GET", "/v1/changesets/cand/verdict")).body.verdict).toBe("fail");
    expect(await work("", "?rig=nightly-rig")).toEqual([]);
    const over = (await work("", "?rig=nightly-rig&state=all")).find((one) => one.id === order?.id);
    expect(over).toMatchObject({
      state: "cancelled",
      cancelled: "the answer is known, or nobody waits for it any more",
    });
  }, 240_000);
});

describe("what follows from the history", () => {
  const landed = (rig: string, sha: string, value: number, more: object = {}) => {
    const document = run({ id: id(), sha, rig, branch: "line", block: sha, values: [value] });
    return { ...document, startedAt: service.ctx.now().toISOString(), ...more };
  };
  const post = async (documents: readonly object[]) => {
    for (const one of documents) expect((await call("admin", "POST", "/v1/runs", one)).status).toBe(201);
  };

  test("a step among changesets that nobody measured is bisected until one of them is named", async () => {
    const shas = Array.from({ length: 30 }, (_, i) => `s${i + 1}`);
    await call(
      "admin",
      "PUT",
      "/v1/changesets",
      shas.map((sha, i) => ({ sha, branch: "line", position: i + 1 })),
    );
    const level = (sha: string) => (Number(sha.slice(1)) >= 16 ? 80 : 100) + ((Number(sha.slice(1)) * 7) % 5) / 10;
    await post(shas.filter((_, i) => i < 12 || i >= 18).map((sha) => landed("steps", sha, level(sha))));
    const asked: string[] = [];
    for (let round = 0; round < 10; round++) {
      const [order] = await work("", "?rig=steps");
      if (order === undefined) break;
      expect(order).toMatchObject({ cause: "bisect", runs: 1, baseline: null });
      asked.push(order.sha);
      await post([landed("steps", order.sha, level(order.sha), { cause: "bisect", workOrder: order.id })]);
    }
    expect(asked.length).toBeLessThan(10);
    expect(asked).toEqual(expect.arrayContaining(["s15", "s16"]));
    const all = await work("", "?rig=steps&state=all");
    expect(all.map(({ state }) => state)).toEqual(asked.map(() => "cancelled"));
  }, 240_000);

  test("an accepted state orders bridges: the last release and the newest landed changeset", async () => {
    const old = { environment: { watch: { kernel: "6.1" } } };
    await call(
      "admin",
      "PUT",
      "/v1/changesets",
      ["b1", "b2", "b3"].map((sha, i) => ({ sha, branch: "bridged", position: i + 1 })),
    );
    await call("admin", "PUT", "/v1/releases/b-1.0", { sha: "b1", branch: "bridged" });
    await post(
      ["b1", "b2", "b3"].map((sha) => landed("bridged", sha, 100, { ...old, changeset: { sha, branch: "bridged" } })),
    );
    expect((await work("", "?rig=bridged")).filter(({ cause }) => cause === "bridge")).toEqual([]);
    const accepted = { facts: { kernel: "6.8" }, reason: "a new kernel" };
    expect((await call("admin", "PUT", "/v1/rigs/bridged/epochs", accepted)).status).toBe(200);
    const bridges = (await work("", "?rig=bridged")).filter(({ cause }) => cause === "bridge");
    expect(bridges.map(({ sha, runs, blocks }) => [sha, runs, blocks]).sort()).toEqual([
      ["b1", 3, 2],
      ["b3", 3, 2],
    ]);
  }, 240_000);

  test("what the policy requires of a candidate that nobody measured is begun by one rig, and by another one a day later", async () => {
    for (const rig of ["cell-a", "cell-b"]) await call("admin", "PUT", `/v1/rigs/${rig}`, { labels: ["cellular"] });
    const policy = { branches: ["cells"], cells: [{ name: "fabric", label: "cellular" }] };
    expect((await call("admin", "PUT", "/v1/policies/cells", policy)).status).toBe(200);
    const on = (rig: string, sha: string) => landed(rig, sha, 100, { changeset: { sha, branch: "cells" } });
    await post([on("cell-a", "k1"), on("cell-b", "k1")]);
    const committedAt = service.ctx.now().toISOString();
    await call("admin", "PUT", "/v1/changesets", [
      { sha: "k1", branch: "cells", position: 1 },
      { sha: "k2", branch: "cells", parent: "k1", committedAt, changeId: "Ik", patchset: 1 },
      { sha: "k3", branch: "cells", parent: "k1", committedAt, changeId: "Ik", patchset: 2 },
    ]);
    const begun = async () => [...(await work("", "?rig=cell-a")), ...(await work("", "?rig=cell-b"))];
    const [order, ...others] = await begun();
    expect(others).toEqual([]);
    expect(order).toMatchObject({ cause: "scheduled", sha: "k3", baseline: null, runs: 3, blocks: 2, state: "open" });
    expect(order?.why).toContain("requires a measurement on 1 rig labelled cellular (cell fabric)");
    ahead += 86_400_000;
    expect((await begun()).map(({ rig, sha }) => [rig, sha])).toEqual([
      ["cell-a", "k3"],
      ["cell-b", "k3"],
    ]);
    const untaken = async () =>
      (await call("", "GET", "/v1/watchdogs?limit=100")).body.items.filter(
        (one: { kind: string; rig: string }) => one.kind === "untaken" && one.rig.startsWith("cell-"),
      );
    expect(await untaken()).toEqual([]);
    ahead += 86_400_000 + 1;
    const [told, ...more] = await untaken();
    expect(more).toEqual([]);
    expect([told.rig, told.text]).toEqual([
      order?.rig,
      expect.stringMatching(/^a work order waits on cell-.* nobody takes/),
    ]);
    await post([on("cell-b", "k3")]);
    expect((await begun()).filter(({ rig }) => rig === "cell-a")).toEqual([]);
  }, 240_000);
});
