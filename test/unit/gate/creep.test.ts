/** Small steps that add up are named; one large step, noise and what got better are not. */
import { describe, expect, test } from "vitest";
import { type CreepQuestion, creepOf, isMaterialStep } from "../../../src/gate/creep.ts";
import { budgetMark, budgetSpent } from "../../../src/gate/creep-budget.ts";
import type { Effect } from "../../../src/model/series.ts";

const ratio = (value: number, error = 0.003): Effect => {
  const reach = Math.exp(1.96 * error);
  return { scale: "ratio", value, low: value / reach, high: value * reach, confidence: 0.95, unit: "MiB/s" };
};
const step = (sha: string, value: number, side: "baseline" | "candidate" = "candidate") => {
  const effect = ratio(value);
  return { sha, candidates: [sha], effect, side, isMaterial: isMaterialStep(effect, 0.05) };
};
const question = (
  value: number,
  changes: CreepQuestion["changes"],
  more: Partial<CreepQuestion> = {},
): CreepQuestion => ({
  effect: ratio(value),
  better: "higher",
  threshold: 0.05,
  changes,
  ...more,
});

describe("creeping", () => {
  test("five steps of 1.5 %, each below what is material", () => {
    const steps = ["a", "b", "c", "d", "e"].map((sha) => step(sha, 0.985));
    const found = creepOf(question(0.985 ** 5, steps));
    expect(found?.steps).toEqual(["a", "b", "c", "d", "e"]);
    expect(found?.effect.value).toBeCloseTo(0.985 ** 5, 9);
  });

  test("is what a material step leaves over, whichever way that step went", () => {
    const slow = creepOf(question(0.8 * 0.93, [step("big", 0.8), step("small", 0.97)]));
    expect(slow).toMatchObject({ steps: ["small"] });
    expect(slow?.effect.value).toBeCloseTo(0.93, 9);
    // A gain that hides it: the sum looks harmless.
    expect(creepOf(question(1.1 * 0.93, [step("gain", 1.1)]))?.effect.value).toBeCloseTo(0.93, 9);
  });

  test("a step of the older branch after the fork counts the other way round", () => {
    expect(creepOf(question(0.93 / 1.2, [step("theirs", 1.2, "baseline")]))?.effect.value).toBeCloseTo(0.93, 9);
  });

  test("of times, which are worse when longer", () => {
    const steps = [step("a", 1.03), step("b", 1.04)];
    expect(creepOf(question(1.0712, steps, { better: "lower" }))?.steps).toEqual(["a", "b"]);
    expect(creepOf(question(0.93, steps, { better: "lower" }))).toBeNull();
  });

  test("of a difference is in the unit", () => {
    const points = (value: number): Effect => ({
      scale: "points",
      value,
      low: value - 0.2,
      high: value + 0.2,
      confidence: 0.95,
      unit: "points",
    });
    const changes = [{ ...step("a", 1), effect: points(-2), isMaterial: false }];
    const found = creepOf({ effect: points(-6), better: "higher", threshold: 5, changes });
    expect(found?.effect).toMatchObject({ scale: "points", value: -6 });
    expect(found?.steps).toEqual(["a"]);
  });
});

test.each<[string, CreepQuestion]>([
  ["one material step that explains it all", question(0.8, [step("big", 0.8)])],
  ["less than δ in all", question(0.96, [step("a", 0.98), step("b", 0.98)])],
  ["an improvement", question(1.2, [])],
  ["what may be no worse at all", question(0.94, [], { effect: ratio(0.94, 0.05) })],
])("nothing creeps with %s", (_, asked) => {
  expect(creepOf(asked)).toBeNull();
});

test("a staircase found as one large step is no material step, unless its neighbours are too noisy to tell", () => {
  expect(isMaterialStep(ratio(0.94), 0.05)).toBe(true);
  expect(isMaterialStep(ratio(0.94), 0.05, { size: -0.06, error: 0.003 })).toBe(true);
  expect(isMaterialStep(ratio(0.94), 0.05, { size: -0.015, error: 0.003 })).toBe(false);
  expect(isMaterialStep(ratio(0.94), 0.05, { size: -0.015, error: 0.03 })).toBe(true);
  expect(isMaterialStep(ratio(0.96), 0.05)).toBe(false);
});

test("what is spent is the worsening over the budget, the same for a rate and its reciprocal", () => {
  expect(budgetSpent(ratio(1 / 1.05), "higher", 0.05, 100)).toBeCloseTo(1, 12);
  expect(budgetSpent(ratio(1.05), "lower", 0.05, 100)).toBeCloseTo(1, 12);
  expect(budgetSpent(ratio(1.05), "higher", 0.05, 100)).toBe(0);
  const difference: Effect = { scale: "difference", value: -2.5, low: -3, high: -2, confidence: 0.95, unit: "s" };
  expect(budgetSpent(difference, "higher", 0.05, -100)).toBeCloseTo(0.5, 12);
});

test.each([
  [0.49, 0],
  [0.5, 0.5],
  [0.81, 0.8],
  [1, 1],
  [3, 1],
])("at %f of the budget the mark %f is reached", (spent, mark) => {
  expect(budgetMark(spent)).toBe(mark);
});
