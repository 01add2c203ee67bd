import fc from "fast-check";
import { expect, test } from "vitest";
import { benjaminiHochberg } from "../../../src/stats/benjamini-hochberg.ts";
import { holm } from "../../../src/stats/holm.ts";
import { unseenMode } from "../../../src/stats/unseen-mode.ts";

const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
const levels = fc.double({ min: 0.001, max: 0.5, noNaN: true });

/** Step down as it is told in words: smallest p first, against α/(m − k), stop at the first that stays. */
function rejectedByHolm(p: readonly number[], alpha: number): Set<number> {
  const rejected = new Set<number>();
  const order = p.map((value, index) => ({ value, index })).sort((one, other) => one.value - other.value);
  for (const [k, { value, index }] of order.entries()) {
    if (value * (p.length - k) > alpha) break;
    rejected.add(index);
  }
  return rejected;
}

/** Step up as it is told in words: the largest k with p(k) ≤ k·q/m, and all below. */
function listedByBenjaminiHochberg(p: readonly number[], q: number): Set<number> {
  const order = p.map((value, index) => ({ value, index })).sort((one, other) => one.value - other.value);
  let most = 0;
  for (const [k, { value }] of order.entries()) if ((value * p.length) / (k + 1) <= q) most = k + 1;
  return new Set(order.slice(0, most).map(({ index }) => index));
}

const atMost = (adjusted: readonly number[], level: number) =>
  new Set(adjusted.flatMap((value, index) => (value <= level ? [index] : [])));

test("Holm rejects what the step-down rule rejects", () => {
  fc.assert(
    fc.property(chances, levels, (p, alpha) => {
      expect(atMost(holm(p), alpha)).toEqual(rejectedByHolm(p, alpha));
    }),
  );
});

test("Benjamini–Hochberg lists what the step-up rule lists", () => {
  fc.assert(
    fc.property(chances, levels, (p, q) => {
      expect(atMost(benjaminiHochberg(p), q)).toEqual(listedByBenjaminiHochberg(p, q));
    }),
  );
});

test("the chance of an unseen mode is the integral over its odds", () => {
  for (const [n, m] of [
    [5, 1],
    [10, 3],
    [20, 10],
  ] as const) {
    const steps = 20_000;
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      const q = (i + 0.5) / steps;
      sum += (q ** m * (1 - q) ** n + q ** n * (1 - q) ** m) / steps;
    }
    expect(unseenMode(n, m)).toBeCloseTo(sum, 8);
  }
});
