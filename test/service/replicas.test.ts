/** Two services on one ClickHouse server, no leader: one answer to each run, one state, and a server that goes away. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReleaseVerdict } from "../../src/model/release-verdict.ts";
import { errorPage } from "../../src/web/error-page.ts";
import { PAGES } from "../../src/web/pages/index.ts";
import { type ClickHouseServer, clickHouseServer, freePort } from "../support/clickhouse-server.ts";
import { run, uuids } from "../support/runs.ts";
import {
  type ServiceProcess,
  serviceInProcess,
  serviceProcess,
  type TestService,
  temporaryFolder,
} from "../support/service.ts";

const id = uuids(41);
let server: ClickHouseServer;
let here: TestService;
let there: ServiceProcess;
beforeAll(async () => {
  server = await clickHouseServer();
  const settings = { TARNISH_CLICKHOUSE_URL: server.url };
  here = await serviceInProcess(temporaryFolder(), 0, settings);
  const data = temporaryFolder();
  mkdirSync(data, { recursive: true });
  cpSync(join(here.data, "admin.token"), join(data, "admin.token"));
  there = await serviceProcess(data, settings);
});
afterAll(async () => {
  await there?.stop();
  await here?.stop();
  await server?.stop();
});

test("two replicas racing with the same ids hundreds of times: one 201 and one 200, every time", async () => {
  const answers = new Map<string, number>();
  const race = async () => {
    const document = run({ id: id(), sha: "r1" });
    const both = await Promise.all([here, there].map((one) => one.call("POST", "/v1/runs", document)));
    const statuses = both.map(({ status }) => status).sort();
    answers.set(statuses.join(" "), (answers.get(statuses.join(" ")) ?? 0) + 1);
  };
  await race(); // the rig and the changeset are new only once
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      for (let races = 0; races < 6; races++) await race();
    }),
  );
  expect([...answers]).toEqual([["200 201", 241]]); // two thousand: npm run bench -- ingest
}, 240_000);

test("two replicas racing with other content under one id: one 201 and one 409, and both show the same", async () => {
  const races = Array.from({ length: 20 }, async () => {
    const one = id();
    const posts = [here, there].map((service, value) =>
      service.call("POST", "/v1/runs", run({ id: one, sha: "r2", values: [value + 1] })),
    );
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    const shown = await Promise.all([here, there].map((service) => service.call("GET", `/v1/runs/${one}`)));
    expect(shown[0]?.body).toEqual(shown[1]?.body);
    expect(shown[0]?.body.measurements[0].values).toEqual([statuses.indexOf(201) + 1]);
    return statuses.sort();
  });
  expect(await Promise.all(races)).toEqual(races.map(() => [201, 409]));
});

test("two rigs' programs that ask both replicas for one order at the same instant: one has it, every time", async () => {
  await here.call("PUT", "/v1/rigs/opensfs-a", {});
  const races = Array.from({ length: 20 }, async (_, race) => {
    const ask = { rig: "opensfs-a", suite: "nightly", sha: `order-${race}` };
    const order = (await here.call("POST", "/v1/work", ask)).body.id;
    const leases = [id(), id(), id(), id()];
    const answers = await Promise.all(
      leases.map((lease, i) => [here, there][i % 2]?.call("POST", `/v1/work/${order}/lease`, { lease })),
    );
    const winner = leases[answers.findIndex((answer) => answer?.status === 200)];
    const completed = await there.call("POST", `/v1/work/${order}/complete`, { lease: winner, outcome: "failed" });
    return [...answers.map((answer) => answer?.status).sort(), completed.status];
  });
  expect(await Promise.all(races)).toEqual(races.map(() => [200, 409, 409, 409, 201]));
});

test("what one replica acknowledged, the other knows at once: series, changesets, tokens, revocations", async () => {
  const document = run({ id: id(), sha: "r3", parent: "r1" });
  const posted = await here.call("POST", "/v1/runs", document);
  expect((await there.call("GET", `/v1/series/${posted.body.series[0]}/points`)).status).toBe(200);
  expect(await there.call("POST", "/v1/runs", run({ id: id(), sha: "r3", parent: "x" }))).toMatchObject({
    status: 422,
    body: { errors: [{ path: "/changeset/parent" }] },
  });
  const token = (await there.call("POST", "/v1/tokens", { name: "rig", scopes: ["rig:opensfs-a"] })).body;
  expect((await here.call("POST", "/v1/runs", run({ id: id(), sha: "r3" }), token.token)).status).toBe(201);
  await there.call("DELETE", `/v1/tokens/${token.id}`);
  expect((await here.call("POST", "/v1/runs", run({ id: id(), sha: "r3" }), token.token)).status).toBe(401);
});

test("a browser is signed in on both, and a link used on both at once makes one session", async () => {
  const form = async (service: TestService, path: string, cookie: string, fields: Readonly<Record<string, string>>) => {
    const headers = { "sec-fetch-site": "same-origin", ...(cookie && { cookie }) };
    return await fetch(service.url + path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers,
      redirect: "manual",
    });
  };
  const isSignedIn = async (service: TestService, cookie: string) =>
    (await (await fetch(`${service.url}/help`, { headers: { cookie } })).text()).includes("Signed in as");
  for (let race = 0; race < 5; race++) {
    const { path } = (await here.call("POST", "/v1/links")).body;
    const link = new URL(path, here.url).searchParams.get("link") ?? "";
    const entered = await Promise.all([here, there].map((service) => form(service, "/sign-in", "", { link })));
    const cookies = entered
      .map(({ headers }) => headers.get("set-cookie")?.split(";")[0] ?? "")
      .filter((one) => one !== "");
    const valid: string[] = [];
    for (const cookie of cookies) {
      const both = await Promise.all([here, there].map((service) => isSignedIn(service, cookie)));
      expect(both[0]).toBe(both[1]);
      if (both[0]) valid.push(cookie);
    }
    expect(valid).toHaveLength(1);
    await form(there, "/sign-out", valid[0] ?? "", {});
    expect(await isSignedIn(here, valid[0] ?? "")).toBe(false);
  }
});

describe("what one replica judged of a release", () => {
  const verdict = async (service: TestService, token?: string) =>
    (await service.call("GET", "/v1/releases/k2/verdict", undefined, token)).body as ReleaseVerdict;
  const sql = async (query: string): Promise<string> => {
    const answer = await fetch(`${server.url}/?database=tarnish&mutations_sync=1`, { method: "POST", body: query });
    expect(answer.status).toBe(200);
    return await answer.text();
  };
  const night = async (sha: string, rig: string, value = 1) => {
    const at = { id: id(), sha, rig, block: `night-${sha}`, startedAt: `2026-10-0${sha.slice(1)}T22:00:00Z` };
    expect((await here.call("POST", "/v1/runs", run({ ...at, values: [100 + value] }))).status).toBe(201);
  };
  /** Whoever is told of it now was told what is kept. */
  const mark = async (word: string) =>
    await sql(`ALTER TABLE analyses UPDATE body = replaceOne(body, '"why":"', '"why":"${word} ') WHERE 1`);

  beforeAll(async () => {
    for (const [rig, about] of [
      ["open-1", { vendor: "acme" }],
      ["secret-1", { vendor: "umbra", visibility: "private" }],
    ] as const)
      expect((await here.call("PUT", `/v1/rigs/${rig}`, about)).status).toBeLessThan(300);
    const landed = [1, 2, 3, 4, 5, 6, 7].map((position) => ({ sha: `k${position}`, branch: "kept", position }));
    await here.call("PUT", "/v1/changesets", landed);
    await here.call("PUT", "/v1/releases/k1", { sha: "k3", branch: "kept" });
    await here.call("PUT", "/v1/releases/k2", { sha: "k6", branch: "kept" });
    for (const { sha } of landed.slice(0, 6))
      for (const rig of ["open-1", "secret-1"]) for (const value of [1, 2]) await night(sha, rig, value);
  });

  test("the other tells without judging again, to each what may be seen; runs of later changesets change nothing", async () => {
    const [all, open] = [await verdict(here), await verdict(here, "")];
    expect([all.partial, open.partial]).toEqual([undefined, true]);
    expect((await sql("SELECT key, body LIKE '%secret-1%' FROM analyses ORDER BY key")).split("\n")).toEqual([
      "k2 []\t0",
      "k2 all\t1",
      "",
    ]);
    await mark("KEPT");
    await night("k7", "open-1");
    expect(await verdict(there)).toEqual({ ...all, why: `KEPT ${all.why}` });
    expect(await verdict(there, "")).toEqual({ ...open, why: `KEPT ${open.why}` });
  });

  test("holds no longer after a run of the release, another policy, or a rig that became private", async () => {
    await night("k6", "open-1", 5);
    for (const service of [there, here]) expect((await verdict(service)).why).not.toContain("KEPT");
    await mark("OLD");
    await here.call("PUT", "/v1/policies/kept", { branches: ["kept"], creepBudget: 0.5 });
    for (const service of [there, here]) expect((await verdict(service)).why).not.toContain("OLD");
    expect((await verdict(there, "")).series).not.toEqual([]);
    await mark("BEFORE");
    await here.call("PUT", "/v1/rigs/open-1", { vendor: "acme", visibility: "private" });
    for (const service of [there, here]) {
      const hidden = await verdict(service, "");
      expect([hidden.series, JSON.stringify(hidden).includes("BEFORE")]).toEqual([[], false]);
    }
  });

  test("holds no longer when a parent is told that joins the two histories at another changeset", async () => {
    const forkOf = async (service: TestService) =>
      (await service.call("GET", "/v1/releases/j1/compare/j2")).body.forkedAt as string | null;
    await here.call("PUT", "/v1/changesets", [
      ...[1, 2, 3].map((position) => ({ sha: `a${position}`, branch: "joined", position })),
      ...[4, 5].map((position) => ({ sha: `a${position}`, branch: "joined-b", position })),
    ]);
    await here.call("PUT", "/v1/releases/j1", { sha: "a3", branch: "joined" });
    await here.call("PUT", "/v1/releases/j2", { sha: "a5", branch: "joined-b" });
    for (const position of [1, 2, 3, 4, 5]) for (const value of [1, 2]) await night(`a${position}`, "open-1", value);
    for (const service of [here, there]) expect(await forkOf(service)).toBeNull();
    await here.call("PUT", "/v1/changesets", { sha: "a4", parent: "a3" });
    for (const service of [here, there]) expect(await forkOf(service)).toBe("a3");
  });

  test("is to the byte what the other judges", async () => {
    const judged = async (service: TestService): Promise<string> => {
      await sql("TRUNCATE TABLE analyses");
      await verdict(service);
      return await sql("SELECT key, inputs, body FROM analyses");
    };
    await night("k5", "open-1", 4);
    const one = await judged(here);
    expect(one).toContain("k2 all");
    expect(await judged(there)).toBe(one);
  });
});

