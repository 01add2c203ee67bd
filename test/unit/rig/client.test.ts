import { expect, test } from "vitest";
import type { Fault } from "../../../src/model/fault.ts";
import type { RunDocument } from "../../../src/model/run.ts";
import { openClient } from "../../../src/rig/client.ts";

const RUN: RunDocument = {
  schema: "tarnish.run/1",
  id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11",
  rig: "r",
  suite: "s",
  changeset: { sha: "a" },
  startedAt: "2026-01-01T00:00:00Z",
  complete: false,
  measurements: [],
};
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

/** A service that gives these answers, one after the other. */
function service(...answers: (Response | Error)[]) {
  const asked: Request[] = [];
  const waited: number[] = [];
  const client = openClient({
    url: "http://tarnish.test",
    token: "secret",
    firstPause: 0,
    async wait(milliseconds) {
      waited.push(milliseconds);
    },
    async fetch(input, init) {
      asked.push(new Request(input as string, init));
      const answer = answers[asked.length - 1];
      if (answer instanceof Response) return answer;
      throw answer ?? new Error("asked too often");
    },
  });
  return { client, asked, waited };
}

const refused = () => Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } });
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Fault) => error,
  );

test("a run is posted as JSON with the token, and the answer says whether it was there", async () => {
  const { client, asked } = service(json(201, { id: RUN.id, duplicate: false }), json(200, { duplicate: true }));
  expect(await client.post(RUN)).toEqual({ id: RUN.id, duplicate: false });
  expect(await client.post(RUN)).toEqual({ id: RUN.id, duplicate: true });
  expect(asked[0]?.url).toBe("http://tarnish.test/v1/runs");
  expect(asked[0]?.headers.get("authorization")).toBe("Bearer secret");
  expect(await asked[0]?.json()).toEqual(RUN);
});

test("a service that is away, or busy, is asked again, and Retry-After is waited out", async () => {
  const { client, asked, waited } = service(
    refused(),
    json(503, {}, { "retry-after": "7" }),
    json(429, {}, { "retry-after": "2" }),
    json(200, { items: [] }),
  );
  expect(await client.get("/v1/rigs")).toEqual({ items: [] });
  expect(asked).toHaveLength(4);
  expect(waited).toEqual([7000, 2000]);
});

test("in the end it is unavailable, with what to do", async () => {
  const { client, asked } = service(...Array.from({ length: 5 }, refused));
  expect(await faultOf(client.get("/"))).toMatchObject({
    code: "unavailable",
    message: "No answer from http://tarnish.test (ECONNREFUSED): start the service there, or set TARNISH_URL.",
  });
  expect(asked).toHaveLength(5);
});

test("a refusal is not tried again, and its details are the service's", async () => {
  const errors = [{ path: "/rig", detail: "is not registered" }];
  const { client, asked } = service(json(422, { title: "Not valid", detail: "Two faults.", errors }));
  expect(await faultOf(client.post(RUN))).toMatchObject({ code: "invalid", message: "Two faults.", details: errors });
  expect(asked).toHaveLength(1);
});

test.each([
  [400, "malformed"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not_found"],
  [409, "conflict"],
  [413, "too_large"],
  [500, "internal"],
])("status %i without words is %s", async (status, code) => {
  const { client } = service(new Response("<html>", { status }));
  expect(await faultOf(client.get("/x"))).toMatchObject({ code });
});

test("what answers 200 without JSON is not Tarnish", async () => {
  const { client } = service(new Response("<html>hello", { status: 200 }));
  expect(await faultOf(client.get("/"))).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("TARNISH_URL"),
  });
});

test("a document over 32 MiB and a token that cannot be sent are told without asking", async () => {
  const { client, asked } = service();
  expect(await faultOf(client.put("/v1/x", "x".repeat(33 * 1024 * 1024)))).toMatchObject({ code: "too_large" });
  const other = openClient({ url: "http://tarnish.test", token: "a\nb" });
  expect(await faultOf(other.get("/"))).toMatchObject({ code: "unauthorized" });
  expect(asked).toHaveLength(0);
});
