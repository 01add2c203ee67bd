/** What is said of a rig is held against what is stored of it, not against what a date made of it since. */
import { expect, test } from "vitest";
import type { Caller, Context } from "../../../src/actions/context.ts";
import { Known } from "../../../src/actions/known.ts";
import { putRig } from "../../../src/actions/put-rig.ts";
import type { Rig } from "../../../src/model/changeset.ts";
import type { NewEvent } from "../../../src/store/events.ts";
import type { Store } from "../../../src/store/store.ts";

const ADMIN: Caller = { name: "admin", scopes: ["admin"] };
const STORED: Rig = { rig: "r", vendor: "acme", visibility: "private", publicFrom: "2027-01-01T00:00:00Z" };

/** The embargo of the rig is over. `written`: the events, as they were sent. */
function afterwards() {
  const written: Rig[] = [];
  const stored = () => ({ key: "r", at: "", body: written.at(-1) ?? STORED });
  const store = {
    watermark: async () => String(written.length),
    entities: async () => [stored()],
    entity: async () => stored(),
    append: async (events: readonly NewEvent[]) => {
      written.push(...events.map(({ body }) => JSON.parse(body) as Rig));
    },
    lookedAt: () => {},
  } as unknown as Store;
  const now = () => new Date("2027-02-01T00:00:00Z");
  const ctx = { store, known: new Known(store, now), now, sha256: (text: string) => text } as unknown as Context;
  return { put: (more: Partial<Rig>) => putRig(ctx, ADMIN, { rig: "r", ...more }), written };
}

test("to make a rig public is a decision, also when its date has already shown it", async () => {
  const { put, written } = afterwards();
  expect(await put({ visibility: "public" })).toMatchObject({ visibility: "public" });
  expect(written).toEqual([{ ...STORED, visibility: "public" }]);
  await put({ visibility: "public" });
  expect(written).toHaveLength(1);
});

test("who says nothing new, or something else, does not make the date's work a decision", async () => {
  const { put, written } = afterwards();
  expect(await put({})).toMatchObject({ visibility: "public" });
  expect(written).toEqual([]);
  expect(await put({ labels: ["metal"] })).toMatchObject({ visibility: "public" });
  expect(written).toEqual([{ ...STORED, labels: ["metal"] }]);
});