test("while the server is away the answer is 503 with Retry-After, and nothing acknowledged is lost", async () => {
  const before = run({ id: id(), sha: "r4" });
  const meanwhile = run({ id: id(), sha: "r4" });
  expect((await here.call("POST", "/v1/runs", before)).status).toBe(201);
  await server.kill();
  const refused = await here.call("POST", "/v1/runs", meanwhile);
  expect(refused.status).toBe(503);
  for (const path of PAGES.map((page) => page.path.replace(/:\w+/, "0123456789abcdef"))) {
    const page = await fetch(here.url + path, { headers: { accept: "text/html" } });
    const text = await page.text();
    expect([path, page.status, page.headers.get("retry-after")]).toEqual([path, 503, "1"]);
    expect(text, path).toMatch(/The storage does not answer now; try again in a moment\..*<a href="">Try again<\/a>/s);
    expect(text, path).not.toMatch(/ECONN|127\.0\.0\.1|fetch failed/);
  }
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(String(errorPage({ status: 503, title: "", detail: "" })))?.[1];
  expect((await fetch(here.url + style)).status).toBe(200); // what a page looks like needs no storage
  expect(refused.headers.get("retry-after")).toBeTruthy();
  await server.restart();
  let status = 503;
  while (status === 503) status = (await here.call("POST", "/v1/runs", meanwhile)).status;
  expect(status).toBe(201);
  expect((await there.call("GET", `/v1/runs/${before.id}`)).body).toEqual(before);
});

