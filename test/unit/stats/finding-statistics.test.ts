/** The statistics behind findings: closed forms, slow oracles, and the rates of false alarms of the tests themselves. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestStep } from "../../../src/stats/best-step.ts";
import { brownianBridgeUpper } from "../../../src/stats/brownian-bridge.ts";
import { meanChange } from "../../../src/stats/mean-change.ts";
import { normalScores } from "../../../src/stats/normal-scores.ts";
import { theilSen } from "../../../src/stats/theil-sen.ts";
import { trendTest } from "../../../src/stats/trend-test.ts";
import { twoModes } from "../../../src/stats/two-modes.ts";
import { correlated, LAWS, normals } from "./noise.ts";

const array = (min: number, max: number) =>
  fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: min, maxLength: max });

describe("brownianBridgeUpper", () => {
  test.each([
    [1.2238, 0.1],
    [1.3581, 0.05],
    [1.6276, 0.01],
    [1.9495, 0.001],
  ])("%f is the printed point of %f", (reach, p) => expect(brownianBridgeUpper(reach)).toBeCloseTo(p, 4));
  test("falls from 1 to 0", () => {
    const p = Array.from({ length: 60 }, (_, i) => brownianBridgeUpper(i / 10));
    expect(p[0]).toBe(1);
    expect(p.every((value, i) => i === 0 || value <= (p[i - 1] as number))).toBe(true);
    expect(p[59]).toBeLessThan(1e-29);
  });
});

describe("normalScores", () => {
  test("keep the order, share ties, sum to nothing and turn their sign with x", () => {
    fc.assert(
      fc.property(array(0, 40), (values) => {
        const x = Float64Array.from(values, Math.round);
        const scores = normalScores(x);
        for (let i = 0; i < x.length; i++)
          for (let j = 0; j < i; j++)
            expect(Math.sign((scores[i] as number) - (scores[j] as number)) + 0).toBe(
              Math.sign((x[i] as number) - (x[j] as number)) + 0,
            );
        const turned = normalScores(x.map((value) => -value));
        for (const [t, score] of scores.entries()) expect(turned[t]).toBeCloseTo(-score, 9);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
  test("end on what is not a number", () => expect(normalScores(new Float64Array(9).fill(Number.NaN)).length).toBe(9));
});

describe("theilSen and bestStep", () => {
  test("equal all pairs and all splits tried one by one", () => {
    fc.assert(
      fc.property(array(2, 30), (values) => {
        const slopes = values.flatMap((b, j) => values.slice(0, j).map((a, i) => (b - a) / (j - i)));
        const sorted = slopes.sort((a, b) => a - b);
        const middle = ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
        expect(theilSen(Float64Array.from(values))).toBeCloseTo(middle, 6);
        const left = (at: number) => squares(values.slice(0, at)) + squares(values.slice(at));
        const least = Math.min(...values.map((_, at) => left(at)));
        expect(left(bestStep(Float64Array.from(values)))).toBeCloseTo(least, 3);
      }),
      { numRuns: 500, seed: 1 },
    );
  });
  test("a line of 5 000 points keeps its slope under a fifth of wild values", () => {
    const line = normals(5000, 1).map((z, t) => (t % 5 === 0 ? 1e6 * z : 0.01 * t + z));
    expect(theilSen(line)).toBeCloseTo(0.01, 3);
  });
});

const squares = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
};

describe("false alarms at nominal 5 %", () => {
  const SERIES = 500;
  const most = 0.05 * SERIES + 3 * Math.sqrt(SERIES * 0.05 * 0.95);
  const draws = { ...LAWS, "AR(1) 0.5": (n: number, seed: number) => correlated(n, 0.5, seed) };
  test.each(Object.entries(draws))("%s: a change of the mean and a trend, on normal scores", (name, draw) => {
    let [changes, trends] = [0, 0];
    for (let seed = 1; seed <= SERIES; seed++) {
      const scores = normalScores(draw(seed % 2 === 0 ? 60 : 200, seed));
      if (meanChange(scores).p <= 0.05) changes++;
      if (trendTest(scores) <= 0.05) trends++;
    }
    const room = name.startsWith("AR") ? 1.6 : 1;
    expect(changes).toBeLessThanOrEqual(room * most);
    expect(trends).toBeLessThanOrEqual(room * most);
  });
});

describe("meanChange and trendTest", () => {
  test("see a clear change and a clear slope, and nothing in a constant", () => {
    const step = normals(200, 1).map((z, t) => z + (t < 120 ? 0 : 2));
    expect(meanChange(step).p).toBeLessThan(1e-6);
    expect(Math.abs(meanChange(step).index - 120)).toBeLessThanOrEqual(3);
    expect(trendTest(normals(200, 1).map((z, t) => z + t / 100))).toBeLessThan(1e-6);
    for (const n of [0, 1, 2, 50]) {
      expect(meanChange(new Float64Array(n)).p).toBe(1);
      expect(trendTest(new Float64Array(n))).toBe(1);
    }
  });
});

describe("twoModes", () => {
  const sorted = (x: Float64Array) => x.toSorted();
  test("sees two heaps, with their middles and shares", () => {
    const found = twoModes(sorted(normals(200, 1).map((z, t) => z + (t % 4 === 0 ? 8 : 0))), 0.15);
    expect(found?.p).toBeLessThan(1e-6);
    expect(found?.low).toBeCloseTo(0, 0);
    expect(found?.high).toBeCloseTo(8, 0);
    expect(found?.highShare).toBe(0.25);
  });
  test("sees one in normal, skewed and even values, and in rare wild ones", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const even = Float64Array.from({ length: 100 }, (_, i) => i);
      for (const x of [
        normals(100, seed),
        LAWS.lognormal(100, seed),
        LAWS.laplace(100, seed),
        LAWS.spikes(100, seed),
        even,
      ])
        expect(twoModes(sorted(x), 0.15)?.p ?? 1).toBeGreaterThan(1e-3);
    }
  });
  test("of nothing, one value or equal ones there are none", () => {
    for (const x of [[], [1], [2, 2, 2, 2]]) expect(twoModes(Float64Array.from(x), 0.15)).toBeNull();
  });
});
