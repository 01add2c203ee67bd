/** The interval of a difference covers what its two independent estimates leave open. */
import { expect, test } from "vitest";
import { intervalOfDifference } from "../../../src/stats/interval-of-difference.ts";
import { normal, seeded } from "../../simulator/random.ts";

test("two symmetric normal intervals give the textbook one", () => {
  const found = intervalOfDifference({ value: 10, low: 7, high: 13 }, { value: 12, low: 8, high: 16 });
  expect(found).toEqual({ value: 2, low: -3, high: 7 });
});

test("sides of unequal length stay on their side", () => {
  const found = intervalOfDifference({ value: 0, low: -3, high: 0 }, { value: 0, low: 0, high: 4 });
  expect(found).toEqual({ value: 0, low: 0, high: 5 });
});

test("holds the true difference in 95 % of all cases, whatever the two widths", () => {
  const random = seeded(7);
  for (const [one, other] of [
    [1, 1],
    [0.1, 3],
  ] as const) {
    const rounds = 4000;
    const draw = (sd: number) => {
      const value = sd * normal(random);
      return { value, low: value - 1.96 * sd, high: value + 1.96 * sd };
    };
    const hits = Array.from({ length: rounds }, () => intervalOfDifference(draw(one), draw(other)));
    const covered = hits.filter(({ low, high }) => low <= 0 && high >= 0).length / rounds;
    expect(Math.abs(covered - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / rounds));
  }
});
