/** Tokens, what each scope may, browsers that sign in with them, and how often anybody may ask. */
import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { writeUses } from "../../src/actions/last-use.ts";
import { readConfig } from "../../src/entry/config.ts";
import { openService, type Service } from "../../src/entry/node.ts";
import { run, uuids } from "../support/runs.ts";
import { adminToken, temporaryFolder } from "../support/service.ts";

const id = uuids(31);
const data = temporaryFolder();
const SETTINGS = { TARNISH_DATA: data, TARNISH_RATE_TOKEN: "0", TARNISH_RATE_ADDRESS: "0" };
const NO_LOG = { debug: () => {}, info: () => {}, error: () => {} };
let service: Service;
let admin: string;

beforeAll(async () => {
  service = await openService(readConfig(SETTINGS), NO_LOG);
  await service.start();
  admin = adminToken(data);
  await call("PUT", "/v1/rigs/zqhidden", { body: { vendor: "acme", visibility: "private" } });
  expect((await call("POST", "/v1/runs", { body: run({ id: id(), sha: "s1", rig: "zqhidden" }) })).status).toBe(201);
});
afterAll(async () => {
  await service.stop();
  rmSync(data, { recursive: true, force: true });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Sent {
  /** The administrator's when absent, none when "". */
  readonly token?: string;
  readonly cookie?: string;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function call(method: string, path: string, { token, cookie, body, form, headers }: Sent = {}) {
  const bearer = token ?? (cookie === undefined ? admin : "");
  const sent = {
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(cookie !== undefined && { cookie }),
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(form && { "content-type": "application/x-www-form-urlencoded" }),
    ...headers,
  };
  const text = form ? new URLSearchParams(form).toString() : JSON.stringify(body);
  const answer = await service.app.request(path, { method, headers: sent, ...(text !== undefined && { body: text }) });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

async function newToken(...scopes: string[]): Promise<{ id: string; token: string }> {
  return JSON.parse((await call("POST", "/v1/tokens", { body: { name: `has ${scopes}`, scopes } })).text);
}

const OURS = { "sec-fetch-site": "same-origin" };

/** The link's secret. */
async function newLink(token: string): Promise<string> {
  const { status, text } = await call("POST", "/v1/links", { token });
  expect(status, text).toBe(201);
  return new URL(JSON.parse(text).path, "http://x").searchParams.get("link") ?? "";
}

const useLink = (link: string, headers: Readonly<Record<string, string>> = OURS) =>
  call("POST", "/sign-in", { token: "", form: { link }, headers });

/** The cookie, as a browser sends it back. */
async function signedIn(token: string): Promise<string> {
  const { status, headers } = await useLink(await newLink(token));
  expect(status).toBe(303);
  return headers.get("set-cookie")?.split(";")[0] ?? "";
}

const sees = async (cookie: string): Promise<boolean> =>
  (await call("GET", "/v1/rigs", { cookie })).text.includes('"zqhidden"');

describe("a browser", () => {
  test("signs in with a link, once, sees what the token may see and who it is, and signs out", async () => {
    const { token } = await newToken("read:private:acme");
    const link = await newLink(token);
    const offer = await call("GET", `/sign-in?link=${link}`, { token: "" });
    expect(offer.text).toContain("Sign in as <bdi>has read:private:acme</bdi>?");
    expect((await call("GET", `/sign-in?link=${link}`, { token: "" })).status).toBe(200); // looking uses nothing up
    const entered = await useLink(link);
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/"]);
    const said = entered.headers.get("set-cookie") ?? "";
    expect(said).toMatch(/^tarnish_session=[\w-]{43}; .*Path=\/;.*Expires=.*HttpOnly; SameSite=Strict$/);
    const again = await useLink(link);
    expect([again.status, again.headers.get("set-cookie")]).toEqual([401, null]);
    expect(again.text).toContain("The link was used already");
    expect((await call("GET", `/sign-in?link=${link}`, { token: "" })).status).toBe(401);

    const cookie = said.split(";")[0] ?? "";
    expect(await sees(cookie)).toBe(true);
    const page = await call("GET", "/", { cookie });
    expect(page.text).toContain("Signed in as <bdi>has read:private:acme</bdi>.");
    expect(page.text).toContain("zqhidden");
    expect((await call("GET", "/", { token: "" })).text).not.toContain("zqhidden");
    const out = await call("POST", "/sign-out", { cookie, form: {}, headers: OURS });
    expect(out.headers.get("set-cookie")).toMatch(/^tarnish_session=; Max-Age=0/);
    expect(await sees(cookie)).toBe(false);
  });

  test("gets a cookie for https only, and with a name that no other site can set, where it came by https", async () => {
    const { headers } = await useLink(await newLink((await newToken("triage")).token), {
      ...OURS,
      "x-forwarded-proto": "https",
    });
    expect(headers.get("set-cookie")).toMatch(/^__Host-tarnish_session=.*HttpOnly; Secure; SameSite=Strict$/);
    const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await call("GET", "/", { cookie })).text).toContain("Signed in as");
  });

  test("is out when its token is revoked or ends, when its week is over, and with a link of more than ten minutes", async () => {
    const reader = await newToken("read:private:acme");
    const cookie = await signedIn(reader.token);
    await call("DELETE", `/v1/tokens/${reader.id}`);
    expect(await sees(cookie)).toBe(false);
    expect((await call("POST", "/v1/links", { token: reader.token })).status).toBe(401);

    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    const expiresAt = new Date(start + 3_600_000).toISOString();
    const body = { name: "short", scopes: ["read:private:acme"], expiresAt };
    const short = JSON.parse((await call("POST", "/v1/tokens", { body })).text).token;
    const hour = await signedIn(short);
    const week = await signedIn((await newToken("read:private:acme")).token);
    const link = await newLink(admin);
    vi.setSystemTime(start + 11 * 60_000);
    expect((await useLink(link)).status).toBe(401);
    expect([await sees(hour), await sees(week)]).toEqual([true, true]);
    vi.setSystemTime(start + 3_600_001);
    expect([await sees(hour), await sees(week)]).toEqual([false, true]);
    expect((await call("GET", "/v1/rigs", { token: short })).status).toBe(401);
    vi.setSystemTime(start + 7 * 86_400_000 + 1);
    expect(await sees(week)).toBe(false);
  });

  test("writes only from pages of ours: no other site can, neither with the cookie nor by signing somebody in", async () => {
    const cookie = await signedIn(admin);
    const write = (headers: Readonly<Record<string, string>>) =>
      call("PUT", "/v1/rigs/csrf", { cookie, body: { vendor: "x" }, headers });
    const foreign = [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "cross-site", origin: "http://localhost" },
      { origin: "https://evil.example", host: "localhost" },
      { origin: "null", host: "localhost" },
    ] as readonly Record<string, string>[];
    for (const headers of foreign) {
      expect((await write(headers)).status, JSON.stringify(headers)).toBe(403);
      expect((await call("DELETE", `/v1/tokens/${id()}`, { cookie, headers })).status).toBe(403);
      expect((await useLink("x", headers)).status).toBe(403);
      expect((await call("POST", "/sign-out", { cookie, form: {}, headers })).status).toBe(403);
    }
    expect((await call("GET", "/v1/rigs", {})).text).not.toContain('"csrf"');
    expect((await write(OURS)).status).toBe(200);
    expect((await write({ origin: "http://localhost:8080", host: "localhost:8080" })).status).toBe(200);
  });

  test("cannot pass its session on, and a form has a bound", async () => {
    const cookie = await signedIn(admin);
    expect((await call("POST", "/v1/links", { cookie, headers: OURS })).status).toBe(401);
    expect((await useLink("x".repeat(5000))).status).toBe(413);
  });
});

test("no secret is stored: neither a token's, nor a link's, nor a session's; strangers see hashes of those events", async () => {
  const { token } = await newToken("triage");
  const secrets = [token, await newLink(token), (await signedIn(token)).split("=")[1] ?? "", admin];
  await writeUses(service.ctx);
  const [mine, everybodys] = [await call("GET", "/v1/log"), await call("GET", "/v1/log", { token: "" })];
  for (const secret of secrets) expect(mine.text).not.toContain(secret);
  for (const kind of ["token", "session", "token-use"]) {
    expect(mine.text).toContain(`"kind":"${kind}"`);
    expect(everybodys.text).not.toContain(`"kind":"${kind}"`);
  }
});

test("what one reader sees is in no cache for another", async () => {
  const cookie = await signedIn(admin);
  for (const path of ["/", "/v1/rigs", "/v1/series", "/v1/changesets/s1/verdict"]) {
    const open = (await call("GET", path, { token: "" })).headers;
    expect([open.get("cache-control"), open.get("vary")], path).toEqual([
      "no-cache",
      expect.stringMatching(/(^|, )Authorization, Cookie$/),
    ]);
    for (const who of [{ cookie }, { token: admin }]) {
      const { headers } = await call("GET", path, who);
      expect([headers.get("cache-control"), headers.get("vary")]).toEqual([
        "private, no-store",
        expect.stringMatching(/(^|, )Authorization, Cookie$/),
      ]);
    }
  }
});

test("when a token was last used is known to the hour, and costs no write a request", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2031, 0, 1, 10, 20) });
  const { id: used, token } = await newToken("triage");
  const written = async () => (await service.ctx.store.entities("token-use")).filter(({ key }) => key === used);
  const shown = async () =>
    JSON.parse((await call("GET", "/v1/tokens")).text).items.find((one: { id: string }) => one.id === used);
  expect((await shown()).lastUsedAt).toBeUndefined();
  await writeUses(service.ctx);
  for (let times = 0; times < 50; times++) await call("GET", "/v1/rigs", { token });
  expect(await written()).toEqual([]);
  expect((await shown()).lastUsedAt).toBe("2031-01-01T10:00:00.000Z");
  vi.setSystemTime(Date.UTC(2031, 0, 1, 11, 21));
  await call("GET", "/v1/rigs", { token });
  await vi.waitFor(async () => expect(await written()).toHaveLength(1), { timeout: 30_000 });
  expect((await written())[0]?.body).toEqual({ token: used, lastUsedAt: "2031-01-01T11:00:00.000Z" });
});

