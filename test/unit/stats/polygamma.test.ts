import { expect, test } from "vitest";
import { digamma, trigamma, trigammaInverse } from "../../../src/stats/polygamma.ts";

const EULER = 0.5772156649015329;

test("digamma and trigamma have their values at 1, ½ and ¼", () => {
  expect(digamma(1)).toBeCloseTo(-EULER, 13);
  expect(digamma(0.5)).toBeCloseTo(-EULER - 2 * Math.LN2, 13);
  expect(digamma(0.25)).toBeCloseTo(-EULER - Math.PI / 2 - 3 * Math.LN2, 13);
  expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 13);
  expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 12);
});

test.each([0.01, 0.3, 1, 7, 250, 1e5])("both obey their recurrence at %d", (x) => {
  expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 10);
  expect((trigamma(x) - trigamma(x + 1)) * x * x).toBeCloseTo(1, 4);
});

test.each([1e-5, 0.02, 1, 40, 1e6])("the inverse of trigamma inverts it at %d", (y) => {
  expect(trigamma(trigammaInverse(y)) / y).toBeCloseTo(1, 6);
});
