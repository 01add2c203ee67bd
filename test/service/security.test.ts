/** What an attacker tries at the door; docs/security.md lists these tests line by line. */
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/entry/config.ts";
import { CONNECTION_LIMITS, startService } from "../../src/entry/serve.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService, temporaryFolder } from "../support/service.ts";

const id = uuids(61);
let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

const raw = (path: string, init: RequestInit = {}) => fetch(service.url + path, { redirect: "manual", ...init });

test.each(["application/json", "application/x-ndjson"])("a compressed bomb is refused unread: %s", async (type) => {
  const answer = await raw("/v1/runs", {
    method: "POST",
    body: gzipSync(Buffer.alloc(50_000_000, 32)),
    headers: { "content-type": type, "content-encoding": "gzip", authorization: `Bearer ${service.token}` },
  });
  expect(answer.status).toBe(400);
});

test.each([
  "/assets/../../../../etc/passwd",
  "/assets/%2e%2e%2f%2e%2e%2fpackage.json",
  "/charts/..%2f..%2fpackage.json",
  "/v1/runs/..%2f..%2fetc%2fpasswd",
  "/assets/%00",
  "//etc/passwd",
])("no path leads to a file that is not an asset: %s", async (path) => {
  const answer = await raw(path);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(await answer.text()).not.toMatch(/root:|"dependencies"/);
});

test.each([
  ["DELETE", "/v1/series", "GET, HEAD"],
  ["POST", "/", "GET, HEAD"],
  ["PATCH", "/v1/policies/default", "GET, HEAD, PUT"],
  ["GET", "/v1/work/x/lease", "POST, DELETE"],
])("%s %s is refused with what the address takes", async (method, path, allow) => {
  const answer = await raw(path, { method });
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
  expect(await answer.json()).toMatchObject({ code: "not_allowed", detail: expect.stringContaining(allow) });
  const options = await raw(path, { method: "OPTIONS" });
  expect([options.status, options.headers.get("allow")]).toEqual([204, allow]);
  expect((await raw("/v1/nothing", { method })).status).toBe(404);
});

test("HEAD answers what GET does, without a body", async () => {
  const { body } = await service.call("POST", "/v1/runs", run({ id: id(), sha: "h1" }));
  const pages = ["/", `/series/${body.series[0]}`, "/series/0123456789abcdef", "/nothing"];
  const asked = [
    ...["/", "/v1/series", "/healthz", "/openapi.json", "/v1/nothing"].map((path) => [path, "*/*"] as const),
    ...pages.map((path) => [path, "text/html"] as const),
  ];
  for (const [path, accept] of asked) {
    const headers = { accept };
    const [head, get] = await Promise.all([raw(path, { method: "HEAD", headers }), raw(path, { headers })]);
    const told = ({ status, headers: said }: Response) => [path, status, said.get("content-type")];
    expect(told(head)).toEqual(told(get));
    expect(await head.text()).toBe("");
    await get.text();
  }
});

test("what looks like SQL is text, in every parameter that reaches a query", async () => {
  const hostile = encodeURIComponent("x') OR 1=1; DROP TABLE runs; --");
  for (const path of [`/v1/series?rig=${hostile}`, `/v1/series?q=${hostile}`, `/v1/changesets/${hostile}/verdict`]) {
    expect([200, 422]).toContain((await raw(path)).status);
  }
  expect((await service.call("POST", "/v1/runs", run({ id: id(), sha: "s1" }))).status).toBe(201);
});

test("a line break in a name cannot become a header, a log line or a terminal's command", async () => {
  const answer = await service.call("POST", "/v1/tokens", { name: "x\r\nSet-Cookie: a=b", scopes: ["triage"] });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "/name" }] } });
  expect((await raw("/v1/nothing%0d%0aSet-Cookie:%20a=b")).headers.get("set-cookie")).toBeNull();
});

describe("a page of another site", () => {
  test("cannot write in somebody's name: nothing but the Authorization header is a right", async () => {
    for (const headers of [{ cookie: `token=${service.token}` }, { origin: "https://evil.example" }]) {
      const body = JSON.stringify({ name: "x", scopes: ["admin"] });
      const init = { method: "POST", body, headers: { "content-type": "application/json", ...headers } as object };
      expect((await raw("/v1/tokens", init as RequestInit)).status).toBe(401);
    }
  });

  test("is not let in by CORS, cannot frame us, and what we send is only what it says it is", async () => {
    for (const path of ["/", "/v1/series", "/healthz", "/v1/nothing"]) {
      const { headers } = await raw(path, { headers: { origin: "https://evil.example" } });
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("content-security-policy")).toMatch(/frame-ancestors 'none'/);
      expect(headers.get("content-security-policy")).not.toMatch(/unsafe/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

test("a token is 256 bits of chance, found by its hash, and every wrong one gets the same words", async () => {
  const created = await service.call("POST", "/v1/tokens", { name: "x", scopes: ["triage"] });
  expect(created.body.token).toMatch(/^tarnish_[A-Za-z0-9_-]{43}$/);
  const almost = `${created.body.token.slice(0, -1)}${created.body.token.endsWith("A") ? "B" : "A"}`;
  const answers = await Promise.all(
    [almost, "tarnish_x", "x".repeat(400)].map((token) => service.call("GET", "/v1/tokens", undefined, token)),
  );
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.detail}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(401);
});

test("an unexpected error says nothing of the inside", async () => {
  const answer = await service.call("GET", `/v1/log?after=${Buffer.from("[1e400]").toString("base64url")}`);
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at .*\.ts|Exception/);
});

test("headers that never end, and a connection that says nothing, are closed", async () => {
  const config = readConfig({ TARNISH_PORT: "0", TARNISH_DATA: service.data, TARNISH_LOG: "silent" });
  expect(CONNECTION_LIMITS).toMatchObject({ headersTimeout: 20_000, idle: 120_000 });
  await service.stop();
  const limits = { ...CONNECTION_LIMITS, headersTimeout: 200, idle: 300, connectionsCheckingInterval: 50 };
  const impatient = await startService({ ...config, data: temporaryFolder() }, limits);
  const { port } = new URL(impatient.url);
  const answerTo = (text: string) =>
    new Promise<string>((resolve) => {
      let said = "";
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
      socket.on("data", (chunk) => (said += chunk));
      socket.on("close", () => resolve(said));
    });
  expect(await answerTo("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")).toMatch(/^(HTTP\/1.1 408|$)/);
  expect(await answerTo("")).toMatch(/^(HTTP\/1.1 408|$)/);
  await impatient.stop();
});
