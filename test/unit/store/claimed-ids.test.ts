/** "No" of the filter is certain, whatever ids look like; "maybe" is rare while there is room. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ClaimedIds } from "../../../src/store/claimed-ids.ts";
import { uuids } from "../../support/runs.ts";

test("an id that was added may be there, in any spelling", () => {
  fc.assert(
    fc.property(fc.array(fc.uuid(), { maxLength: 200 }), (ids) => {
      const claimed = new ClaimedIds(100);
      for (const id of ids) claimed.add(id);
      expect(ids.filter((id) => !claimed.mayHave(id) || !claimed.mayHave(id.toUpperCase()))).toEqual([]);
    }),
  );
});

test("of new ids, at random or counted up, one in a hundred at the most is looked up for nothing", () => {
  const room = 20_000;
  const counted = (at: number) => `00000000-0000-4000-8000-${at.toString(16).padStart(12, "0")}`;
  const next = uuids(5);
  const random = (_: number) => next();
  for (const id of [random, counted]) {
    const claimed = new ClaimedIds(room);
    for (let at = 0; at < room; at++) claimed.add(id(at));
    const maybe = Array.from({ length: room }, (_, at) => claimed.mayHave(id(room + at))).filter(Boolean).length;
    expect(maybe).toBeLessThan(room / 100);
    expect(claimed.isFull).toBe(false);
    claimed.add(id(3 * room));
    expect(claimed.isFull).toBe(true);
  }
});
