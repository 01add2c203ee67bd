/** What a newer Tarnish wrote is refused in a sentence that says what to do; what an older one let in is taken as it is. */
import { expect, test } from "vitest";
import { adoptEntries, rowsOfEntries } from "../../../src/actions/adopt-log.ts";
import type { Context } from "../../../src/actions/context.ts";
import { sha256 } from "../../../src/entry/sha256.ts";
import type { LogEntry } from "../../../src/store/verify-log.ts";
import { LogLineBody } from "../../../src/wire/log.ts";
import { run, uuids } from "../../support/runs.ts";

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

test("a changeset called .. that an older log has is read as it stands", () => {
  const body = run({ id: uuids(1)(), sha: ".." });
  const line = { ...place, event: { ...event, kind: "run", key: body.id, body } };
  expect(LogLineBody.safeParse(JSON.parse(JSON.stringify(line))).success).toBe(true);
  const rows = rowsOfEntries([line as unknown as LogEntry], sha256);
  const runs = rows.find(({ table }) => table === "runs");
  expect(runs?.values.map((row) => row[runs.columns.indexOf("sha")])).toEqual([".."]);
});
