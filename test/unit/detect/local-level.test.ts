/** The level at the end of a series, and whether a step is one step. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { levelWindow, localStep } from "../../../src/detect/local-level.ts";
import { normal, seeded } from "../../simulator/random.ts";

const noisy = (seed: number, levels: readonly number[]): number[] => {
  const rng = seeded(seed);
  return levels.map((level) => level + normal(rng));
};
const steady = (n: number, level = 0) => Array.from({ length: n }, () => level);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
const seeds = Array.from({ length: 200 }, (_, seed) => seed + 1);

test("a quiet series is averaged over twenty points, nearly always", () => {
  const whole = seeds.filter((seed) => levelWindow(noisy(seed, steady(40))) === 20);
  expect(whole.length / seeds.length).toBeGreaterThan(0.9);
});

test("a staircase of steps below two noise widths is not averaged away", () => {
  const stairs = Array.from({ length: 40 }, (_, t) => 1.8 * Math.floor(t / 5));
  const bias = (count: (values: readonly number[]) => number) =>
    mean(
      seeds.map((seed) => {
        const values = noisy(seed, stairs);
        return 1.8 * 7 - mean(values.slice(values.length - count(values)));
      }),
    );
  expect(bias(() => 20)).toBeGreaterThan(2.5);
  expect(bias(levelWindow)).toBeLessThan(0.8);
});

test("takes all of a short series, at least one and never more than twenty points of a long one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }),
      (values) => {
        const window = levelWindow(values);
        expect(window).toBeGreaterThanOrEqual(Math.min(5, values.length));
        expect(window).toBeLessThanOrEqual(Math.min(20, values.length));
      },
    ),
  );
});

test("one step is found at its size, and a staircase is not taken for one", () => {
  const step = noisy(3, [...steady(20), ...steady(20, 8)]);
  const found = localStep(step, 20, 0, 40);
  expect(Math.abs((found?.size ?? 0) - 8)).toBeLessThan(3 * (found?.error ?? 0));
  const stairs = noisy(
    3,
    Array.from({ length: 40 }, (_, t) => 2 * Math.floor(t / 5)),
  );
  const local = localStep(stairs, 20, 0, 40);
  expect((local?.size ?? 0) + 2 * (local?.error ?? 0)).toBeLessThan(5);
});

test("nothing on one side shows no step", () => {
  expect(localStep([1, 2, 3], 0, 0, 3)).toBeNull();
});
