/** A rig that works by night is expected by night; one that fell silent is not expected at all. */
import { describe, expect, test } from "vitest";
import { etaOf, rhythmOf, type SeenRun } from "../../../src/gate/eta.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Nights from day 0 on at 22:00, so many runs of one changeset in each, an hour apart, half an hour long. */
const nights = (days: readonly number[], runs = 3): SeenRun[] =>
  days.flatMap((day) =>
    Array.from({ length: runs }, (_, index) => ({
      sha: `c${day}`,
      block: `night ${day}`,
      start: day * DAY + 22 * HOUR + index * HOUR,
      delay: HOUR / 2,
    })),
  );

describe("the rhythm of a rig", () => {
  test("is the median of its gaps, lengths and runs, whatever the order of what is seen", () => {
    const rhythm = rhythmOf(nights([0, 1, 2, 5, 6]).reverse());
    expect(rhythm).toEqual({ last: 6 * DAY + 22 * HOUR, gap: DAY, length: 2.5 * HOUR, runs: 3 });
  });

  test("is not known from one block", () => {
    expect(rhythmOf(nights([0]))).toBeNull();
    expect(rhythmOf([])).toBeNull();
  });

  test("a spool that delivered months later does not make a night a month long", () => {
    const late = nights([0, 1, 2]).map((run) => ({ ...run, delay: 90 * DAY }));
    expect(rhythmOf(late)?.length).toBe(2 * HOUR + DAY);
  });
});

describe("what is needed is expected", () => {
  const rhythm = { last: 6 * DAY + 22 * HOUR, gap: DAY, length: 2.5 * HOUR, runs: 3 };
  const noon = 7 * DAY + 12 * HOUR;

  test("at the end of the next night when one is enough", () => {
    expect(etaOf(rhythm, { runs: 3, blocks: 1 }, noon)).toBe(7 * DAY + 24.5 * HOUR);
  });

  test("after as many nights as blocks, or runs, ask for", () => {
    expect(etaOf(rhythm, { runs: 3, blocks: 2 }, noon)).toBe(8 * DAY + 24.5 * HOUR);
    expect(etaOf(rhythm, { runs: 7, blocks: 0 }, noon)).toBe(9 * DAY + 24.5 * HOUR);
  });

  test("a night later when one was missed, and never when three were", () => {
    expect(etaOf(rhythm, { runs: 1, blocks: 1 }, noon + DAY)).toBe(8 * DAY + 24.5 * HOUR);
    expect(etaOf(rhythm, { runs: 1, blocks: 1 }, noon + 3 * DAY)).toBeNull();
  });
});
