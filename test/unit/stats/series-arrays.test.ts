/** The fast array functions of the detector beside their slow oracles. */
import fc from "fast-check";
import { medianSorted } from "simple-statistics";
import { describe, expect, test } from "vitest";
import { blockVariance } from "../../../src/stats/block-variance.ts";
import { clipSpikes } from "../../../src/stats/clip-spikes.ts";
import { differenceScale } from "../../../src/stats/difference-scale.ts";
import { median } from "../../../src/stats/median.ts";
import { select } from "../../../src/stats/select.ts";
import { seeded } from "../../simulator/random.ts";
import { normals } from "./noise.ts";

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const array = (min: number, max: number) => fc.array(finite, { minLength: min, maxLength: max });
const slowMedian = (x: readonly number[]) => medianSorted([...x].sort((a, b) => a - b));

describe("median", () => {
  test("equals that of the sorted values, leaves them alone, and knows the range asked for", () => {
    fc.assert(
      fc.property(array(1, 60), fc.nat(59), fc.nat(59), (values, a, b) => {
        const from = Math.min(a, b) % values.length;
        const to = Math.max(from + 1, Math.max(a, b) % (values.length + 1));
        const x = Float64Array.from(values);
        const found = median(x, from, to, new Float64Array(values.length));
        expect(found).toBeCloseTo(slowMedian(values.slice(from, to)), 6);
        expect([...x]).toEqual(values);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  test("of nothing is not a number", () => {
    expect(median(new Float64Array(0), 0, 0, new Float64Array(0))).toBeNaN();
  });
});

describe("select", () => {
  test.each(["all different", "few different", "ascending", "all equal"])(
    "puts a value where it belongs: 5,000 values, %s",
    (kind) => {
      const random = seeded(3);
      const of = { "all different": random, "few different": () => Math.floor(9 * random()), "all equal": () => 1 };
      const values = Float64Array.from({ length: 5000 }, of[kind as keyof typeof of] ?? ((_, i) => i));
      const sorted = values.toSorted();
      for (const k of [0, 1, 17, 2500, 4998, 4999]) {
        const x = values.slice();
        select(x, k);
        expect(x[k]).toBe(sorted[k]);
        expect(x.subarray(0, k).every((value) => value <= (x[k] as number))).toBe(true);
        expect(x.subarray(k).every((value) => value >= (x[k] as number))).toBe(true);
        expect(x.sort()).toEqual(sorted);
      }
    },
  );
});

describe("clipSpikes", () => {
  test("holds each value within reach of the median of the five around it", () => {
    fc.assert(
      fc.property(array(0, 40), fc.double({ min: 0, max: 100, noNaN: true }), (values, reach) => {
        const slow = values.map((value, t) => {
          const from = Math.max(0, Math.min(t - 2, values.length - 5));
          const center = values.length < 5 ? value : slowMedian(values.slice(from, from + 5));
          return Math.min(center + reach, Math.max(center - reach, value));
        });
        expect([...clipSpikes(Float64Array.from(values), reach)]).toEqual(slow);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  test("lets a step through and pulls two wild values in", () => {
    const step = Float64Array.from([0, 0, 0, 0, 0, 9, 9, 9, 9, 9]);
    expect([...clipSpikes(step, 1)]).toEqual([...step]);
    expect([...clipSpikes(Float64Array.from([0, 0, 0, 9, 9, 0, 0, 0]), 1)]).toEqual([0, 0, 0, 1, 1, 0, 0, 0]);
  });
});

describe("differenceScale", () => {
  test("is σ of normal noise, and hardly more when the level steps", () => {
    const noise = normals(20_000, 1);
    const scratch = new Float64Array(noise.length);
    expect(differenceScale(noise, 1, scratch)).toBeCloseTo(1, 1);
    const stepped = noise.map((value, t) => value + 50 * Math.floor(t / 1000));
    expect(differenceScale(stepped, 1, scratch)).toBeCloseTo(1, 1);
  });

  test("sees the width of coarse rounding, and none in steps alone", () => {
    const scratch = new Float64Array(400);
    const rounded = normals(400, 2).map((value) => 4 * Math.round(value / 4));
    expect(differenceScale(rounded, 1, scratch)).toBeGreaterThan(0);
    expect(
      differenceScale(
        Float64Array.from({ length: 400 }, (_, t) => (t < 100 ? 3 : 5)),
        1,
        scratch,
      ),
    ).toBe(0);
  });
});

describe("blockVariance", () => {
  test("equals the definition, written slowly", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 0, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (values, size) => {
          const mean = (from: number) => values.slice(from, from + size).reduce((a, b) => a + b, 0) / size;
          const starts = values.length - 2 * size + 1;
          const differences = Array.from({ length: Math.max(0, starts) }, (_, t) => Math.abs(mean(t + size) - mean(t)));
          const slow = starts < size ? 0 : (size / 2) * (1.4826 * slowMedian(differences)) ** 2;
          const x = Float64Array.from(values);
          expect(blockVariance(x, size, new Float64Array(values.length))).toBeCloseTo(slow, 6);
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  test("is the variance of independent values, and larger where neighbours move together", () => {
    const noise = normals(20_000, 3);
    const scratch = new Float64Array(noise.length);
    expect(Math.abs(blockVariance(noise, 8, scratch) - 1)).toBeLessThan(0.1);
    const blocks = normals(2500, 4);
    const together = noise.map((value, t) => value + (blocks[t >> 3] as number));
    expect(blockVariance(together, 8, scratch)).toBeGreaterThan(4);
  });
});
