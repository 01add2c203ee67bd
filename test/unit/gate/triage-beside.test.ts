/** Nothing that two people said at one instant is lost, whichever was written last. */
import { expect, test } from "vitest";
import { untouched, withAct } from "../../../src/gate/triage.ts";
import { withBeside } from "../../../src/gate/triage-beside.ts";
import type { TriageChange } from "../../../src/model/regression.ts";

const act = (minute: number, who: string) => ({ who, at: `2026-10-02T10:0${minute}:00.000Z`, occurrence: 1 });
const base = withAct(untouched("r1"), { state: "acknowledged" }, act(0, "ann"));
const beside = (one: TriageChange, other: TriageChange) =>
  [withAct(base, one, act(1, "ann")), withAct(base, other, act(2, "bob"))] as const;

test("what they said of different things counts, in either order, and once", () => {
  const [ann, bob] = beside(
    { assignee: "ann", note: "mine" },
    { ticket: "LU-1", state: "infrastructure", note: "a disk" },
  );
  for (const said of [
    [base, ann, bob],
    [base, bob, ann],
  ]) {
    const whole = withBeside(said.at(-1) ?? base, said);
    expect(whole).toMatchObject({ assignee: "ann", ticket: "LU-1", disposition: "infrastructure" });
    expect(whole.acts.map(({ who }) => who)).toEqual(["ann", "ann", "bob"]);
    expect(whole.notes.map(({ text }) => text)).toEqual(["mine", "a disk"]);
    expect(withBeside(whole, [...said, whole])).toBe(whole);
  }
});

test("of what they said of one thing that which stands counts, and both stay on record", () => {
  const [ann, bob] = beside({ duplicateOf: "r2" }, { state: "will_not_fix" });
  const whole = withBeside(bob, [base, ann, bob]);
  expect(whole).toMatchObject({ disposition: "will_not_fix", duplicateOf: null });
  expect(whole.acts.flatMap(({ what }) => what)).toEqual([
    "state: acknowledged",
    "state: duplicate",
    "duplicateOf: r2",
    "state: will_not_fix",
  ]);
});

test("three at once, and one after them who knew of one alone", () => {
  const [ann, bob] = beside({ assignee: "ann" }, { ticket: "LU-1" });
  const cat = withAct(base, { note: "seen" }, act(3, "cat"));
  const later = withAct(bob, { cause: "c1" }, act(4, "ann"));
  const whole = withBeside(later, [base, ann, bob, cat, later]);
  expect(whole).toMatchObject({ assignee: "ann", ticket: "LU-1", cause: "c1", notes: [{ text: "seen" }] });
  expect(whole.acts).toHaveLength(5);
});

test("who came back to what was before has decided it: what was lost before that does not come back", () => {
  const lost = withAct(base, { state: "infrastructure" }, act(1, "ann"));
  const bob = withAct(base, { state: "will_not_fix" }, act(2, "bob"));
  const cat = withAct(bob, { state: "acknowledged" }, act(3, "cat"));
  const whole = withBeside(cat, [base, lost, bob, cat]);
  expect(whole.disposition).toBe("acknowledged");
  expect(whole.acts.map(({ who }) => who)).toEqual(["ann", "ann", "bob", "cat"]);
});

test("what nobody said beside is the same object", () => {
  expect(withBeside(base, [base])).toBe(base);
});
