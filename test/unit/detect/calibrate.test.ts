import { describe, expect, test } from "vitest";
import { blockMemory } from "../../../src/detect/block-memory.ts";
import { type Calibration, calibrate, type HistoryRun } from "../../../src/detect/calibrate.ts";
import { compareRuns, type Question } from "../../../src/detect/compare.ts";
import { normal, type Random, seeded } from "../../simulator/random.ts";

const QUESTION: Question = {
  better: "higher",
  threshold: { ratio: 0.05 },
  unit: "MiB/s",
  priorBlockDeviation: 0.01,
  confidence: 0.95,
};
const PLAN = { alpha: 0.025, power: 0.9, runsPerBlock: 2, blocks: [2, 3, 5] };

interface Law {
  readonly changeset?: number;
  readonly block: number;
  readonly run: number;
  readonly repeat?: number;
  readonly memory?: number;
}

/** Changesets of `nights` nights each, three runs a night, five repeats a run. */
function history(rng: Random, changesets: number, nights: number, law: Law): HistoryRun[] {
  let night = 0;
  const { memory = 0, repeat = 0.001 } = law;
  return Array.from({ length: changesets }, (_, c) => {
    const wobble = (law.changeset ?? 0) * normal(rng);
    return Array.from({ length: nights }, (_n, n) => {
      night = memory * night + Math.sqrt(1 - memory ** 2) * normal(rng);
      const level = 1000 * Math.exp(wobble + law.block * night);
      return Array.from({ length: 3 }, () => {
        const value = level * Math.exp(law.run * normal(rng));
        const repeats = Array.from({ length: 5 }, () => value * Math.exp(repeat * normal(rng)));
        return { sha: `c${c}`, block: `c${c} n${n}`, value, repeats };
      });
    }).flat();
  }).flat();
}

function calibrated(runs: readonly HistoryRun[]): Calibration {
  const answer = calibrate(runs, QUESTION, PLAN);
  if (answer.kind !== "calibrated") throw new Error("no calibration");
  return answer;
}

const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;

describe("a series' own quiet history", () => {
  test("tells apart what repeats, runs, blocks and changesets vary", () => {
    const rng = seeded(1);
    const law = { changeset: 0.03, block: 0.02, run: 0.01, repeat: 0.005 };
    const { noise, runs, blocks } = calibrated(history(rng, 60, 3, law));
    expect({ runs, blocks }).toEqual({ runs: 540, blocks: 180 });
    expect(noise.repeat).toBeCloseTo(0.005, 3);
    expect(noise.run).toBeCloseTo(0.01, 2);
    expect(noise.changeset).toBeGreaterThan(0.022);
    expect(noise.changeset).toBeLessThan(0.038);
    const alone = calibrated(history(rng, 100, 1, { block: 0.02, run: 0.01 })).noise;
    expect(alone.block).toBeGreaterThan(0.016);
    expect(alone.block).toBeLessThan(0.024);
    expect(alone.changeset).toBeNull();
  });

  test("has the nominal false alarms where the model holds, and widens where it does not", () => {
    const rng = seeded(2);
    const rates = (law: Law) =>
      Array.from({ length: 40 }, () => calibrated(history(rng, 24, 1, law)).replay ?? { falseAlarmRate: 1, widen: 9 });
    const quiet = rates({ block: 0.01, run: 0.01 });
    const sticky = rates({ block: 0.01, run: 0.002, memory: 0.8 });
    expect(mean(quiet.map((one) => one.falseAlarmRate))).toBeLessThan(0.08);
    expect(mean(sticky.map((one) => one.falseAlarmRate))).toBeGreaterThan(0.1);
    expect(mean(sticky.map((one) => one.widen))).toBeGreaterThan(mean(quiet.map((one) => one.widen)) + 0.1);
  });

  test("sees smaller effects with more blocks, and keeps the promise of its power", () => {
    const rng = seeded(3);
    const law = { block: 0.01, run: 0.01 };
    let [seen, rounds] = [0, 0];
    for (let i = 0; i < 300; i++) {
      const past = history(rng, 20, 1, law);
      const { sight, replay } = calibrated(past);
      const sizes = sight.map((one) => one.minimumDetectableEffect);
      expect([...sizes].sort((one, other) => other - one)).toEqual(sizes);
      if (replay === null) continue;
      const candidate = history(rng, 3, 1, law).map((run, k) => ({
        block: `new ${run.block}`,
        value: k % 3 === 2 ? Number.NaN : run.value / (1 + (sizes[1] ?? 0)),
      }));
      const evidence = compareRuns(
        past,
        candidate.filter((run) => Number.isFinite(run.value)),
        QUESTION,
      );
      if (evidence.kind !== "tested") continue;
      rounds++;
      if (evidence.effect.high < 1) seen++;
    }
    expect(rounds).toBe(300);
    expect(seen / rounds).toBeGreaterThan(0.87);
  });

  test("one run calibrates nothing", () => {
    expect(calibrate(history(seeded(4), 1, 1, { block: 0, run: 0.01 }).slice(0, 1), QUESTION, PLAN)).toEqual({
      kind: "insufficient",
      runs: 1,
    });
  });
});

test("memory of blocks is found where it is, and claimed in at most one quiet series of fifty", () => {
  const rng = seeded(5);
  const evident = (memory: number) => {
    const found = Array.from({ length: 400 }, () =>
      blockMemory(history(rng, 20, 1, { block: 0.02, run: 0.001, memory }), Math.log),
    );
    return found.filter((one) => one?.isEvident).length / found.length;
  };
  expect(evident(0)).toBeLessThan(0.025);
  expect(evident(0.8)).toBeGreaterThan(0.6);
  expect(blockMemory(history(rng, 7, 1, { block: 0.02, run: 0.001 }), Math.log)).toBeNull();
});
