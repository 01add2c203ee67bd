import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { incompleteBeta } from "../../../src/stats/incomplete-beta.ts";
import { studentTUpper } from "../../../src/stats/student-t.ts";
import { studentTQuantile } from "../../../src/stats/student-t-quantile.ts";

const relative = (value: number, truth: number) => Math.abs(value - truth) / Math.abs(truth);

describe("incomplete beta", () => {
  test("equals the binomial sum: I_x(k, n−k+1) = P(at least k of n)", () => {
    for (const [n, x] of [
      [10, 0.3],
      [40, 0.5],
      [200, 0.02],
      [1000, 0.7],
    ] as const) {
      const logFactorial = [0];
      for (let i = 1; i <= n; i++) logFactorial.push((logFactorial[i - 1] ?? 0) + Math.log(i));
      const chance = (i: number) =>
        Math.exp(
          (logFactorial[n] ?? 0) -
            (logFactorial[i] ?? 0) -
            (logFactorial[n - i] ?? 0) +
            i * Math.log(x) +
            (n - i) * Math.log(1 - x),
        );
      for (const k of [1, Math.ceil(n / 4), Math.ceil(n / 2), n]) {
        let sum = 0;
        for (let i = n; i >= k; i--) sum += chance(i);
        expect(Math.abs(incompleteBeta(x, k, n - k + 1) - sum)).toBeLessThan(1e-11 * Math.max(sum, 1e-3));
      }
    }
  });
});

describe("Student's t", () => {
  test.each([0, 0.01, 0.5, 1, 3, 10, 1e3, 1e6])("has the closed forms of 1, 2 and 4 degrees of freedom at %d", (t) => {
    const one = t < 1 ? 0.5 - Math.atan(t) / Math.PI : Math.atan(1 / t) / Math.PI;
    const root = Math.sqrt(2 + t * t);
    const two = 1 / (root * (root + t));
    expect(relative(studentTUpper(t, 1), one)).toBeLessThan(1e-12);
    expect(relative(studentTUpper(t, 2), two)).toBeLessThan(1e-12);
    const x = t / Math.sqrt(4 + t * t);
    const four = 0.5 - 0.75 * x + 0.25 * x ** 3;
    expect(Math.abs(studentTUpper(t, 4) - four)).toBeLessThan(1e-14);
    expect(studentTUpper(-t, 1)).toBeCloseTo(1 - one, 14);
  });

  test.each([
    [0.05, 5, 2.0150483733330242],
    [0.025, 10, 2.2281388519862744],
    [0.005, 3, 5.840909309733357],
    [0.001, 30, 3.385184866774277],
    [0.0005, 1, 636.6192487687196],
  ])("has the printed quantile for %d and %d degrees of freedom", (upper, df, printed) => {
    expect(relative(studentTQuantile(upper, df), printed)).toBeLessThan(1e-10);
  });

  test("is the normal law at very many degrees of freedom", () => {
    expect(studentTQuantile(0.025, 1e6)).toBeCloseTo(1.959964, 5);
    expect(relative(studentTUpper(5, 1e6), 2.866515719e-7)).toBeLessThan(1e-3);
  });

  test("the quantile inverts the tail, from 10⁻²⁵⁰ to ½", () => {
    const tails = fc.record({
      exponent: fc.double({ min: -250, max: -0.302, noNaN: true }),
      df: fc.double({ min: 0.5, max: 5000, noNaN: true }),
    });
    fc.assert(
      fc.property(tails, ({ exponent, df }) => {
        const upper = 10 ** exponent;
        const t = studentTQuantile(upper, df);
        if (t < 1e150) expect(relative(studentTUpper(t, df), upper)).toBeLessThan(1e-9);
        expect(studentTQuantile(1 - Math.min(0.4, upper), df)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
