/** The verdict on a release: which figure makes which word, and that quiet releases are not called slower. */
import { describe, expect, test } from "vitest";
import { compareLevels, type LevelsQuestion } from "../../../src/gate/compare-levels.ts";
import { judgeRelease, type ReleaseQuestion, type ReleaseSeries } from "../../../src/gate/judge-release.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import { seeded } from "../../simulator/random.ts";
import { type Draw, drawRuns, SERIES } from "./rig.ts";

const nights = (count: number) => Array.from({ length: count }, () => 2);

function question(seed: number, candidate: Partial<Draw>, old: Partial<Draw> = {}): LevelsQuestion {
  const rng = seeded(seed);
  const noise = { run: 0.008, block: 0.006 };
  const baseline = drawRuns(rng, { name: "old", perBlock: nights(8), ...noise, ...old });
  const runs = drawRuns(rng, { name: "new", perBlock: nights(8), ...noise, ...candidate });
  return {
    series: SERIES,
    role: "gating",
    baseline,
    baselineSha: "old",
    history: baseline,
    parent: [],
    candidate: runs,
  };
}

function judge(
  questions: readonly LevelsQuestion[],
  more: Partial<ReleaseSeries> = {},
  rest: Partial<ReleaseQuestion> = {},
  creepBudget = 0.05,
) {
  const levels = compareLevels(questions, DEFAULT_POLICY, { confidence: 0.95, creepBudget });
  const series = questions.map((one, i): ReleaseSeries => {
    return { question: one, levels: levels[i] ?? null, hasOpenStep: false, story: "", budgetSpent: 0, ...more };
  });
  return judgeRelease({
    release: "2",
    against: "1",
    policy: DEFAULT_POLICY,
    series,
    invalid: [],
    missing: [],
    ...rest,
  });
}

test.each([
  ["fail", "slower by 15 %", { factor: 0.85 }, {}],
  ["pass", "unchanged", {}, {}],
  ["pass", "faster", { factor: 1.2 }, {}],
  ["not_measured", "one block", { factor: 0.85, perBlock: [3] }, {}],
  ["not_measured", "a short past", { factor: 0.85 }, { perBlock: [2, 2] }],
  ["inconclusive", "too close to tell", { factor: 0.955, perBlock: [2, 2] }, {}],
] as const)("%s: %s", (word, _, candidate, old) => {
  expect(judge([question(7, candidate, old)]).verdict).toBe(word);
});

describe("an open step is held to δ, what crept in or was waived to the budget", () => {
  const slower = question(8, { factor: 0.92 });
  test.each([
    ["pass", "within a budget of 15 %, no open step", false, 0.15],
    ["fail", "within a budget of 15 %, an open step beyond 5 %", true, 0.15],
    ["fail", "beyond a budget of 3 %, no open step", false, 0.03],
  ])("%s: %s", (word, _, hasOpenStep, budget) => {
    expect(judge([slower], { hasOpenStep }, {}, budget).verdict).toBe(word);
  });
});

test("what is missing is never a pass, drift is worse, and a regression is worst", () => {
  const quiet = question(9, {});
  const missing = [{ what: "ior on a rig", why: "promised, never measured" }];
  const invalid = [{ what: "ior on a", why: "the rig drifted" }];
  expect(judge([quiet], {}, { missing })).toMatchObject({
    verdict: "not_measured",
    waitingFor: ["a measurement of ior on a rig"],
  });
  expect(judge([quiet], {}, { missing, invalid }).verdict).toBe("invalid_environment");
  expect(judge([question(9, { factor: 0.8 })], {}, { missing, invalid })).toMatchObject({
    verdict: "fail",
    waitingFor: [],
  });
  expect(judge([]).verdict).toBe("not_measured");
});

test("of a hundred quiet releases of ten series each, none is called slower", () => {
  let red = 0;
  for (let release = 0; release < 100; release++) {
    const questions = Array.from({ length: 10 }, (_, i) => question(5000 + release * 10 + i, {}));
    if (judge(questions).verdict === "fail") red++;
  }
  expect(red).toBe(0);
});

test("the sentence says how much, of what, how much of the budget, and since when", () => {
  const { why } = judge([question(10, { factor: 0.85 })], { budgetSpent: 3.33, hasOpenStep: true, story: "since abc" });
  expect(why).toMatch(
    /^write\.bandwidth on opensfs-a is 0\.8\d+x \(.*\) of 1, 333 % of the creep budget; since abc\.$/,
  );
});
