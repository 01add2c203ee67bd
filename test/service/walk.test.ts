/**
 * Every address that is mounted, asked by everybody, on a world with a private rig: nobody is told what is not theirs,
 * not even that it is there. A new route is walked by itself; a new one that writes needs a line in support/walk.ts.
 */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowsOfEntries } from "../../src/actions/adopt-log.ts";
import { CHARTS } from "../../src/actions/charts/all.ts";
import { listRegressions } from "../../src/actions/list-regressions.ts";
import { readConfig } from "../../src/entry/config.ts";
import { logLine } from "../../src/entry/log-source.ts";
import { openService, type Service } from "../../src/entry/node.ts";
import { sha256 } from "../../src/entry/sha256.ts";
import { ROUTES } from "../../src/http/app.ts";
import { CHANGESET, MARK, OPEN, PARTNER, RIG, RIG_BODY, RUN, SECRETS, SHA, VENDOR, world } from "../support/planted.ts";
import { run } from "../support/runs.ts";
import { adminToken, temporaryFolder } from "../support/service.ts";
import { ENDINGS, OPEN_VALUES, PRIVATE_VALUES, QUESTIONS, RETRACTION, TOGETHER, WRITES } from "../support/walk.ts";

/** Who may see the private rig. */
const INSIDERS: Readonly<Record<string, readonly string[]>> = {
  admin: ["admin"],
  "the vendor's reader": [`read:private:${VENDOR}`, `read:private:${PARTNER}`],
  "the vendor's administrator of rigs": [`rig-admin:${VENDOR}`, `rig-admin:${PARTNER}`],
};
const OUTSIDERS: Readonly<Record<string, readonly string[]>> = {
  "a stranger": [],
  "the vendor's reader, whom the owner of a node does not let": [`read:private:${VENDOR}`],
  "the reader of a node's owner, whom the vendor does not let": [`read:private:${PARTNER}`],
  "the rig itself": [`rig:${RIG}`],
  "another rig": ["rig:open-1"],
  triage: ["triage"],
  waive: ["waive"],
  release: ["release"],
  "another vendor's reader": ["read:private:other"],
  "another vendor's administrator of rigs": ["rig-admin:other"],
};

/** These walk everywhere; the others, whose scopes open nothing more to read, share one more walk among them. */
const THOROUGH = ["admin", "a stranger", "another vendor's reader"];
const PLAIN = "another vendor's reader";
const SHARING = [...Object.keys(OUTSIDERS), ...Object.keys(INSIDERS)].filter((who) => !THOROUGH.includes(who));

const data = temporaryFolder();
const logged: string[] = [];
let service: Service;
/** Of the service's clock; undefined: the time that it is. */
let now: Date | undefined;
let secrets: string[] = [];
let privateValues: string[] = [];
let openValues: string[] = [];
const tokens = new Map<string, string>();

const keep = (fields: object, message: string) => {
  const { path: _, milliseconds: __, ...rest } = fields as { path?: string; milliseconds?: number };
  const { err } = fields as { err?: Error };
  logged.push(JSON.stringify({ message, ...rest, err: err && `${err.stack} ${String(err.cause)}` }));
};

interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Status, headers and body as one text. */
async function ask(
  who: string,
  { method = "GET", path, body, form, headers = {} }: Ask,
): Promise<{ status: number; text: string }> {
  const token = tokens.get(who);
  const sent = {
    "x-request-id": "walk",
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(form && { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" }),
    ...headers,
  };
  const text = form ? new URLSearchParams(form).toString() : JSON.stringify(body);
  const init = { method, headers: sent, ...(text !== undefined && { body: text }) };
  const answer = await service.app.request(path, init);
  const said = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  const isEndless = answer.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  const heard = isEndless ? await firstOf(answer) : await answer.text();
  return { status: answer.status, text: `${answer.status}\n${said}\n\n${heard}` };
}

/** What is said first by an answer that does not end. */
async function firstOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

beforeAll(async () => {
  const config = readConfig({ TARNISH_DATA: data, TARNISH_RATE_TOKEN: "0", TARNISH_RATE_ADDRESS: "0" });
  service = await openService(config, { debug: keep, info: keep, error: keep }, undefined, () => now ?? new Date());
  await service.start();
  tokens.set("admin", adminToken(data));
  const created: string[] = [];
  for (const [who, scopes] of Object.entries({ ...INSIDERS, ...OUTSIDERS })) {
    if (scopes.length === 0 || who === "admin") continue;
    const { text } = await ask("admin", { method: "POST", path: "/v1/tokens", body: { name: who, scopes } });
    const { id, token } = JSON.parse(text.split("\n\n")[1] ?? "");
    tokens.set(who, token);
    created.push(id);
  }
  const spare = await ask("admin", { method: "POST", path: "/v1/tokens", body: { name: "spare", scopes: ["triage"] } });
  created.push(JSON.parse(spare.text.split("\n\n")[1] ?? "").id);
  await write("admin", "PUT /v1/rigs/:rig");
  for (const body of world()) expect((await ask("admin", { method: "POST", path: "/v1/runs", body })).status).toBe(201);
  spareToken = created.at(-1) ?? "";
  const release = { method: "PUT", path: `/v1/releases/${OPEN.tagBefore}`, body: { sha: "a3".repeat(20) } };
  expect((await ask("admin", release)).status).toBe(200);
  const maintained = { sha: "b4".repeat(20), branch: "b9_9", parent: "a3".repeat(20) };
  for (const [path, body] of [
    ["/v1/changesets", maintained],
    [`/v1/releases/${OPEN.tagMaintained}`, { sha: maintained.sha }],
  ] as const)
    expect((await ask("admin", { method: "PUT", path, body })).status).toBe(200);
  const series = [...(await service.ctx.known.series()).values()];
  const hidden = series.filter(({ rig }) => rig === RIG).map(({ id }) => id);
  secrets = [...SECRETS, ...hidden];
  const regressions = await listRegressions(service.ctx, { name: "walk", scopes: ["admin"] });
  regression = regressions.find(({ rigs }) => rigs.includes(RIG))?.id ?? "";
  privateValues = [...PRIVATE_VALUES, ...hidden, ...created.slice(0, 1)];
  const kept = { changeset: OPEN.sha, series: hidden.at(-1), text: `zqreason kept${MARK}` };
  expect((await ask("admin", { method: "POST", path: "/v1/annotations", body: kept })).status).toBe(201);
  openValues = [...OPEN_VALUES, regression, ...series.filter(({ rig }) => rig !== RIG).map(({ id }) => id)];
}, 240_000);
let spareToken = "";
let regression = "";
afterAll(async () => {
  await service.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Method and path of everything that answers, however it was mounted. */
function mounted(): { method: string; path: string }[] {
  const seen = new Map(
    service.app.routes.filter(({ method }) => method !== "ALL").map((one) => [`${one.method} ${one.path}`, one]),
  );
  return [...seen.values()].map(({ method, path }) => ({ method, path }));
}

const files = () => [...CHARTS.keys()].flatMap((name) => ENDINGS.map((ending) => `${name}.${ending}`));

/**
 * Every address of a path: each of its parameters as each of the values (a file as each of the charts), the others then
 * as something open.
 */
function addresses(path: string, values: readonly string[]): string[] {
  const parameters = path.match(/:\w+(\{[^}]*\})?/g) ?? [];
  if (parameters.length === 0) return [path];
  const filled = (at: number, value: string, others: string) =>
    parameters.reduce((all, one, index) => all.replace(one, encodeURIComponent(index === at ? value : others)), path);
  return parameters.flatMap((parameter, at) =>
    (parameter.startsWith(":file") ? files() : values).flatMap((value) =>
      (parameters.length === 1 ? [""] : [OPEN.tagBefore]).map((others) => filled(at, value, others)),
    ),
  );
}

/** With the ids that only the service knows: of an open series, and of one of the private rig. */
const withSeries = (address: string): string =>
  address.replaceAll("OPENED", openValues.at(-1) ?? "").replaceAll("SERIES", privateValues.at(-2) ?? "");

/** Routes that declare that they take no question are asked one all the same. */
const UNASKED = new Set(
  ROUTES.filter(({ method, query }) => method === "get" && query === undefined).map(({ path }) =>
    path.replace(/\{(\w+)\}/g, ":$1"),
  ),
);
const questionsOf = (path: string): readonly string[] => (UNASKED.has(path) ? QUESTIONS.slice(0, 1) : QUESTIONS);

let walked: Promise<readonly string[]> | undefined;
const readings = (): Promise<readonly string[]> => (walked ??= everything());

async function everything(): Promise<string[]> {
  const all: string[] = [];
  for (const { path } of mounted().filter(({ method }) => method === "GET")) {
    all.push(...addresses(path, [...privateValues, ...openValues]));
    for (const [turn, one] of addresses(path, openValues).entries())
      all.push(...(await asked(one, questionsOf(path), turn)));
    all.push(...(TOGETHER[path] ?? []));
  }
  return all.map(withSeries);
}

/** Where nothing is, for the administrator either, nothing but that is said: one question each, in turns, is enough. */
async function asked(address: string, questions: readonly string[], turn: number): Promise<string[]> {
  const { status } = await ask("admin", { path: withSeries(address) });
  const some = status === 404 ? questions.filter((_, index) => index === turn % questions.length) : questions;
  return some.map((question) => `${address}?${question}`);
}

/** What one of them walks: every address, every one with one question of its own, or a share. */
function shareOf<T>(who: string, all: readonly T[]): readonly T[] {
  if (who === PLAIN) return withOneQuestion(all);
  const turn = SHARING.indexOf(who);
  return turn < 0 ? all : all.filter((_, index) => index % SHARING.length === turn);
}

/** Another one at each address, in turns; where parameters belong together, all that is asked. */
function withOneQuestion<T>(all: readonly T[]): T[] {
  const together = new Set(Object.values(TOGETHER).flat().map(withSeries));
  const questions = new Map<string, T[]>();
  for (const one of all) {
    const [address = "", question] = String(one).split("?");
    if (question === undefined || together.has(String(one))) continue;
    questions.set(address, [...(questions.get(address) ?? []), one]);
  }
  const chosen = new Set([...questions.values()].map((some, turn) => some[turn % some.length]));
  return all.filter((one) => !String(one).includes("?") || together.has(String(one)) || chosen.has(one));
}

async function write(who: string, route: string): Promise<{ status: number; text: string; sent: string }> {
  const { path, body, form } = WRITES[route] ?? { path: "" };
  if (who === "admin" && path.includes("RETRACTION")) retraction = await newRetraction();
  const [waiver = ""] = [...(await service.ctx.known.waivers()).keys()];
  const written = [...(await service.ctx.known.annotations()).values()];
  const annotation = written.find(({ isWithdrawn, text }) => !isWithdrawn && !text.includes("kept"));
  const [order] = await service.ctx.store.work.newest([RIG], 1);
  const ready = path
    .replace("TOKEN", spareToken)
    .replace("RETRACTION", retraction)
    .replace("WAIVER", waiver)
    .replace("REGRESSION", regression)
    .replace("SERIES", privateValues.at(-2) ?? "")
    .replace("ANNOTATION", annotation?.id ?? "0123456789abcdef")
    .replace("ORDER", order?.order.id ?? "");
  const filled = form && JSON.parse(JSON.stringify(form).replace("LINK", who === "admin" ? await newLink() : "used"));
  const answer = await ask(who, { method: route.split(" ")[0] ?? "", path: ready, body, form: filled });
  return { ...answer, sent: `${ready} ${JSON.stringify(body ?? form)}` };
}

let retraction = "";
async function newRetraction(): Promise<string> {
  const { text } = await ask("admin", { method: "POST", path: "/v1/retractions", body: RETRACTION });
  return JSON.parse(text.split("\n\n")[1] ?? "").retraction.id;
}

async function newLink(): Promise<string> {
  const { text } = await ask("admin", { method: "POST", path: "/v1/links" });
  return new URL(JSON.parse(text.split("\n\n")[1] ?? "").path, "http://x").searchParams.get("link") ?? "";
}

/** Words of a text that look encoded are searched decoded, too: cursors are. */
const plainly = (text: string): string =>
  `${text}\n${(text.match(/[\w-]{16,}/g) ?? []).map((word) => Buffer.from(word, "base64url").toString("latin1")).join("\n")}`.toLowerCase();

/** What is said of the private rig beyond what was asked with. */
function leaks(text: string, sent: string): string[] {
  const [said, known] = [plainly(text), plainly(decodeURIComponent(sent))];
  return secrets.filter((secret) => said.includes(secret.toLowerCase()) && !known.includes(secret.toLowerCase()));
}

/** Addresses of which one is answered, the likely ones first. */
function tries(path: string): string[] {
  const together = (TOGETHER[path] ?? []).map(withSeries);
  const all = [...together, ...addresses(path, [...openValues, ...privateValues])];
  const questions = ["", `?series=${openValues.at(-1)}`, ...questionsOf(path).map((question) => `?${question}`)];
  return questions.flatMap((question) => all.map((one) => `${one}${question}`));
}

test("the walk comes everywhere: every route that writes has a line, every one that reads is answered to somebody", async () => {
  const routes = mounted();
  expect(routes.length).toBeGreaterThan(25);
  const writing = routes.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
  expect(
    writing.filter((route) => !(route in WRITES)),
    "add a line to WRITES in test/support/walk.ts",
  ).toEqual([]);
  expect(
    Object.keys(WRITES).filter((route) => !writing.includes(route)),
    "is no route any more",
  ).toEqual([]);
  for (const route of writing) {
    const { status, text } = await write("admin", route);
    expect([200, 201, 204, 303], `${route}: ${text}`).toContain(status);
  }
  const answered = new Set<string>();
  for (const { path } of routes.filter(({ method }) => method === "GET")) {
    for (const address of tries(path)) {
      if ((await ask("admin", { path: address })).status !== 200) continue;
      answered.add(path);
      break;
    }
  }
  const unanswered = routes.filter(({ method, path }) => method === "GET" && !answered.has(path));
  expect(
    unanswered.map(({ path }) => path),
    "add a value to PRIVATE_VALUES or OPEN_VALUES in test/support/walk.ts",
  ).toEqual([]);
}, 240_000);

test.each(Object.keys(INSIDERS))(
  "%s sees the private rig, so that the search can see it, too; and text is nowhere markup",
  async (who) => {
    const found = new Set<string>();
    let isEscaped = false;
    for (const path of shareOf(who, await readings())) {
      const { text } = await ask(who, { path });
      for (const secret of leaks(text, "")) found.add(secret);
      if (!/^content-type: (text\/html|image\/svg)/m.test(text)) continue;
      expect(text, `GET ${path}`).not.toContain(MARK);
      isEscaped ||= text.includes("&lt;b/onmouseover=x&gt;");
    }
    expect(isEscaped).toBe(true);
    const expected = who === "admin" ? secrets : [RIG, "zqbenchmark", "73219.", "zqsubject"];
    for (const secret of expected.filter((one) => !UNSEEN.has(one))) expect([...found], secret).toContain(secret);
  },
  240_000,
);
/** Figures are written in one of three ways; the other two are looked for in case. */
const UNSEEN = new Set(["73,219", "73 219"]);

describe.each(Object.keys(OUTSIDERS))("%s", (who) => {
  test("reads nothing of it, in no answer, header or error", async () => {
    for (const path of shareOf(who, await readings())) {
      if (who === "the rig itself" && path.startsWith("/v1/work")) continue; // what it is to measure, it has to know
      const { text } = await ask(who, { path, headers: path.includes("?") ? {} : { accept: "text/html" } });
      expect(leaks(text, path), `GET ${path}\n${text.slice(0, 3000)}`).toEqual([]);
    }
  }, 240_000);

  test("cannot tell what is hidden from what is not there", async () => {
    const routes = mounted().filter(({ method }) => method === "GET");
    for (const { path } of shareOf(who, routes)) {
      for (const hidden of privateValues) {
        const other = twin(hidden);
        const made = addresses(path, [other]);
        for (const [index, one] of addresses(path, [hidden]).entries()) {
          const two = made[index] ?? "";
          if (one === two) continue;
          const [real, none] = [await ask(who, { path: one }), await ask(who, { path: two })];
          expect(anonymous(real.text, hidden), `GET ${one}`).toBe(anonymous(none.text, other));
        }
      }
    }
  }, 240_000);

  test("writes only what is theirs to write, and learns nothing by trying", async () => {
    for (const route of Object.keys(WRITES)) {
      const { status, text, sent } = await write(who, route);
      if (who === "a stranger" && !WRITES[route]?.form) expect(status, route).toBe(401);
      const isOwn = who === "the rig itself" && /\/v1\/(runs$|work\/)/.test(route);
      if (!isOwn) expect(leaks(text, sent), `${route}\n${text}`).toEqual([]);
    }
  });
});

/** Without what was asked for, and without what is a hash of it. */
const anonymous = (text: string, value: string): string =>
  text
    .replaceAll(value, "X")
    .replaceAll(value.slice(0, 10), "X")
    .replace(/sha256:[0-9a-f]{6,}/g, "sha256:X")
    .replace(/^etag: .*$/m, "etag: X"); // of the text, which says what was asked for

test("by contradicting what is known of a hidden changeset nobody learns it", async () => {
  const known = CHANGESET.parent;
  const contradiction = { sha: SHA, parent: "another" };
  for (const who of ["triage", "release"]) {
    const { status, text } = await ask(who, { method: "PUT", path: "/v1/changesets", body: contradiction });
    expect([status, text.includes(known)]).toEqual([422, false]);
  }
  const body = { ...run({ id: RUN, sha: SHA, rig: OPEN.rig }), changeset: contradiction };
  const { status, text } = await ask("another rig", { method: "POST", path: "/v1/runs", body });
  expect([status, text.includes(known)]).toEqual([422, false]);
  expect((await ask("admin", { method: "PUT", path: "/v1/changesets", body: contradiction })).text).toContain(known);
});

const OPEN_RUN = "0be00000-0000-4000-8000-000000000001";

/** A value of the same form that nothing has. */
function twin(value: string): string {
  if (value === RUN || /^[0-9a-f]{8}-/.test(value)) return "0123abcd-0000-4000-8000-00000000abcd";
  if (/^[0-9a-f]{10,}$/.test(value)) return "0123abcd".repeat(5).slice(0, value.length);
  return `nothing-${OPEN.tag}`;
}

test("who runs a node for somebody who keeps things private says the owner's rule first", async () => {
  const document = { ...run({ id: OPEN_RUN, sha: OPEN.sha, rig: OPEN.rig }) };
  const body = { ...document, environment: { nodes: [{ name: "n1" }, { name: "n2", owner: PARTNER }] } };
  const refused = await ask("another rig", { method: "POST", path: "/v1/runs", body });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining(`--owner ${PARTNER}=private`)]);
  expect(refused.text).toContain("/environment/nodes/1/owner");
  expect((await ask("admin", { path: `/v1/runs/${OPEN_RUN}` })).status).toBe(404);
});

test("an owner's rule is loosened by the owner alone", async () => {
  const path = `/v1/rigs/${RIG}`;
  const put = (who: string, owners: unknown) => ask(who, { method: "PUT", path, body: { owners } });
  const earlier = [{ vendor: PARTNER, visibility: "private", publicFrom: "2998-07-01T00:00:00Z" }];
  const vendor = "the vendor's own administrator";
  const scopes = [`rig-admin:${VENDOR}`, `read:private:${PARTNER}`];
  const { text } = await ask("admin", { method: "POST", path: "/v1/tokens", body: { name: vendor, scopes } });
  tokens.set(vendor, JSON.parse(text.split("\n\n")[1] ?? "").token);
  for (const owners of [[], earlier, [{ vendor: PARTNER, visibility: "public" }]])
    expect((await put(vendor, owners)).status).toBe(403);
  expect((await put(vendor, RIG_BODY.owners)).status).toBe(200);
  expect((await put("the vendor's administrator of rigs", RIG_BODY.owners)).status).toBe(200);
});

test("of several owners' days the last one opens the rig: feed, export, pages, charts, figures", async () => {
  const [series = ""] = privateValues.slice(-2, -1);
  const seen = async (who: string) => {
    const { text: feed } = await ask(who, { path: "/v1/log" });
    const exported = rowsOfEntries(
      feed.split("\n").flatMap((line, at) => {
        const entry = line.startsWith("{") ? logLine(Buffer.from(line), at) : undefined;
        return entry === undefined || "cursor" in entry ? [] : [entry];
      }),
      sha256,
    );
    const places: readonly (readonly [string, string])[] = [
      ["feed", feed],
      ["export", JSON.stringify(exported, (_, value) => (typeof value === "bigint" ? String(value) : value))],
      ...(await Promise.all(
        [
          "/rigs",
          `/rigs/${RIG}`,
          `/series/${series}`,
          `/charts/series.csv?series=${series}`,
          `/charts/series.svg?series=${series}`,
          `/v1/series/${series}/points`,
          `/v1/runs?rig=${RIG}`,
          `/v1/runs/${RUN}`,
          `/changesets/${SHA}`,
        ].map(async (path) => [path, (await ask(who, { path })).text] as const),
      )),
    ];
    const found = (text: string, path: string) => leaks(text, path).filter((secret) => !secret.startsWith("2998-"));
    return places.filter(([path, text]) => found(text, path).length > 0).map(([place]) => place); // days are the clock's
  };
  const all = await seen("admin");
  expect(all).toHaveLength(11);
  const strangers = ["a stranger", "the reader of a node's owner, whom the vendor does not let"];
  for (const [day, expected] of [
    [RIG_BODY.publicFrom, [[], all]], // the vendor's day: its word falls away, the partner's does not
    ["2998-07-07T05:04:02.999Z", [[], all]],
    [RIG_BODY.owners[0].publicFrom, [all, all]],
  ] as const) {
    now = new Date(day);
    for (const [index, who] of strangers.entries())
      expect([day, who, await seen(who)]).toEqual([day, who, expected[index]]);
  }
  now = undefined;
}, 60_000);

test("no line of the log has a token's secret, or a figure or name of the private rig", () => {
  const all = logged.join("\n");
  expect(logged.length).toBeGreaterThan(1000);
  for (const token of tokens.values()) expect(all).not.toContain(token);
  expect(leaks(all, "")).toEqual([]);
});
