import { expect, test } from "vitest";
import { blockMemory } from "../../../src/detect/block-memory.ts";
import { layOut } from "../../../src/detect/layout.ts";
import { componentsOf, noiseOf } from "../../../src/detect/nested-noise.ts";
import { seeded } from "../../simulator/random.ts";
import { drawLaw, type SeriesLaw, simulateSeries, worseBy } from "../../simulator/rig.ts";

const PLAIN: SeriesLaw = { ...drawLaw(seeded(1), { plain: true }), width: 0.02, blockShare: 0.36, better: "higher" };
const many = (law: SeriesLaw, seed = 2) => {
  const measure = simulateSeries(seeded(seed), law, []);
  const [runs = []] = measure(3000, [{ prefix: "r", runsPerBlock: new Array<number>(3000).fill(3) }]);
  return runs;
};

test("simulated series have the widths of real ones: a median near 1.6 %, a tenth below 0.2 and above 13.8 %", () => {
  const rng = seeded(3);
  const widths = Array.from({ length: 4000 }, () => drawLaw(rng).width).sort((one, other) => one - other);
  expect(widths[400]).toBeCloseTo(0.002, 3);
  expect(widths[2000]).toBeCloseTo(0.016, 2);
  expect(widths[3600]).toBeCloseTo(0.138, 1);
});

test("blocks carry their share of the variance, and remember the one before as told", () => {
  const { run, block } = componentsOf(noiseOf(layOut(many(PLAIN), [], Math.log)), 0);
  expect(Math.sqrt(block) / 0.02).toBeCloseTo(0.6, 1);
  expect(Math.sqrt(run) / 0.02).toBeCloseTo(0.8, 1);
  const sticky = { ...PLAIN, memory: 0.5, blockShare: 0.95, rigShare: 0 };
  expect(blockMemory(many(sticky), Math.log)?.correlation).toBeCloseTo(0.5, 1);
});

test("stalls and the slow mode are tails towards slow, whichever direction is better", () => {
  const skew = (law: SeriesLaw) => {
    const logs = many(law).map((run) => Math.log(run.value / law.level));
    const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
    return logs.reduce((sum, x) => sum + (x - mean) ** 3, 0) / logs.length / 0.02 ** 3;
  };
  const stalls = { ...PLAIN, stalls: 0.04 };
  expect(Math.abs(skew(PLAIN))).toBeLessThan(0.2);
  expect(skew(stalls)).toBeLessThan(-1);
  expect(skew({ ...stalls, better: "lower" })).toBeGreaterThan(1);
  expect(worseBy(PLAIN, 0.25)).toBe(0.8);
});
