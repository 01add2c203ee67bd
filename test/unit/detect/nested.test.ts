import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Comparison, comparisonOf, differenceOf } from "../../../src/detect/comparison.ts";
import { contrastOf, uncertaintyOf } from "../../../src/detect/contrast.ts";
import { layOut } from "../../../src/detect/layout.ts";
import { componentsOf, noiseOf } from "../../../src/detect/nested-noise.ts";
import type { RunSample } from "../../../src/detect/run-sample.ts";
import { familyPrior, steadied } from "../../../src/detect/shrink.ts";
import { normal, seeded } from "../../simulator/random.ts";
import { designOf, slowDifference, slowNoise } from "./slow-nested.ts";

const sample = (blocks: string[]): fc.Arbitrary<RunSample> =>
  fc.record({ block: fc.constantFrom(...blocks), value: fc.double({ min: 90, max: 110, noNaN: true }) });
/** Blocks of their own on either side, two that both share, and runs that stand alone. */
const sides = fc.record({
  baseline: fc.array(sample(["a", "b", "c", "s", "t", ""]), { minLength: 2, maxLength: 15 }),
  candidate: fc.array(sample(["x", "y", "s", "t", ""]), { minLength: 1, maxLength: 10 }),
});

describe("the nested variance", () => {
  test("equals Henderson's method III with dense projections, shared blocks included", () => {
    fc.assert(
      fc.property(sides, ({ baseline, candidate }) => {
        const fast = noiseOf(layOut(baseline, candidate, Math.log));
        const slow = slowNoise(designOf(baseline, candidate));
        expect(fast.run.df).toBe(slow.runDf);
        expect(fast.block.df).toBe(slow.blockDf);
        if (slow.runDf > 0) expect(fast.run.value).toBeCloseTo(slow.run, 10);
        if (slow.blockDf > 0) {
          expect(fast.block.value).toBeCloseTo(slow.block, 10);
          expect(fast.runsPerBlock).toBeCloseTo(slow.runsPerBlock, 9);
        }
      }),
      { numRuns: 600 },
    );
  });

  test("the difference equals generalised least squares with dense matrices, and so does its variance", () => {
    let compared = 0;
    fc.assert(
      fc.property(sides, ({ baseline, candidate }) => {
        const layout = layOut(baseline, candidate, Math.log);
        const noise = noiseOf(layout);
        fc.pre(noise.run.df >= 1 && noise.block.df >= 2 && noise.run.value > 1e-7);
        const contrast = contrastOf(layout, noise, 0.01);
        if (contrast === null) return;
        const { run, block } = componentsOf(noise, 0.01);
        const slow = slowDifference(designOf(baseline, candidate), run, block);
        expect(contrast.estimate).toBeCloseTo(slow.estimate, 9);
        const sums = layout.blocks.names.map((_, i) => {
          const kind = layout.blocks.kindOf[i] ?? 0;
          const [h0, h1] = [contrast.baseline[kind] ?? 0, contrast.candidate[kind] ?? 0];
          const [n0, n1] = [layout.blocks.baselineRuns[i] ?? 0, layout.blocks.candidateRuns[i] ?? 0];
          return { runs: n0 * h0 ** 2 + n1 * h1 ** 2, block: (n0 * h0 + n1 * h1) ** 2 };
        });
        const ofRuns = sums.reduce((sum, { runs }) => sum + runs, 0);
        const ofBlocks = sums.reduce((sum, { block: squared }) => sum + squared, 0);
        // Where neither mean squares are pooled nor the run one is subtracted, the variance is the model's.
        if (block === 0 || ofRuns < ofBlocks / noise.runsPerBlock) return;
        compared++;
        expect(uncertaintyOf(layout, contrast, noise, 0.01).variance / slow.variance).toBeCloseTo(1, 8);
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  test("a balanced design is Student's t of block means, to the digit", () => {
    const rng = seeded(3);
    const runs = (name: string, blocks: number): RunSample[] =>
      Array.from({ length: blocks * 3 }, (_, i) => ({
        block: `${name}${i % blocks}`,
        value: Math.exp(5 + 0.03 * normal(rng) + 0.05 * Math.sin((i % blocks) * 7)),
      }));
    const [baseline, candidate] = [runs("b", 5), runs("c", 3)];
    const comparison: Comparison = comparisonOf(baseline, candidate, question);
    const difference = differenceOf(comparison);
    const means = (side: readonly RunSample[], name: string, blocks: number) =>
      Array.from({ length: blocks }, (_, k) => {
        const values = side.filter((run) => run.block === `${name}${k}`).map((run) => Math.log(run.value));
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      });
    const [b, c] = [means(baseline, "b", 5), means(candidate, "c", 3)];
    const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
    const squares = (x: readonly number[]) => x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0);
    const variance = ((squares(b) + squares(c)) / 6) * (1 / 5 + 1 / 3);
    expect(difference?.worsening).toBeCloseTo(mean(c) - mean(b), 12);
    expect(difference?.variance).toBeCloseTo(variance, 12);
    expect(difference?.df).toBeCloseTo(6, 9);
  });

  test("a family's noise is estimated with its own spread, and weighs by degrees of freedom", () => {
    const rng = seeded(8);
    const chiSquare = (df: number) => Array.from({ length: df }, () => normal(rng) ** 2).reduce((sum, x) => sum + x, 0);
    // Scaled inverse χ² with 6 degrees of freedom about 4: variances of 2,000 relatives, seen with 5 each.
    const squares = Array.from({ length: 2000 }, () => ({
      value: (((4 * 6) / chiSquare(6)) * chiSquare(5)) / 5,
      df: 5,
    }));
    const prior = familyPrior(squares);
    expect(prior?.value).toBeGreaterThan(3.6);
    expect(prior?.value).toBeLessThan(4.4);
    expect(prior?.df).toBeGreaterThan(4.5);
    expect(prior?.df).toBeLessThan(8);
    expect(steadied({ value: 10, df: 2 }, { value: 4, df: 6 })).toEqual({ value: 5.5, df: 8 });
    expect(familyPrior(squares.slice(0, 4))).toBeNull();
  });
});

const question = {
  better: "lower",
  threshold: { ratio: 0.05 },
  unit: "s",
  priorBlockDeviation: 0.01,
  confidence: 0.95,
} as const;
