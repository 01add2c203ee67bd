import fc from "fast-check";
import { expect, test } from "vitest";
import { fitLevel } from "../../../src/stats/level-fit.ts";
import { longRunInflation } from "../../../src/stats/long-run-inflation.ts";
import { fisherInformation, logLikelihood, noiseLaw, score } from "../../../src/stats/noise-law.ts";
import { correlated, LAWS, normals } from "./noise.ts";

const one = new Float64Array(1);
const logDensityAt = (law: ReturnType<typeof noiseLaw>, r: number) => {
  one[0] = r;
  return logLikelihood(law, one, 0, 1, 0);
};

test("the estimated law has mass 1 and follows the law that the residuals came from", () => {
  const law = noiseLaw(normals(50_000, 1), 0.1);
  let mass = 0;
  for (let r = -24; r < 24; r += 0.01) mass += 0.01 * Math.exp(logDensityAt(law, r));
  expect(mass).toBeCloseTo(1, 1);
  for (const r of [-2, -1, 0, 0.5, 1.5]) {
    const exact = (0.98 * Math.exp(-0.5 * r * r)) / Math.sqrt(2 * Math.PI) + 0.04 / (Math.PI * (4 + r * r));
    expect(Math.exp(logDensityAt(law, r))).toBeCloseTo(exact, 1);
  }
});

test("equals a kernel estimate on the asinh scale, written slowly", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 5, maxLength: 30 }),
      fc.double({ min: 0.15, max: 0.6, noNaN: true }),
      fc.double({ min: -20, max: 20, noNaN: true }),
      (residuals, bandwidth, r) => {
        const law = noiseLaw(Float64Array.from(residuals), bandwidth);
        const kernel = (from: number) => {
          const z = (Math.asinh(r) - Math.asinh(from)) / bandwidth;
          return Math.exp(-0.5 * z * z) / (bandwidth * Math.sqrt(2 * Math.PI) * Math.hypot(1, r));
        };
        const mean = residuals.reduce((sum, from) => sum + kernel(from), 0) / residuals.length;
        const slow = 0.98 * mean + 0.04 / (Math.PI * (4 + r * r));
        const peak = 1 / (bandwidth * Math.sqrt(2 * Math.PI) * Math.hypot(1, r));
        expect(Math.abs(Math.exp(logDensityAt(law, r)) - slow)).toBeLessThan(0.15 * peak);
      },
    ),
    { numRuns: 2000, seed: 1 },
  );
});

test("a wider table is the same law in another unit", () => {
  const residuals = normals(500, 2);
  const narrow = noiseLaw(residuals, 0.2);
  const wide = noiseLaw(
    residuals.map((r) => 8 * r),
    0.2,
    8,
  );
  for (const r of [-3, -0.7, 0, 1.3, 20]) expect(logDensityAt(wide, 8 * r)).toBeCloseTo(logDensityAt(narrow, r), 9);
  expect(score(wide, 8)).toBeCloseTo(score(narrow, 1) / 8, 9);
});

test("the information of normal noise about its level is 1 a point", () => {
  expect(fisherInformation(noiseLaw(normals(50_000, 1), 0.1))).toBeCloseTo(0.95, 1);
  expect(
    fisherInformation(
      noiseLaw(
        normals(50_000, 1).map((z) => 4 * z),
        0.1,
        4,
      ),
    ),
  ).toBeCloseTo(0.95 / 16, 2);
});

test("however far a value, it counts a finite amount and pulls the level nowhere", () => {
  const law = noiseLaw(normals(100, 3), 0.3);
  expect(logDensityAt(law, 1e300)).toBeGreaterThan(-13);
  expect(score(law, 1e300)).toBe(0);
  expect(score(law, -1e300)).toBe(0);
});

test("the fitted level is as likely as the best of a fine grid, and near the truth under every law", () => {
  for (const [name, draw] of Object.entries(LAWS)) {
    const drawn = draw(400, 11);
    const middle = drawn.toSorted()[200] as number;
    const residuals = drawn.map((r) => r - middle);
    const law = noiseLaw(residuals, 0.2);
    const x = draw(200, 12).map((value) => value + 5);
    const sorted = x.toSorted();
    const fit = fitLevel(law, x, 0, 200, sorted[100] as number);
    let best = Number.NEGATIVE_INFINITY;
    for (let level = 4; level < 6; level += 0.005) best = Math.max(best, logLikelihood(law, x, 0, 200, level));
    expect(fit.logLikelihood, name).toBeGreaterThan(best - 0.6);
    expect(Math.abs(fit.value - 5 - middle), name).toBeLessThan(0.3);
  }
});

test("the inflation of independent values is 1, that of AR(1) values (1 + φ) / (1 − φ)", () => {
  const mean = (draw: (seed: number) => Float64Array) => {
    const found = Array.from({ length: 200 }, (_, seed) => longRunInflation(draw(seed + 1), 9, 1));
    return found.reduce((a, b) => a + b, 0) / found.length;
  };
  expect(mean((seed) => normals(300, seed))).toBeLessThan(1.2);
  expect(Math.abs(mean((seed) => correlated(300, 0.3, seed)) / (1.3 / 0.7) - 1)).toBeLessThan(0.15);
  expect(Math.abs(mean((seed) => correlated(300, 0.6, seed)) / (1.6 / 0.4) - 1)).toBeLessThan(0.2);
  expect(longRunInflation(new Float64Array(100), 9, 1)).toBe(1);
  expect(longRunInflation(new Float64Array(0), 9, 1)).toBe(1);
});
