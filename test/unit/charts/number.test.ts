import fc from "fast-check";
import { expect, test } from "vitest";
import { effectInterval, effectSize } from "../../../src/charts/change.ts";
import { fixed, formatNumber, formatPercent } from "../../../src/charts/number.ts";

test.each([
  [52113.4, "52,113"],
  [42.6789, "42.68"],
  [0.000421, "0.0004210"],
  [1.2345e-12, "1.235×10⁻¹²"],
  [1e12, "1.000×10¹²"],
  [-1234.5, "−1,235"],
  [-0.00001, "−1.000×10⁻⁵"],
  [0, "0"],
  [Number.NaN, "–"],
])("%d reads %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test.each([
  [0.0834, "+8.3\u00a0%"],
  [-0.0042, "−0.42\u00a0%"],
  [1.5, "+150\u00a0%"],
  [0, "0.0\u00a0%"],
  [-1e-12, "0.00\u00a0%"],
  [1e13, "+1.0×10¹⁵\u00a0%"],
])("a share of %d reads %s", (share, text) => {
  expect(formatPercent(share)).toBe(text);
});

test("no number reads as minus zero", () => {
  const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(numbers, (x) => {
      expect(fixed(x, 2)).not.toMatch(/^−0[.0]*$/);
    }),
    { seed: 1 },
  );
});

test("effects read on their own scale", () => {
  const effect = { value: 0.921, low: 0.909, high: 0.934, confidence: 0.95, unit: "" };
  expect(effectSize({ ...effect, scale: "ratio" })).toBe("−7.9\u00a0%");
  expect(effectInterval({ ...effect, scale: "ratio" })).toBe("−9.1\u00a0% … −6.6\u00a0%");
  expect(effectSize({ ...effect, scale: "difference", value: -12.34, unit: "ms" })).toBe("−12.3\u00a0ms");
  expect(effectSize({ ...effect, scale: "points", value: 3.1 })).toBe("+3.10\u00a0points");
});
