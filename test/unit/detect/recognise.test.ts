/** What was announced is known again when more data have moved its place a little. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { LocatedChange } from "../../../src/detect/one-cause.ts";
import { type RememberedChange, recogniseChanges } from "../../../src/detect/recognise.ts";

const found = (series: string, earliest: number, latest: number, worse = true): LocatedChange => ({
  ...{ series, earliest, latest, worse },
  ...{ rig: "a", benchmark: "ior", metric: "write" },
});
const remembered = (series: string, earliest: number, latest: number, isWithdrawn = false): RememberedChange => ({
  ...{ series, earliest, latest, isWithdrawn, worse: true },
});

test("by overlapping candidates, of the same series and direction", () => {
  const [near, far, other, better] = [found("1", 6, 9), found("1", 20, 22), found("2", 6, 9), found("3", 6, 9, false)];
  const [old, gone, improved] = [remembered("1", 5, 7), remembered("1", 30, 31), remembered("3", 6, 9)];
  const { same, fresh, gone: lost } = recogniseChanges([near, far, other, better], [old, gone, improved]);
  expect(same).toEqual([{ found: near, remembered: old }]);
  expect(fresh).toEqual([far, other, better]);
  expect(lost).toEqual([gone, improved]);
});

test("what stands comes before what was withdrawn, and the likeliest place before others", () => {
  const one = found("1", 10, 12);
  const [standing, withdrawn, exact] = [remembered("1", 8, 20), remembered("1", 10, 12, true), remembered("1", 10, 13)];
  expect(recogniseChanges([one], [withdrawn, standing]).same[0]?.remembered).toBe(standing);
  expect(recogniseChanges([one], [standing, exact]).same[0]?.remembered).toBe(exact);
  expect(recogniseChanges([one], [withdrawn]).same[0]?.remembered).toBe(withdrawn);
});

test("each is taken once, nothing is lost, and the same again is all the same", () => {
  const range = fc
    .tuple(fc.constantFrom("1", "2"), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 9 }))
    .map(([series, from, length]) => [series, from, from + length] as const);
  fc.assert(
    fc.property(fc.array(range), fc.array(range), (now, before) => {
      const all = now.map((one) => found(...one));
      const old = before.map((one) => remembered(...one));
      const { same, fresh, gone } = recogniseChanges(all, old);
      expect(new Set([...same.map((pair) => pair.found), ...fresh]).size).toBe(all.length);
      expect(new Set([...same.map((pair) => pair.remembered), ...gone]).size).toBe(old.length);
      const again = recogniseChanges(
        all,
        all.map((one) => ({ ...one, isWithdrawn: false })),
      );
      expect(again.fresh).toEqual([]);
    }),
    { numRuns: 1000, seed: 5 },
  );
});
