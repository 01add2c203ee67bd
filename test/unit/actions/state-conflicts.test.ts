/** What two hosts said of the same things while neither knew of the other. */
import { expect, test } from "vitest";
import { stateConflicts } from "../../../src/actions/state-conflicts.ts";
import { sha256 } from "../../../src/entry/sha256.ts";
import type { EventKind } from "../../../src/store/event-kinds.ts";
import type { RivalEvent } from "../../../src/store/events.ts";

const said = (host: "given" | "kept", kind: EventKind, minute: number, body: object): RivalEvent => ({
  kind,
  key: "x",
  at: `2026-10-02T12:${String(minute).padStart(2, "0")}:00.000Z`,
  who: host,
  contentHash: sha256(JSON.stringify(body)),
  body,
  isGiven: host === "given",
});
const conflicts = (...events: RivalEvent[]) => stateConflicts(events, sha256);

test("the same words are no conflict, whatever was said before them", () => {
  const [fix, feature] = [{ kind: "fix" }, { kind: "feature" }];
  expect(conflicts(said("given", "landing", 1, fix), said("kept", "landing", 2, fix))).toEqual([]);
  expect(
    conflicts(said("given", "landing", 1, feature), said("kept", "landing", 2, fix), said("given", "landing", 3, fix)),
  ).toEqual([]);
});

test("of different words the later counts, and both are told", () => {
  const words = [said("kept", "rig", 1, { vendor: "a" }), said("given", "rig", 2, { vendor: "b" })];
  expect(conflicts(...words)).toMatchObject([
    { kind: "rig", key: "x", rule: "said last", counts: { said: { vendor: "b" } }, refused: { said: { vendor: "a" } } },
  ]);
  const [first] = conflicts(...words);
  expect([first?.counts.who, first?.refused.who]).toEqual(["given", "kept"]);
});

test("fields of a changeset count each for itself: what only one of them says contradicts nothing", () => {
  const found = conflicts(
    said("kept", "changeset", 1, { sha: "x", subject: "as kept", author: "ann" }),
    said("given", "changeset", 2, { sha: "x", subject: "as given", parent: "p" }),
    said("kept", "changeset", 3, { sha: "x", position: 3 }),
  );
  expect(found).toMatchObject([{ field: "subject", counts: { said: "as given" }, refused: { said: "as kept" } }]);
});