describe("each scope may what it says and nothing else", () => {
  const WRITES: Readonly<
    Record<string, { readonly method: string; readonly path: string; readonly body?: () => unknown }>
  > = {
    "a run of its rig": { method: "POST", path: "/v1/runs", body: () => run({ id: id(), sha: "s1", rig: "r1" }) },
    "a run of another rig": { method: "POST", path: "/v1/runs", body: () => run({ id: id(), sha: "s1", rig: "r2" }) },
    "a changeset": { method: "PUT", path: "/v1/changesets", body: () => ({ sha: "s1", subject: id() }) },
    "a release": { method: "PUT", path: "/v1/releases/1.0", body: () => ({ sha: "s1" }) },
    "a train": {
      method: "PUT",
      path: "/v1/trains/main",
      body: () => ({ branch: "master", releases: [{ tag: "1.0", phases: { landing: "2026-01-01" } }] }),
    },
    "a rig of acme": { method: "PUT", path: "/v1/rigs/r1", body: () => ({ vendor: "acme" }) },
    "a rig of another": { method: "PUT", path: "/v1/rigs/r2", body: () => ({ vendor: "other" }) },
    "a token": { method: "POST", path: "/v1/tokens", body: () => ({ name: "x", scopes: ["triage"] }) },
    "a link for itself": { method: "POST", path: "/v1/links" },
  };
  const EVERY = Object.keys(WRITES);
  const MAY: Readonly<Record<string, readonly string[]>> = {
    admin: EVERY,
    "rig:r1": ["a run of its rig"],
    "rig:r": [],
    triage: ["a changeset"],
    waive: [],
    release: ["a changeset", "a release", "a train"],
    "rig-admin:acme": ["a rig of acme"],
    "rig-admin:acm": [],
    "read:private:acme": [],
  };

  beforeAll(async () => {
    for (const [rig, vendor] of [
      ["r1", "acme"],
      ["r2", "other"],
    ])
      await call("PUT", `/v1/rigs/${rig}`, { body: { vendor } });
  });

  test.each(Object.entries(MAY))("%s", async (scope, allowed) => {
    const { token } = await newToken(scope);
    const done: string[] = [];
    for (const [what, { method, path, body }] of Object.entries(WRITES)) {
      const { status, text } = await call(method, path, { token, ...(body && { body: body() }) });
      expect([200, 201, 403], `${what}: ${text}`).toContain(status);
      if (status !== 403) done.push(what);
    }
    expect(done).toEqual(EVERY.filter((what) => allowed.includes(what) || what === "a link for itself"));
    const sight = (await call("GET", "/v1/rigs", { token })).text.includes('"zqhidden"');
    expect(sight).toBe(["admin", "rig-admin:acme", "read:private:acme"].includes(scope));
    expect((await call("GET", "/v1/tokens", { token })).status).toBe(scope === "admin" ? 200 : 403);
  });

  test("two scopes add up, and a refusal names what is missing, but not whose a private rig is", async () => {
    const { token } = await newToken("triage", "rig:r1");
    expect((await call("PUT", "/v1/changesets", { token, body: { sha: "s1" } })).status).toBe(200);
    expect((await call("POST", "/v1/runs", { token, body: run({ id: id(), sha: "s1", rig: "r1" }) })).status).toBe(201);
    const refused = await call("PUT", "/v1/rigs/zqhidden", { token, body: { description: "x" } });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("rig-admin:VENDOR");
    expect(refused.text).not.toContain("acme");
  });
});

