/** The mean with the interval that holds the truth as often as it says. */
import { expect, test } from "vitest";
import { meanInterval } from "../../../src/stats/mean-interval.ts";
import { normal, seeded } from "../../simulator/random.ts";

test("agrees with a printed example: 5 values, 95 %", () => {
  const found = meanInterval([9, 10, 11, 12, 13], 0.95);
  expect(found?.value).toBeCloseTo(11, 12);
  expect(found?.error).toBeCloseTo(Math.sqrt(2.5 / 5), 12);
  expect((found?.high ?? 0) - 11).toBeCloseTo(2.7764451 * Math.sqrt(0.5), 6);
});

test("of fewer than two values there is none", () => {
  expect([meanInterval([], 0.95), meanInterval([3], 0.95)]).toEqual([null, null]);
});

test.each([2, 5, 40])("holds the true mean in 95 of 100 samples of %i values", (n) => {
  const random = seeded(7);
  const rounds = 3000;
  const samples = Array.from({ length: rounds }, () => Array.from({ length: n }, () => normal(random)));
  const hits = samples.filter((sample) => {
    const { low, high } = meanInterval(sample, 0.95) ?? { low: 1, high: 1 };
    return low <= 0 && high >= 0;
  });
  expect(Math.abs(hits.length / rounds - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / rounds));
});
