/** Two hosts of one history: one follows, takes over when the other dies, and takes it back when it returns; nothing is lost. */
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunDocument } from "../../src/model/run.ts";
import { tarnish } from "../support/cli.ts";
import { type ClickHouseServer, clickHouseServer, freePort } from "../support/clickhouse-server.ts";
import { documents, nightsFrom, post } from "../support/measured.ts";
import { run, uuids } from "../support/runs.ts";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../support/service.ts";
import { smallDisk } from "../support/small-disk.ts";

const id = uuids(606);
/** Of the mirror, so that it can be filled: without the right to mount one a folder like any other. */
const disk = smallDisk(512);
const folders = {
  a: temporaryFolder(),
  b: disk?.folder ?? temporaryFolder(),
  c: temporaryFolder(),
  rig: temporaryFolder(),
};
const acknowledged: RunDocument[] = [];
let a: ServiceProcess;
let b: ServiceProcess;
/** With a server instead of the embedded engine. */
let c: ServiceProcess | undefined;
let server: ClickHouseServer | undefined;
let portA = 0;

const settings = (port: number, token?: string) => ({
  TARNISH_PORT: String(port),
  ...(token !== undefined && { TARNISH_TOKEN: token }),
});

/** What a mirror says of a writer that a busy machine keeps from answering: it goes on by itself. */
const BUSY = /^No answer|answered without a log|broke off/;

/** Until a mirror has all that its writer had when this was asked. */
async function caughtUp(mirror: ServiceProcess): Promise<void> {
  const asked = Date.now();
  for (;;) {
    const { body } = await mirror.call("GET", "/v1/mirror", undefined, "");
    if (body.stopped !== undefined && !BUSY.test(body.stopped)) throw new Error(body.stopped);
    if (typeof body.lagSeconds === "number" && Date.now() - body.lagSeconds * 1000 > asked) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function allRuns(service: ServiceProcess): Promise<string[]> {
  const runs: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body } = await service.call("GET", `/v1/runs?limit=1000${cursor && `&cursor=${cursor}`}`);
    runs.push(...(body.items as { run: string }[]).map((one) => one.run));
    cursor = body.next;
  }
  return runs.sort();
}

async function verdictOf(service: ServiceProcess, sha: string): Promise<unknown> {
  const { eta: _, ...verdict } = (await service.call("GET", `/v1/changesets/${sha}/verdict`)).body;
  return verdict;
}

const verify = (host: ServiceProcess) => tarnish(["verify"], { TARNISH_URL: host.url, TARNISH_TOKEN: host.token });

const rig = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  tarnish(args, { TARNISH_DATA: folders.rig, TARNISH_TOKEN: a.token, ...env });

beforeAll(async () => {
  portA = await freePort();
  a = await serviceProcess(folders.a, settings(portA));
  await a.call("PUT", "/v1/rigs/secret-7", { vendor: "acme", visibility: "private" });
  const history = [
    ...documents(1, { changeset: { sha: "base" }, nights: nightsFrom("2026-03-01", 6) }),
    ...documents(2, {
      changeset: { sha: "slow", parent: "base" },
      nights: nightsFrom("2026-04-01", 3),
      series: [{ level: 800 }],
    }),
    run({ id: id(), sha: "hidden", rig: "secret-7" }),
  ];
  await post(a, history);
  acknowledged.push(...history);
  copyFileSync(join(folders.a, "admin.token"), join(folders.b, "admin.token"));
  const { body } = await a.call("POST", "/v1/tokens", { name: "copy", scopes: ["mirror"] });
  b = await serviceProcess(folders.b, settings(0, body.token), ["mirror", "--from", a.url]);
  await caughtUp(b);
}, 300_000);
afterAll(async () => {
  await Promise.all([a?.kill(), b?.kill(), c?.kill()]);
  await server?.stop();
  disk?.end();
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
});

test("a mirror says the same, private rigs to their readers alone, and shows how far behind it is", async () => {
  expect(await allRuns(b)).toEqual(await allRuns(a));
  expect(await verdictOf(b, "slow")).toEqual(await verdictOf(a, "slow"));
  expect(await verdictOf(b, "slow")).toMatchObject({ verdict: "fail" });
  const logs = await Promise.all([a, b].map((one) => one.call("GET", "/v1/log", undefined, "")));
  const entries = logs.map(({ body }) => (body as string).split("\n").filter((line) => !line.includes('"cursor"')));
  expect(entries[1]?.sort().filter((line) => line.includes('"run"'))).toEqual(
    entries[0]?.sort().filter((line) => line.includes('"run"')),
  );
  expect(logs[1]?.body).not.toContain("secret-7");
  const page = await b.call("GET", "/", undefined, "");
  expect(page.body).toMatch(new RegExp(`Mirror of <bdi>${a.url}</bdi>, to be read only: [\\d.]+ s behind`));
  expect(Number(page.headers.get("tarnish-mirror-lag"))).toBeGreaterThanOrEqual(0);
}, 300_000);

