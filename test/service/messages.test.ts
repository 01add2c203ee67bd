/** Messages on their way: queued once, delivered at least once under one key, by whatever the targets do and the service suffers. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../../src/actions/context.ts";
import { Courier } from "../../src/actions/courier.ts";
import { type Send, sender } from "../../src/actions/outgoing.ts";
import { queueMessages } from "../../src/actions/queue-messages.ts";
import { knownSince, sayOnce } from "../../src/actions/say-once.ts";
import type { TargetState } from "../../src/actions/show-targets.ts";
import { readConfig } from "../../src/entry/config.ts";
import { openService, type Service } from "../../src/entry/node.ts";
import type { Target, WebhookTarget } from "../../src/model/message.ts";
import { normal, seeded } from "../simulator/random.ts";
import { tarnish } from "../support/cli.ts";
import { Gerrit } from "../support/gerrit.ts";
import { Github } from "../support/github.ts";
import { Landings, nightOf, sha } from "../support/landings.ts";
import { run, uuids } from "../support/runs.ts";
import { adminToken, serviceInProcess, serviceProcess, type TestService, temporaryFolder } from "../support/service.ts";
import { LocalServer, type Received, SECRET, verifiedType } from "../support/targets.ts";

const PATIENCE = 300;
const HOUR = 3_600_000;

const data = temporaryFolder();
const quiet = { debug: () => {}, info: () => {}, error: () => {} };
let service: Service;
let clock = Date.UTC(2026, 9, 1);
let ctx: Context;
beforeAll(async () => {
  service = await openService(readConfig({ TARNISH_DATA: data }), quiet);
  await service.start();
  ctx = { ...service.ctx, now: () => new Date(clock) };
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const webhook = (name: string, url: string): WebhookTarget => ({
  ...{ kind: "webhook", name, url, secret: SECRET, tells: ["regression"], sees: [] },
});
const failures: unknown[] = [];
/** Nobody waits long for these; of all others a busy machine may keep an answer back. */
const hangs = new Set<string>();
const send: Send = (request) => sender(hangs.has(new URL(request.url).origin) ? PATIENCE : undefined)(request);
const courierOf = (...targets: Target[]) => new Courier(ctx, targets, send, (error) => failures.push(error));

async function say(
  target: Target,
  about: string,
  say: string,
  told: object = { about },
  topic = "regression" as const,
) {
  const saying = { topic, about, say, isFollowUp: false, at: ctx.now().toISOString() };
  const type = `${topic}.${say.split(" ")[0]}`;
  return await sayOnce(ctx, target, "2020-01-01T00:00:00Z", {
    ...saying,
    told: () => ({ type, timestamp: saying.at, data: { ...told } }),
  });
}

