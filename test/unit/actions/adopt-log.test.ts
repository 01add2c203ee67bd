/** What a newer Tarnish wrote is refused in a sentence that says what to do, and nothing of it is taken. */
import { expect, test } from "vitest";
import { adoptEntries } from "../../../src/actions/adopt-log.ts";
import type { Context } from "../../../src/actions/context.ts";
import { sha256 } from "../../../src/entry/sha256.ts";
import type { LogEntry } from "../../../src/store/verify-log.ts";

const at = new Date("2026-10-02T12:00:00Z");
const hash = "0".repeat(64);
const place = { chain: "7", sequence: 3, link: 2, previousHash: hash, linkHash: hash, hash, at };
const event = { id: "00000000-0000-4000-8000-000000000001", key: "x", at, who: "w", contentHash: hash, body: {} };
const take = (entry: LogEntry) =>
  adoptEntries({ sha256, store: { adopt: () => Promise.reject(new Error("taken")) } } as unknown as Context, [entry], {
    claims: "theirs",
  });

test.each([
  ["an event of a kind", { ...place, event: { ...event, kind: "from-tomorrow" } }, /of the kind from-tomorrow/],
  ["a proof of a version", { ...place, version: 99, seal: hash }, /version 99/],
])("%s that this version does not know", async (_, entry, what) => {
  const refused = take(entry as LogEntry);
  await expect(refused).rejects.toThrow(what);
  await expect(refused).rejects.toThrow(
    /^Event 3 of chain 7 .*update Tarnish here first, then the same command goes on/,
  );
});
