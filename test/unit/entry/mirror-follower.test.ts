/** A mirror lets go of a host that fell silent: neither promotion nor the end of the process waits for it. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { afterEach, expect, test } from "vitest";
import type { Context } from "../../../src/actions/context.ts";
import type { Log } from "../../../src/entry/log.ts";
import { logPages } from "../../../src/entry/log-source.ts";
import { MirrorFollower } from "../../../src/entry/mirror-follower.ts";

let close = () => {};
afterEach(() => close());

/** Its address. */
async function silent(told: (answer: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, answer) => told(answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("that does not answer: following ends, and nothing is said to have gone wrong", async () => {
  let asked = () => {};
  const begun = new Promise<void>((resolve) => (asked = resolve));
  const url = await silent(() => asked());
  const said: unknown[] = [];
  const log = { error: (...what: unknown[]) => said.push(what) } as unknown as Log;
  const ctx = { now: () => new Date() } as Context;
  const follower = new MirrorFollower(ctx, log, tmpdir(), { url, token: "t" }, { role: "mirror", from: url });
  follower.start();
  await begun;
  await follower.end();
  expect(said).toEqual([]);
});

test("that fell silent in the midst of its answer: pages before that are whole, and the next is not waited for", async () => {
  const url = await silent((answer) => answer.writeHead(200).write('{"cursor":"a"}\n{"chain":"7",'));
  const stop = new AbortController();
  const pages: string[] = [];
  const reading = (async () => {
    for await (const { cursor } of logPages({ url, token: undefined }, undefined, { signal: stop.signal })) {
      pages.push(cursor);
      setImmediate(() => stop.abort());
    }
  })();
  await expect(reading).rejects.toMatchObject({ code: "unavailable" });
  expect(pages).toEqual(["a"]);
});