test("user and password stand in the URL; a wrong one, or a server that is not there, is refused in one sentence", async () => {
  const user = (name: string, password: string) =>
    `<${name}>${password}<networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota></${name}>`;
  const users = user("default", "<no_password/>") + user("tarnish", "<password>s:e/c@ret</password>");
  const guarded = await clickHouseServer({
    configuration: "<users_config>users.xml</users_config>",
    users: `<users>${users}</users><profiles><default/></profiles><quotas><default/></quotas>`,
  });
  const withPassword = (password: string) => guarded.url.replace("//", `//tarnish:${encodeURIComponent(password)}@`);
  const service = await serviceInProcess(temporaryFolder(), 0, { TARNISH_CLICKHOUSE_URL: withPassword("s:e/c@ret") });
  expect((await service.call("POST", "/v1/runs", run({ id: id(), sha: "r5" }))).status).toBe(201);
  await service.stop();
  const wrong = serve(withPassword("wrong"));
  expect(wrong).toMatchObject({ status: 69, lines: [expect.stringMatching(/refused user or password; check/)] });
  expect(wrong.lines.join()).not.toContain("wrong");
  await guarded.stop();
  const nobody = serve(`http://127.0.0.1:${await freePort()}`);
  expect(nobody).toMatchObject({
    status: 69,
    lines: [expect.stringMatching(/does not answer; check TARNISH_CLICKHOUSE_URL/)],
  });
});

function serve(url: string): { status: number | null; lines: string[] } {
  const launcher = fileURLToPath(new URL("../../tools/tarnish.cjs", import.meta.url));
  const env = { ...process.env, TARNISH_PORT: "0", TARNISH_DATA: temporaryFolder(), TARNISH_CLICKHOUSE_URL: url };
  const { status, stderr } = spawnSync(process.execPath, [launcher, "serve"], { env, encoding: "utf8" });
  return { status, lines: stderr.trim().split("\n") };
}
