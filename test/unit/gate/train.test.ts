/** A small train and three real stories: the safe side of what `npm run bench -- train` and `-- stories` print in full. */
import { expect, test } from "vitest";
import { MOST_CANDIDATES, STORIES, tell } from "../../simulator/stories.ts";
import { tallyTrain } from "../../simulator/train-tally.ts";

test("a train of 40 landings: no innocent is red, nothing is blamed on the rigs, nearly all that is quiet passes in a night", () => {
  const tally = tallyTrain(5, { landings: 40, series: 60, rigs: 4 });
  expect(tally["innocent"]).toBeGreaterThan(30);
  expect(tally["innocent.red"]).toBe(0);
  expect(tally["ill"]).toBeGreaterThan(0);
  expect(tally["ill.blamed"]).toBe(0);
  expect(tally["seeing"]).toBeGreaterThan(0.15 * 40 * 60);
  expect((tally["quiet.first_night"] ?? 0) / (tally["quiet"] ?? 0)).toBeGreaterThan(0.7);
  expect(tally["creeping.caught"]).toBe(1);
});

test("losses of 38 and 28 % are named within seven nights on a middling rig, of 3 % on a good one", () => {
  const [mdtest, three, removal] = STORIES;
  for (const [story, width] of [
    [mdtest, 0.021],
    [removal, 0.021],
    [three, 0.00428],
  ] as const) {
    if (story === undefined) throw new Error("a story is missing");
    for (let seed = 1; seed <= 5; seed++) {
      const { nights, candidates } = tell(story, width, seed);
      expect(nights).toBeLessThanOrEqual(7);
      expect(candidates).toBeLessThanOrEqual(MOST_CANDIDATES);
    }
  }
});

test("what a rough rig cannot see of a loss of 3 % is said as a figure", () => {
  const three = STORIES[1];
  if (three === undefined) throw new Error("a story is missing");
  const told = Array.from({ length: 5 }, (_, seed) => tell(three, 0.0575, seed + 1));
  expect(told.filter(({ nights }) => nights !== null).length).toBeLessThan(2);
  for (const { sees } of told) expect(sees?.[1] ?? 1).toBeGreaterThan(0.03);
});