describe("how often anybody may ask", () => {
  test("is bounded for a token, an address and wrong tokens, each for itself; 429 says when to come back", async () => {
    await service.stop();
    service = await openService(
      readConfig({ ...SETTINGS, TARNISH_RATE_TOKEN: "1", TARNISH_RATE_ADDRESS: "2" }),
      NO_LOG,
    );
    await service.start();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const statuses = async (times: number, sent: Sent) => {
      const answers: Awaited<ReturnType<typeof call>>[] = [];
      for (let time = 0; time < times; time++) answers.push(await call("GET", "/v1/rigs", sent));
      return answers;
    };
    const count = (answers: readonly { status: number }[], status: number) =>
      answers.filter((one) => one.status === status).length;
    const { token: other } = await newToken("triage");
    const mine = await statuses(15, {});
    expect([count(mine, 200), count(mine, 429)]).toEqual([9, 6]); // the tenth made the other token
    expect(mine.at(-1)?.headers.get("retry-after")).toBe("1");
    expect(JSON.parse(mine.at(-1)?.text ?? "")).toMatchObject({ status: 429, code: "too_many" });
    expect(count(await statuses(10, { token: other }), 200)).toBe(10);
    expect(count(await statuses(25, { token: "" }), 200)).toBe(20);
    const wrong = await statuses(30, { token: "tarnish_guess" });
    expect([count(wrong, 401), count(wrong, 429)]).toEqual([20, 10]);
    expect(wrong.at(-1)?.headers.get("retry-after")).toBe("5");
    vi.setSystemTime(Date.now() + 2000);
    expect(count(await statuses(3, { token: other }), 200)).toBe(2); // right tokens from there are not held back
    expect((await call("GET", "/healthz")).status).toBe(200);
    expect((await call("GET", "/metrics")).text).toMatch(/^tarnish_refusals_total\{code="too_many"\} \d\d$/m);
  });
});
