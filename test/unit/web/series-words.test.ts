import { expect, test } from "vitest";
import { fingerprint } from "../../../src/web/fingerprint.ts";
import { seriesState } from "../../../src/web/series-state.ts";
import { levelText } from "../../../src/web/uncertainty.ts";
import { BANDWIDTH, chartData } from "../../support/series-fixture.ts";

test.each([
  [52_100, 51_870, 52_330, "52,100", "230"],
  [49_532.7, 49_155.1, 49_910.3, "49,530", "380"],
  [1.84213, 1.84, 1.8442, "1.8421", "0.0021"],
  [42.6, 42.6, 42.6, "42.60", ""],
  [3.6e-12, 3.59e-12, 3.61e-12, "3.600×10⁻¹²", "1.0×10⁻¹⁴"],
])("a level of %d between %d and %d reads %s ± %s", (value, low, high, text, plusMinus) => {
  expect(levelText({ from: 0, to: 1, value, low, high })).toEqual({ value: text, plusMinus });
});

test.each([
  [[], "stable", "dot", "quiet"],
  [[{ at: 50, ratio: 0.9 }], "−10.0\u00a0% regressed", "triangle-down", "bad"],
  [[{ at: 50, ratio: 1.1 }], "+10.0\u00a0% improved", "triangle-up", "good"],
  [[{ at: 50, ratio: 0.9, state: "suspected" as const }], "−10.0\u00a0% suspected worse", "hollow-down", "bad"],
])("after the steps %j a series is %s", (steps, text, shape, tone) => {
  const { series, analysis } = chartData({ ...BANDWIDTH, steps });
  expect(seriesState(series, analysis)).toMatchObject({ text, shape, tone });
});

test("a series of two changesets is new, not stable", () => {
  const { series, analysis } = chartData({ ...BANDWIDTH, changesets: 2, steps: [] });
  expect(seriesState(series, analysis)).toMatchObject({ word: "new", shape: "ring" });
});

test("a fingerprint has 16 digits and differs with the text", () => {
  expect(fingerprint("")).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint("a")).not.toBe(fingerprint("b"));
});
