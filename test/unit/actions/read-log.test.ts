/** Who waits for the log holds nobody up, and is told what may be told then: not what might have been when it asked. */
import { createHash, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { type Context, STRANGER } from "../../../src/actions/context.ts";
import type { TokenState } from "../../../src/actions/known.ts";
import { type LogAsk, readLog } from "../../../src/actions/read-log.ts";
import { LandingOrder } from "../../../src/detect/landing-order.ts";
import type { Changeset } from "../../../src/model/changeset.ts";
import type { LoggedEvent } from "../../../src/store/events.ts";
import { LogTail } from "../../../src/store/log-tail.ts";

const READER = { name: "ann", scopes: ["admin"], token: "t1" };
const TOKEN: TokenState = { id: "t1", name: "ann", scopes: ["admin"], hash: "h", isRevoked: false };

/** A service as far as the log needs it, with nothing in its tables. */
function service(isAlone = true) {
  const tail = new LogTail(isAlone, async () => "1");
  const state = { token: TOKEN, queries: 0, changesets: [] as Changeset[] };
  const known = {
    rigs: async () => new Map(),
    derived: (_: string, make: () => unknown) => make(),
    tokens: async () => new Map([["h", state.token]]),
    trains: async () => new Map(),
    releases: async () => new Map([["v1", { tag: "v1", sha: "tip" }]]),
    landingOrder: async () => new LandingOrder(new Map(state.changesets.map((one) => [one.sha, one]))),
  };
  const log = async () => {
    state.queries++;
    return [];
  };
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const ctx = { store: { tail, log }, known, now: () => new Date(), newId: randomUUID, sha256 } as unknown as Context;
  return { ctx, tail, state };
}

function run(sequence: number, sha: string): LoggedEvent {
  const body = JSON.stringify({ rig: "r", suite: "s", changeset: { sha } });
  const place = {
    chain: "7",
    sequence,
    link: sequence,
    at: new Date(),
    previousHash: "",
    linkHash: "",
    version: 2 as const,
  };
  return {
    ...place,
    id: `r${sequence}`,
    kind: "run",
    key: "k",
    who: "w",
    contentHash: "",
    excluded: "",
    isAccepted: true,
    body,
  };
}

async function read(ctx: Context, ask: LogAsk, caller = READER as typeof READER | typeof STRANGER) {
  const lines: Record<string, unknown>[] = [];
  for await (const line of readLog(ctx, caller, ask)) lines.push(JSON.parse(line));
  return lines;
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const forever = { milliseconds: 1e9, isTold: true, signals: [] };

test("who comes when as many wait as may is answered at once", async () => {
  const { ctx, tail } = service();
  const waiting = Array.from({ length: 1000 }, () => tail.next(tail.end, forever));
  expect(await read(ctx, { wait: 30_000 })).toEqual([{ cursor: expect.any(String) }]);
  tail.take([run(1, "a")]);
  await Promise.all(waiting);
});

test("a stranger is answered at once, however long it would wait", async () => {
  const { ctx, state } = service();
  expect(await read(ctx, { wait: 30_000 }, STRANGER)).toEqual([{ cursor: expect.any(String) }]);
  expect(state.queries).toBe(1);
});

test("a reader that is gone waits no longer", async () => {
  const { ctx } = service();
  const gone = new AbortController();
  const reading = read(ctx, { wait: 30_000, signal: gone.signal });
  await turn();
  gone.abort();
  expect(await reading).toMatchObject([{ cursor: expect.any(String) }]);
});

test("a token that is revoked while its holder waits is told nothing", async () => {
  const { ctx, tail, state } = service();
  const reading = read(ctx, { wait: 30_000 });
  await turn();
  state.token = { ...TOKEN, isRevoked: true };
  tail.take([run(1, "a")]);
  await expect(reading).rejects.toMatchObject({ code: "unauthorized" });
});

test("scopes are those of when the event came", async () => {
  const { ctx, tail, state } = service();
  const reading = read(ctx, { wait: 30_000 });
  await turn();
  state.token = { ...TOKEN, scopes: ["mirror"] };
  tail.take([{ ...run(1, "a"), isAccepted: false }]); // an administrator sees no attempts, a mirror does
  expect(await reading).toMatchObject([{ event: { key: "k" } }, { cursor: expect.any(String) }]);
});

test("a changeset that lands in a release while somebody waits for its runs is in it", async () => {
  const { ctx, tail, state } = service();
  const reading = read(ctx, { wait: 30_000, slice: { release: "v1" } });
  await turn();
  const landed = { branch: "main", title: "" };
  state.changesets = [
    { ...landed, sha: "first", position: 1, parents: [] },
    { ...landed, sha: "tip", position: 2, parents: ["first"] },
  ] as unknown as Changeset[];
  tail.take([run(1, "first"), run(2, "elsewhere")]);
  const [first, elsewhere] = await reading;
  expect(first).toMatchObject({ event: { key: "k" } });
  expect(elsewhere).not.toHaveProperty("event");
});

test("a release that nobody named is said before anybody waits", async () => {
  const reading = read(service().ctx, { wait: 30_000, slice: { release: "v2" } });
  await expect(reading).rejects.toMatchObject({ code: "not_found" });
});
