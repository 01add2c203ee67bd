/** Two levels of a series: the figures are those of the nested comparison, and false alarms are as rare as said. */
import { expect, test } from "vitest";
import { compareRuns } from "../../../src/detect/compare.ts";
import { compareLevels, type LevelsQuestion } from "../../../src/gate/compare-levels.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import { seeded } from "../../simulator/random.ts";
import { type Draw, drawRuns, SERIES } from "./rig.ts";

const nights = (count: number) => Array.from({ length: count }, () => 2);

const TERMS = { confidence: 0.95, creepBudget: 0.03 };
const QUIET = { run: 0.008, block: 0.006 };

function question(
  seed: number,
  candidate: Partial<Draw>,
  more: Partial<LevelsQuestion> = {},
  noise = QUIET,
): LevelsQuestion {
  const rng = seeded(seed);
  const baseline = drawRuns(rng, { name: "old", perBlock: nights(8), ...noise });
  return {
    series: SERIES,
    role: "gating",
    baseline,
    baselineSha: "old",
    history: baseline,
    parent: [],
    candidate: drawRuns(rng, { name: "new", perBlock: nights(8), ...noise, ...candidate }),
    ...more,
  };
}

test("alone, a series is compared as two sets of nested runs are", () => {
  const asked = question(5, { factor: 0.9 });
  const [answer] = compareLevels([asked], DEFAULT_POLICY, TERMS);
  const oracle = compareRuns(asked.baseline, asked.candidate, {
    better: "higher",
    threshold: { ratio: 0.05 },
    unit: "MiB/s",
    priorBlockDeviation: 0.01,
    confidence: 0.95,
  });
  expect(oracle.kind).toBe("tested");
  if (oracle.kind !== "tested") return;
  expect(answer?.effect).toEqual(oracle.effect);
  expect([answer?.pWorse, answer?.pNotWorse, answer?.p]).toEqual([oracle.pWorse, oracle.pNotWorse, oracle.pTwoSided]);
});

test.each([
  ["regression", 0.85],
  ["improvement", 1.15],
  ["immaterial", 1],
] as const)("%s at a factor of %f", (movement, factor) => {
  expect(compareLevels([question(9, { factor })], DEFAULT_POLICY, TERMS)[0]?.movement).toBe(movement);
});

test("undecided where the noise hides δ, and null with a single run", () => {
  const noisy = question(11, { factor: 0.94, perBlock: [2, 2] }, {}, { run: 0.1, block: 0.05 });
  expect(compareLevels([noisy], DEFAULT_POLICY, TERMS)[0]?.movement).toBe("undecided");
  const one = question(12, { perBlock: [1] }, { baseline: [], history: [] });
  expect(compareLevels([one], DEFAULT_POLICY, TERMS)).toEqual([null]);
});

test("a time that grows is as much worse as its rate is", () => {
  const rate = question(13, { factor: 0.9 });
  const inverse = (runs: LevelsQuestion["baseline"]) => runs.map((run) => ({ ...run, value: 1 / run.value }));
  const baseline = inverse(rate.baseline);
  const time = {
    ...rate,
    series: { ...SERIES, better: "lower" as const, unit: "s" },
    baseline,
    history: baseline,
    candidate: inverse(rate.candidate),
  };
  const [one] = compareLevels([rate], DEFAULT_POLICY, TERMS);
  const [other] = compareLevels([time], DEFAULT_POLICY, TERMS);
  expect(other?.performance?.estimate).toBeCloseTo(one?.performance?.estimate ?? 0, 9);
  expect(other?.pWorse).toBeCloseTo(one?.pWorse ?? 0, 9);
  expect(other?.movement).toBe(one?.movement);
});

test("of quiet series, none of a hundred lists names one at δ, and intervals hold the truth", () => {
  let named = 0;
  let held = 0;
  const lists = 100;
  const size = 5;
  for (let list = 0; list < lists; list++) {
    const asked = Array.from({ length: size }, (_, i) => question(1000 + list * size + i, {}));
    for (const answer of compareLevels(asked, DEFAULT_POLICY, TERMS)) {
      if (answer?.movement === "regression" || answer?.movement === "improvement") named++;
      if (answer && answer.effect.low <= 1 && answer.effect.high >= 1) held++;
    }
  }
  expect(named).toBe(0);
  expect(held / (lists * size)).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / (lists * size)));
});
