/** What is private until a date is everybody's afterwards, and of several owners the strictest decides. */
import { expect, test } from "vitest";
import { STRANGER } from "../../../src/actions/context.ts";
import { Known } from "../../../src/actions/known.ts";
import { canSee } from "../../../src/actions/read-series.ts";
import type { Rig } from "../../../src/model/changeset.ts";
import type { Store } from "../../../src/store/store.ts";

const before = new Date("2026-12-31T23:59:59.999Z");
const after = new Date("2027-01-01T00:00:00Z");

function known(rig: Omit<Rig, "rig">) {
  let now = before;
  const entities = [{ key: "r", at: "", body: { rig: "r", ...rig } }];
  const store = { watermark: async () => "1", entities: async () => entities, lookedAt: () => {} };
  const all = new Known(store as unknown as Store, () => now);
  const sees = async (...scopes: string[]) => canSee({ ...STRANGER, scopes }, (await all.rigs()).get("r"));
  return { all, sees, at: (instant: Date) => (now = instant) };
}

test("a private rig is everybody's from its date on, and what was derived for a reader is derived anew", async () => {
  const { all, sees, at } = known({ vendor: "acme", visibility: "private", publicFrom: "2027-01-01T00:00:00Z" });
  const derived = async () => await all.derived("seen", sees);
  expect([await sees(), await sees("read:private:acme"), await derived()]).toEqual([false, true, false]);
  at(after);
  expect([await sees(), await derived()]).toEqual([true, true]);
});

test("of a rig with nodes of several owners, those see who may see all of them, until the last date has come", async () => {
  const { sees, at } = known({
    vendor: "acme",
    visibility: "public",
    owners: [
      { vendor: "beta", visibility: "private" },
      { vendor: "gamma", visibility: "private", publicFrom: "2027-01-01T00:00:00Z" },
    ],
  });
  expect(await sees()).toBe(false);
  expect(await sees("read:private:acme", "read:private:beta")).toBe(false);
  expect(await sees("read:private:beta", "rig-admin:gamma")).toBe(true);
  at(after);
  expect([await sees(), await sees("read:private:beta")]).toEqual([false, true]);
});