test("a mirror refuses every write in a sentence that names the writer, and its folder is no writer's", async () => {
  for (const [method, path, body] of [
    ["POST", "/v1/runs", run({ id: id(), sha: "base" })],
    ["PUT", "/v1/rigs/other", {}],
    ["DELETE", "/v1/tokens/0123abcd-0000-4000-8000-00000000abcd", undefined],
  ] as const) {
    const answer = await b.call(method, path, body);
    expect([answer.status, answer.body.detail]).toEqual([503, expect.stringContaining(`a mirror of ${a.url}`)]);
  }
  const refused = await tarnish(["mirror", "promote"], { TARNISH_URL: b.url, TARNISH_TOKEN: a.token });
  expect(refused).toMatchObject({ code: 65, errors: expect.stringContaining("still answers") });
}, 300_000);

test("who reads a private rig signs in at a mirror as at the writer; a link of one host opens nothing at the other", async () => {
  const token = async (scope: string) =>
    (await a.call("POST", "/v1/tokens", { name: scope, scopes: [scope] })).body.token as string;
  const [reader, other] = [await token("read:private:acme"), await token("read:private:beta")];
  await caughtUp(b);
  const linkOf = async (host: ServiceProcess, secret: string) => {
    const { status, body } = await host.call("POST", "/v1/links", undefined, secret);
    expect(status).toBe(201);
    return new URL(body.path, host.url).searchParams.get("link") ?? "";
  };
  const enter = async (link: string) => {
    const answer = await fetch(`${b.url}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ link }),
    });
    return [answer.status, answer.headers.get("set-cookie")?.split(";")[0] ?? ""] as const;
  };
  const overview = async (cookie: string) => await (await fetch(`${b.url}/rigs`, { headers: { cookie } })).text();
  const link = await linkOf(b, reader);
  const [status, cookie] = await enter(link);
  expect(status).toBe(303);
  expect(await overview(cookie)).toContain("secret-7");
  expect((await enter(link))[0]).toBe(401);
  expect(await overview((await enter(await linkOf(b, other)))[1])).not.toContain("secret-7");
  expect(await overview("")).not.toContain("secret-7");
  const elsewhere = await linkOf(a, reader);
  await caughtUp(b);
  expect((await enter(elsewhere))[0]).toBe(401);
}, 300_000);

// Without the right to mount a disk there is none that can be filled.
test.skipIf(disk === undefined)(
  "a mirror whose disk is full says so, and goes on by itself with room",
  async () => {
    const stopped = async () => (await b.call("GET", "/v1/mirror", undefined, "")).body.stopped as string | undefined;
    const late: RunDocument[] = [];
    try {
      // The mirror's engine gives room back now and then, when it drops old files: it is taken again until a run finds none.
      for (let said: string | undefined; !/disk .*is full.*make room/.test(said ?? ""); said = await stopped()) {
        if (said !== undefined && !BUSY.test(said)) throw new Error(said);
        disk?.fill(4096);
        const document = run({ id: id(), sha: "base" });
        await post(a, [document]);
        late.push(document);
        acknowledged.push(document);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } finally {
      disk?.clear();
    }
    while ((await stopped()) !== undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    await caughtUp(b);
    for (const document of late) expect((await b.call("GET", `/v1/runs/${document.id}`)).body).toEqual(document);
  },
  300_000,
);

test("the writer is killed under load, the mirror takes over, rigs deliver to it what they spooled", async () => {
  const unanswered: RunDocument[] = [];
  let isDead = false;
  const writing = Array.from({ length: 8 }, async (_, writer) => {
    while (!isDead) {
      const document = run({ id: id(), sha: "load", rig: `load-${writer}` });
      const answer = await a.call("POST", "/v1/runs", document).catch(() => undefined);
      if (answer?.status === 201) acknowledged.push(document);
      else {
        unanswered.push(document);
        return;
      }
    }
  });
  while (acknowledged.length < 120) await new Promise((resolve) => setTimeout(resolve, 10));
  await a.kill();
  isDead = true;
  await Promise.all(writing);
  expect(unanswered.length).toBeGreaterThan(0);

  const file = join(folders.rig, "night.jsonl");
  writeFileSync(file, unanswered.map((document) => JSON.stringify(document)).join("\n"));
  const both = { TARNISH_URL: `${a.url},${b.url}` };
  const spooled = await rig(both, "post", file);
  expect(spooled).toMatchObject({ code: 69, out: expect.stringContaining("spooled") });

  expect(await tarnish(["mirror", "promote"], { TARNISH_URL: b.url, TARNISH_TOKEN: a.token })).toMatchObject({
    code: 0,
  });
  expect((await b.call("GET", "/v1/mirror")).body).toMatchObject({ role: "writer", term: 1 });
  expect(await rig(both, "post", "--drain")).toMatchObject({ code: 0 });
  acknowledged.push(...unanswered);
  const stored = new Set(await allRuns(b));
  for (const { id: one } of unanswered) expect(stored).toContain(one);
}, 300_000);

test("what each accepted alone is merged when the old writer returns: nothing lost, nothing doubled, conflicts listed", async () => {
  // As if nobody had told the old host that it was replaced.
  a = await serviceProcess(folders.a, settings(portA));
  const [both, onlyA, onlyB] = [1, 2, 3].map(() => run({ id: id(), sha: "split" })) as [
    RunDocument,
    RunDocument,
    RunDocument,
  ];
  const conflict = run({ id: id(), sha: "split", values: [1, 2, 3] });
  const conflictB = { ...conflict, block: "night-2" };
  for (const one of [both, onlyA, conflict]) expect((await a.call("POST", "/v1/runs", one)).status).toBe(201);
  for (const one of [both, onlyB, conflictB]) expect((await b.call("POST", "/v1/runs", one)).status).toBe(201);
  await a.call("PUT", "/v1/landings/LU-7", { kind: "fix" });
  await a.call("PUT", "/v1/rigs/disputed", { vendor: "acme" });
  await b.call("PUT", "/v1/rigs/disputed", { vendor: "beta" });
  // The same fields, said otherwise on both, and last by the host that the other hears of first.
  for (const [host, subject] of [
    [a, "as a knew it"],
    [b, "as b knew it"],
    [a, "as a corrected it"],
  ] as const)
    await host.call("PUT", "/v1/changesets", { sha: "split", subject, author: "ann" });
  acknowledged.push(both, onlyA, onlyB, conflict);
  await a.stop();

  // Now it is told where the others are: it takes nothing more, whoever is away later.
  a = await serviceProcess(folders.a, { ...settings(portA), TARNISH_PEERS: b.url });
  const late = run({ id: id(), sha: "split" });
  const refused = await a.call("POST", "/v1/runs", late);
  expect([refused.status, refused.body.detail]).toEqual([
    503,
    expect.stringMatching(`replaced by ${b.url}, .* tarnish mirror --from ${b.url}`),
  ]);
  expect((await a.call("GET", `/v1/runs/${onlyA.id}`)).status).toBe(200);
  expect((await a.call("GET", "/", undefined, "")).body).toContain(`Replaced by <bdi>${b.url}</bdi>`);
  const urls = { TARNISH_URL: `${a.url},${b.url}` };
  const file = join(folders.rig, "late.json");
  writeFileSync(file, JSON.stringify(late));
  expect(await rig(urls, "post", file)).toMatchObject({ code: 0 });
  acknowledged.push(late);
  await a.stop();
  const stranger = { TARNISH_DATA: folders.rig, TARNISH_PORT: "0", TARNISH_LOG: "silent" };
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const [promotion, unknown, alone] = await Promise.all([
    rig({ TARNISH_DATA: folders.a, TARNISH_URL: a.url }, "mirror", "promote"),
    tarnish(["mirror", "--from", b.url], { ...stranger, TARNISH_TOKEN: "no" }),
    tarnish(["mirror", "--from", nobody], stranger),
  ]);
  expect(promotion).toMatchObject({ code: 65, errors: expect.stringContaining("still answers") });
  expect(unknown.code).toBe(77);
  expect(alone).toMatchObject({ code: 69, errors: expect.stringContaining("No answer from") });
  a = await serviceProcess(folders.a, settings(portA), ["mirror", "--from", b.url]);
  await caughtUp(a);

  const expected = [...new Set(acknowledged.map((document) => document.id))].sort();
  expect(await allRuns(b)).toEqual(expected);
  expect(await allRuns(a)).toEqual(expected);
  for (const host of [a, b]) {
    expect((await host.call("GET", `/v1/runs/${conflict.id}`)).body).toEqual(conflictB);
    expect((await host.call("GET", "/v1/changesets/split")).body.subject).toBe("as a corrected it");
    const { items } = (await host.call("GET", "/v1/mirror/conflicts")).body;
    const named = (items as { kind: string; key: string; field?: string }[]).map(({ kind, key, field = "" }) => [
      kind,
      key,
      field,
    ]);
    expect(named).toEqual([
      ["run", conflict.id, ""],
      ["changeset", "split", "subject"],
      ["rig", "disputed", ""],
    ]);
    expect(items[1]).toMatchObject({ counts: { said: "as a corrected it" }, refused: { said: "as b knew it" } });
    expect(items[2]).toMatchObject({ counts: { said: { vendor: "beta" } }, refused: { said: { vendor: "acme" } } });
    const { items: rigs } = (await host.call("GET", "/v1/rigs")).body;
    expect(rigs).toContainEqual(expect.objectContaining({ rig: "disputed", vendor: "beta" }));
    const [series] = (await host.call("GET", `/v1/series?rig=opensfs-a`)).body.items;
    const { points } = (await host.call("GET", `/v1/series/${series.id}/points?limit=10000`)).body;
    const runs = (points as { run: string }[]).map((point) => point.run);
    expect(new Set(runs).size).toBe(runs.length);
  }
  const verified = await Promise.all([a, b].map(verify));
  for (const one of verified) expect(one).toMatchObject({ code: 0, out: expect.stringMatching(/whole/) });
  expect((await b.call("GET", "/v1/landings/LU-7")).body).toMatchObject({ kind: "fix" });
  for (const sha of ["base", "slow", "load", "split"]) expect(await verdictOf(a, sha)).toEqual(await verdictOf(b, sha));
}, 300_000);

test("a ClickHouse server by URL follows, takes over, and takes in what the host before it accepted alone", async () => {
  await a.stop();
  server = await clickHouseServer();
  const environment = { ...settings(0, b.token), TARNISH_CLICKHOUSE_URL: server.url };
  const copy = await serviceProcess(folders.c, environment, ["mirror", "--from", b.url]);
  c = copy;
  expect(copy.token).not.toBe(b.token); // its owner's, which nobody gave it
  expect((await b.call("GET", "/v1/tokens", undefined, copy.token)).status).toBe(401);
  await caughtUp(copy);
  expect(await allRuns(copy)).toEqual(await allRuns(b));
  expect(await verdictOf(copy, "slow")).toEqual(await verdictOf(b, "slow"));

  // Told of b's last run by what comes, and of nothing that b accepts after c took over.
  const last = run({ id: id(), sha: "slow" });
  expect((await b.call("POST", "/v1/runs", last)).status).toBe(201);
  await caughtUp(copy);
  const promoted = await copy.call("POST", "/v1/mirror/promote", { force: true });
  expect(promoted.body).toMatchObject({ role: "writer", term: 2 });
  const [both, onlyB, onlyC] = [
    run({ id: id(), sha: "three" }),
    run({ id: id(), sha: "three" }),
    run({ id: id(), sha: "three" }),
  ];
  const other = { ...both, block: "night-9" };
  for (const one of [onlyB, other]) expect((await b.call("POST", "/v1/runs", one)).status).toBe(201);
  for (const one of [onlyC, both]) expect((await copy.call("POST", "/v1/runs", one)).status).toBe(201);
  await b.stop();
  b = await serviceProcess(folders.b, settings(0, copy.token), ["mirror", "--from", copy.url]);
  await caughtUp(b);

  const expected = [...new Set([...acknowledged, last, both, onlyB, onlyC].map((document) => document.id))].sort();
  for (const host of [b, copy]) {
    expect(await allRuns(host)).toEqual(expected);
    expect((await host.call("GET", `/v1/runs/${both.id}`)).body).toEqual(both);
    const { items } = (await host.call("GET", "/v1/mirror/conflicts")).body;
    expect(items).toContainEqual(expect.objectContaining({ kind: "run", key: both.id }));
  }
  for (const sha of ["slow", "three"]) expect(await verdictOf(b, sha)).toEqual(await verdictOf(copy, sha));
  expect(await verify(copy)).toMatchObject({ code: 0, out: expect.stringMatching(/whole/) });
}, 300_000);
