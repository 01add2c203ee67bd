/** A body that never ends, or that hides its size, is refused before it costs anything. */
import { Hono } from "hono";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { readBody, readsAs, refuseCompressed } from "../../../src/http/body.ts";
import { problem } from "../../../src/http/problem.ts";
import type { Fault } from "../../../src/model/fault.ts";

const app = new Hono();
app.post("/", async (c) => {
  refuseCompressed(c);
  return c.json(await readBody(c, readsAs(z.unknown())));
});
app.onError((error, c) => problem(c, error as Fault));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // a turn of the loop is real
});
afterEach(() => {
  vi.useRealTimers();
});

const post = (body: ReadableStream | string, headers: Record<string, string> = {}) =>
  app.request("/", {
    method: "POST",
    body,
    duplex: "half",
    headers: { "content-type": "application/json", ...headers },
  } as RequestInit);

test("a document that is sent too slowly is given up after a minute", async () => {
  const endless = new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode("[")) });
  const answer = post(endless);
  await vi.advanceTimersByTimeAsync(59_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect((await answer).status).toBe(408);
});

test.each(["gzip", "br", "deflate", "zstd", "gzip, gzip"])(
  "a body compressed with %s is refused unread",
  async (encoding) => {
    let isRead = false;
    const body = new ReadableStream(
      {
        pull() {
          isRead = true;
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await post(body, { "content-encoding": encoding });
    expect(answer.status).toBe(400);
    expect(isRead).toBe(false);
  },
);

test("identity is no compression", async () => {
  expect((await post("[1]", { "content-encoding": "identity" })).status).toBe(200);
});