/** Through the public API, as the administrator. Throws when anything is refused. */
async function call(method: string, path: string, body?: string, type = "application/json"): Promise<string> {
  const headers = { authorization: `Bearer ${adminToken(data)}`, "content-type": type };
  const answer = await service.app.request(path, { method, headers, ...(body !== undefined && { body }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
const id = uuids(5);
const noise = seeded(6);

/** One run of a night of the rig "lab". */
const measured = (commit: string, night: number, hour: number, level: number, cause = "scheduled") => {
  const startedAt = new Date(nightOf(night + 1).getTime() + hour * HOUR).toISOString();
  const values = [level * Math.exp(0.003 * normal(noise))];
  return { ...run({ id: id(), sha: commit, rig: "lab", block: `night ${night}`, startedAt, values }), cause };
};

async function post(...runs: readonly object[]): Promise<void> {
  const lines = runs.map((one) => JSON.stringify(one)).join("\n");
  const answers = (await call("POST", "/v1/runs", lines, "application/x-ndjson")).trim().split("\n");
  expect(answers.map((line) => JSON.parse(line).status)).toEqual(runs.map(() => 201));
}

/** Turns until nothing is due any more, the clock put forward each time. */
async function turns(courier: Courier, count: number, step = HOUR): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await courier.turn();
    await courier.idle();
    clock += step;
  }
  expect(failures.splice(0)).toEqual([]);
}
/** The sentence of `tarnish doctor` on a target. */
async function trouble(name: string): Promise<string | undefined> {
  const { items } = JSON.parse(await call("GET", "/v1/targets")) as { items: readonly TargetState[] };
  return items.find((one) => one.name === name)?.trouble;
}

const ids = (received: readonly Received[]) => received.map(({ headers }) => headers["webhook-id"]);

describe("a webhook", () => {
  test("hears of a thing once, signed, in order; said again it is silent", async () => {
    const server = new LocalServer(() => ({ status: 204 }));
    const target = webhook("order", await server.listen());
    for (const what of ["announced 1", "announced 1", "recovered 1", "announced 2"]) await say(target, "r1", what);
    await turns(courierOf(target), 2);
    expect(server.received.map((one) => verifiedType(one, Number(one.headers["webhook-timestamp"]) * 1000))).toEqual([
      "regression.announced",
      "regression.recovered",
      "regression.announced",
    ]);
    expect(new Set(ids(server.received)).size).toBe(3);
    await server.close();
  });

  test("is not told what was over before it was known, nor the end of what it never heard of", async () => {
    const target = webhook("late", "http://127.0.0.1:9");
    const told = () => ({ type: "x", timestamp: "", data: {} });
    const old = {
      topic: "regression",
      about: "r9",
      say: "announced 1",
      isFollowUp: false,
      at: "2026-01-01",
      told,
    } as const;
    expect(await sayOnce(ctx, target, "2026-02-01", old)).toBe(false);
    expect(
      await sayOnce(ctx, target, "2026-02-01", { ...old, say: "recovered 1", isFollowUp: true, at: "2026-03-01" }),
    ).toBe(false);
  });

  test("that answers 500 for a day gets everything, each under its one key, and is not asked more than it bears", async () => {
    const server = new LocalServer(() => ({ status: 500, body: "secret of the target" }));
    const target = webhook("broken", await server.listen());
    for (const about of ["a", "b", "c"]) await say(target, about, "announced 1");
    const courier = courierOf(target);
    await turns(courier, 24 * 60, 60_000);
    const asked = server.received.length;
    expect([asked > 20, asked < 40]).toEqual([true, true]);
    server.answer = () => ({ status: 200 });
    await turns(courier, 4);
    const delivered = server.received.slice(asked);
    expect(delivered).toHaveLength(3);
    expect(ids(delivered)).toEqual(expect.arrayContaining([...new Set(ids(server.received))]));
    const [first, ...again] = server.received.filter((one) => ids([one])[0] === ids(delivered)[0]);
    for (const one of again) expect(one.text).toBe(first?.text);
    await server.close();
  });

  test("that hangs or redirects makes nobody else wait, and is not followed; what it never takes is given up and told once", async () => {
    const elsewhere = new LocalServer(() => ({ status: 200 }));
    const away = await elsewhere.listen();
    const [hanging, redirecting, well] = [
      new LocalServer(() => "hang"),
      new LocalServer(() => ({ status: 302, headers: { location: away } })),
      new LocalServer(() => ({ status: 200 })),
    ];
    const targets = [
      webhook("hangs", await hanging.listen()),
      webhook("redirects", await redirecting.listen()),
      webhook("well", await well.listen()),
    ];
    hangs.add(targets[0]?.url ?? "");
    for (const target of targets) await say(target, "r1", "announced 1");
    const courier = courierOf(...targets);
    await courier.turn();
    await well.until((received) => received.length === 1);
    await courier.idle();
    await turns(courier, 12, 8 * HOUR);
    expect([elsewhere.received.length, well.received.length]).toEqual([0, 1]);
    const waiting = await ctx.store.entitiesInState("message", "waiting");
    expect(waiting.filter(({ body }) => ["hangs", "redirects"].includes((body as { target: string }).target))).toEqual(
      [],
    );
    const given = await ctx.store.entitiesInState("message", "given_up");
    const why = given.map(({ body }) => (body as { error: string }).error).sort();
    expect(why).toEqual(["answered 302: redirections are not followed", `no answer within ${PATIENCE / 1000} s`]);
    await Promise.all([elsewhere, hanging, redirecting, well].map((server) => server.close()));
  });
});

const verdict = (commit: string, word: string, final = true) => ({
  ...{ sha: commit, verdict: word, final, why: "write.bandwidth is 0.80x of the baseline", changeId: "I1" },
  ...{ branch: "master", patchset: 1, subject: "LU-1", series: [], more: 0, url: "https://tarnish.example.org/c" },
});

describe("Gerrit", () => {
  let gerrit: Gerrit;
  let target: Target;
  beforeAll(async () => {
    gerrit = new Gerrit();
    target = {
      ...{ kind: "gerrit", name: "review", url: await gerrit.listen(), user: "tarnish", password: "pass word" },
      ...{ label: "Performance", votes: { pass: 1, fail: -1 }, tells: ["verdict"], sees: [] },
    };
  });
  afterAll(() => gerrit.close());
  const change = (id: string, ...revisions: string[]) => {
    const made = { status: "NEW" as "NEW" | "MERGED", revisions, votes: {} as Record<string, number>, messages: [] };
    gerrit.changes.set(id, made);
    return made;
  };
  const vote = async (commit: string, word: string, final = true) =>
    await say(target, commit, final ? word : "pending", verdict(commit, word, final), "verdict" as never);

  test("gets a vote with the reason on exactly the patchset, and it is taken back when the verdict is", async () => {
    const one = change("fs%2Flustre~master~I1", "aa11");
    await vote("aa11", "fail");
    const courier = courierOf(target);
    await turns(courier, 1);
    expect(one.votes).toEqual({ Performance: -1 });
    expect(one.messages[0]).toMatchObject({
      message: expect.stringMatching(/^Performance: fail\. write\.bandwidth is 0\.80x/),
    });
    await vote("aa11", "fail", false);
    await turns(courier, 1);
    expect(one.votes).toEqual({ Performance: 0 });
    expect(one.messages).toHaveLength(2);
  });

  test("that refuses the vote is asked ever more rarely, doctor says so, and it gets it when it may be given", async () => {
    const one = change("p~master~I2", "bb22");
    gerrit.refuses = true;
    await knownSince(ctx, target);
    await vote("bb22", "pass");
    const courier = courierOf(target);
    const before = gerrit.received.length;
    await turns(courier, 24 * 6, 600_000);
    expect(gerrit.received.length - before).toBeLessThan(70);
    expect(one.votes).toEqual({});
    expect(await trouble("review")).toMatch(/^1 message waits since \d{4}-\d\d-\d\dT\d\d:\d\d: it answered 40\d/);
    gerrit.refuses = false;
    await turns(courier, 2);
    expect(one.votes).toEqual({ Performance: 1 });
    expect(await trouble("review")).toBe("");
  });

  test("whose answer is lost is not told twice", async () => {
    const one = change("p~master~I3", "cc33");
    gerrit.losesAnswer = true;
    await vote("cc33", "pass");
    await turns(courierOf(target), 3);
    expect(one.messages).toHaveLength(1);
  });

  test("hears nothing of a verdict before it is final, then its vote on the measured patchset, and that it holds no longer", async () => {
    const one = change("fs%2Flustre~master~I9", sha(9));
    const nights = [0, 1, 2, 3, 4, 5, 6, 7];
    await post(...nights.flatMap((night) => [0, 1, 2].map((hour) => measured(sha(night + 1), night, hour, 100))));
    const landed = nights.map((night) => ({
      ...{ sha: sha(night + 1), branch: "master", position: night + 1, ...(night > 0 && { parent: sha(night) }) },
    }));
    const candidate = { sha: sha(9), branch: "master", parent: sha(8), changeId: "I9", patchset: 1 };
    await call("PUT", "/v1/changesets", JSON.stringify([...landed, candidate]));
    const courier = courierOf(target);
    const told = async () => {
      const queued = await queueMessages(ctx, { targets: [target], site: null });
      await turns(courier, 1);
      return queued;
    };
    expect(await told()).toBe(0);
    await post(...[0, 1, 2].map((hour) => measured(sha(9), 8, hour, 70)));
    expect(await told()).toBe(0);
    expect(one.votes).toEqual({});
    const turn = (hour: number) => [measured(sha(9), 9, hour, 70), measured(sha(8), 9, hour + 1, 100, "confirm")];
    await post(...[0, 2, 4].flatMap(turn));
    expect(await told()).toBe(1);
    expect(one.votes).toEqual({ Performance: -1 });
    expect(JSON.stringify(one.messages)).toMatch(/Performance: fail\..*write\.bandwidth/);
    expect(await told()).toBe(0);
    const [from, to] = [nightOf(10).toISOString(), nightOf(11).toISOString()];
    await call("POST", "/v1/retractions", JSON.stringify({ rig: "lab", from, to, reason: "a cable was loose" }));
    expect(await told()).toBe(1);
    expect(one.votes).toEqual({ Performance: 0 });
  });

  test("gets no vote on what has a newer patchset or is closed, and of several only the newest", async () => {
    const [old, closed, moved] = [change("p~m~I4", "dd44", "ee55"), change("p~m~I5", "ff66"), change("p~m~I6", "ab77")];
    closed.status = "MERGED";
    await vote("dd44", "fail");
    await vote("ff66", "fail");
    for (const word of ["fail", "inconclusive", "pass"]) await vote("ab77", word);
    await turns(courierOf(target), 3);
    expect([old.votes, closed.votes, moved.votes, moved.messages.length]).toEqual([{}, {}, { Performance: 1 }, 1]);
    const waiting = await ctx.store.entitiesInState("message", "waiting");
    expect(waiting.filter(({ body }) => (body as { target: string }).target === "review")).toEqual([]);
  });
});

test("a watchdog is told once, and again only when the rig fell silent anew", async () => {
  const server = new LocalServer(() => ({ status: 200 }));
  const target: Target = { ...webhook("watch", await server.listen()), tells: ["watchdog"] };
  const heard: unknown[] = [];
  const told = async () => {
    await queueMessages(ctx, { targets: [target], site: null });
    await turns(courierOf(target), 1);
    heard.splice(0, heard.length, ...server.received.map(({ text }) => JSON.parse(text).data));
  };
  clock = nightOf(20).getTime();
  await told();
  expect(heard).toEqual([expect.objectContaining({ kind: "silent", rig: "lab" })]);
  for (let day = 0; day < 3; day++) {
    clock += 24 * HOUR;
    await told();
  }
  expect(heard).toHaveLength(1);
  await post(...[40, 41, 42].map((night) => measured(sha(8), night, 0, 100)));
  clock = nightOf(44).getTime();
  await told();
  expect(heard).toHaveLength(1);
  clock = nightOf(60).getTime();
  await told();
  expect(heard).toHaveLength(2);
  await server.close();
});

describe("GitHub", () => {
  let github: Github;
  let base: Omit<Extract<Target, { kind: "github" }>, "reports" | "name">;
  beforeAll(async () => {
    github = new Github();
    base = {
      ...{ kind: "github", url: await github.listen(), token: "ghs_1", repository: "acme/fs" },
      ...{ context: "tarnish/performance", tells: ["verdict"], sees: [] },
    };
  });
  afterAll(() => github.close());
  const tell = async (target: Target, commit: string, ...words: string[]) => {
    for (const word of words) {
      const isFinal = word !== "pending";
      await say(target, commit, word, verdict(commit, isFinal ? word : "inconclusive", isFinal), "verdict" as never);
      await turns(courierOf(target), 1);
    }
  };

  test("gets commit statuses", async () => {
    await tell({ ...base, name: "statuses", reports: "status" }, "a1", "pending", "fail", "pass");
    expect(github.statuses.get("a1")?.map(({ state, context }) => [state, context])).toEqual(
      ["pending", "failure", "success"].map((state) => [state, "tarnish/performance"]),
    );
  });

  test("gets one check run a commit, brought up to date", async () => {
    await tell({ ...base, name: "checks", reports: "check" }, "b2", "pending", "inconclusive", "fail");
    expect(github.checks).toHaveLength(1);
    expect(github.checks[0]).toMatchObject({
      ...{ head_sha: "b2", name: "tarnish/performance", status: "completed", conclusion: "failure" },
      ...{ external_id: "tarnish:b2", details_url: "https://tarnish.example.org/c" },
    });
  });
});

describe("the service", () => {
  beforeAll(() => service.stop()); // one engine a process
  const folder = temporaryFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const targetsFile = (url: string): Record<string, string> => {
    const file = join(folder, "targets.yaml");
    const one = `{ name: chat, kind: webhook, url: "${url}", secretFrom: CHAT_SECRET, sees: [acme] }`;
    writeFileSync(file, `site: https://tarnish.example.org\ntargets:\n  - ${one}\n`);
    return { TARNISH_TARGETS: file, CHAT_SECRET: SECRET, TARNISH_NEWS_SHARE: "1" };
  };

  test("tells one message a cause by itself: when it is sure, and when it is over; nothing of private rigs", async () => {
    const server = new LocalServer(() => ({ status: 200 }));
    const settings = targetsFile(await server.listen());
    const live: TestService = await serviceInProcess(temporaryFolder(), 0, settings);
    await live.call("PUT", "/v1/rigs/secret", { vendor: "umbra", visibility: "private" });
    const series = ["lab", "hall", "secret"].flatMap((rig) =>
      ["write", "read"].map((metric) => ({
        ...{ rig, benchmark: "ior", metric },
        level: (at: number) => (at >= 31 && at < 61 ? 85 : 100),
      })),
    );
    const landings = new Landings(live, series);
    await landings.upTo(50);
    await server.until((received) => received.length === 1);
    await landings.upTo(80);
    await server.until((received) => received.length === 2);
    const types = server.received.map((one) => verifiedType(one, Date.now()));
    expect(types).toEqual(["regression.announced", "regression.recovered"]);
    const said = JSON.parse(server.received[0]?.text ?? "");
    expect(said.data).toMatchObject({ sha: sha(31), rigs: ["hall", "lab"], memberCount: 4 });
    expect(said.data.url).toBe(`https://tarnish.example.org/regressions/${said.data.id}`);
    expect(server.received.map(({ text }) => text).join()).not.toMatch(/secret|umbra/);
    const [state] = (await live.call("GET", "/v1/targets")).body.items;
    expect(state).toMatchObject({ name: "chat", kind: "webhook", givenUp: 0, trouble: "" });
    expect((await live.call("GET", "/v1/targets", undefined, "")).status).toBe(401);
    await server.close();
    await live.stop();
  }, 60_000);

  test("killed while messages leave loses none, and sends each under its one key; doctor tells of what waits", async () => {
    const place = temporaryFolder();
    const server = new LocalServer(() => ({ status: 200 }));
    const url = await server.listen();
    const settings = targetsFile(url);
    const filled = await openService(readConfig({ TARNISH_DATA: place }), quiet);
    await filled.start();
    const told = (about: string) => () => ({
      type: "regression.announced",
      timestamp: new Date().toISOString(),
      data: { about },
    });
    const abouts = Array.from({ length: 40 }, (_, index) => `r${index}`);
    for (const about of abouts) {
      const saying = { topic: "regression", about, say: "announced 1", isFollowUp: false, at: "2026-10-01" } as const;
      await sayOnce(filled.ctx, webhook("chat", url), "2026-01-01", { ...saying, told: told(about) });
    }
    await filled.stop();
    const heard = () => new Set(server.received.map(({ text }) => JSON.parse(text).data.about));
    for (const next of [3, 11, 24]) {
      const killed = await serviceProcess(place, settings);
      await server.until((received) => new Set(ids(received)).size >= next);
      await killed.kill();
    }
    const last = await serviceProcess(place, settings);
    await server.until(() => heard().size === abouts.length);
    const keys = new Map(server.received.map((one) => [JSON.parse(one.text).data.about, ids([one])[0]]));
    for (const one of server.received) expect(ids([one])[0]).toBe(keys.get(JSON.parse(one.text).data.about));
    expect(new Set(keys.values()).size).toBe(abouts.length);
    const waiting = async () => (await last.call("GET", "/v1/targets")).body.items[0].waiting;
    while ((await waiting()) > 0); // heard, and sent once more where its server was killed before it wrote that down
    server.answer = () => ({ status: 503 });
    const doctor = async (url: string) =>
      await tarnish(["doctor"], { TARNISH_URL: url, TARNISH_DATA: place, ...settings });
    const well = await doctor(last.url);
    expect(well.out).toMatch(/ok {4}messages to chat: all delivered/);
    expect(well.out).not.toContain(SECRET);
    await last.stop();
    const refilled = await openService(readConfig({ TARNISH_DATA: place }), quiet);
    await refilled.start();
    const late = {
      topic: "regression",
      about: "late",
      say: "announced 1",
      isFollowUp: false,
      at: "2026-10-02",
    } as const;
    await sayOnce(refilled.ctx, webhook("chat", url), "2026-01-01", { ...late, told: told("late") });
    await refilled.stop();
    const refused = await serviceInProcess(place, 0, settings);
    const isTold = async () => (await refused.call("GET", "/v1/targets")).body.items[0].trouble !== "";
    while (!(await isTold()));
    const ill = await doctor(refused.url);
    expect(ill.out).toMatch(
      /FAIL {2}messages to chat: 1 message waits since \d{4}-\d\d-\d\dT\d\d:\d\d: it answered 503/,
    );
    expect([ill.code, ill.out.includes(SECRET)]).toEqual([69, false]);
    await refused.stop();
    await server.close();
    rmSync(place, { recursive: true, force: true });
  }, 120_000);

  test.each([
    ["a variable that is not set", { CHAT_SECRET: "" }, /CHAT_SECRET, which is not set/],
    ["a secret that is none", { CHAT_SECRET: "hunter2" }, /base64 of 24 to 64 bytes/],
  ])("does not start with %s, and does not show it", async (_, wrong, message) => {
    const settings = { ...targetsFile("http://127.0.0.1:9"), ...wrong };
    const refused = await serviceInProcess(temporaryFolder(), 0, settings).catch((error) => error);
    expect(JSON.stringify([refused.message, refused.details])).toMatch(message);
    expect(JSON.stringify([refused.message, refused.details])).not.toContain("hunter2");
  });
});
