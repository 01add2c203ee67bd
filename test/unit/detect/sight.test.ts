import { expect, test } from "vitest";
import { sightOf } from "../../../src/detect/sight.ts";
import { normal, seeded } from "../../simulator/random.ts";

const QUESTION = { priorBlockDeviation: 0.01, confidence: 0.95, rates: { alpha: 0.05, power: 0.9 } };

/** Blocks, runs and repeats that vary by what is asked, in parts of the level. */
function runs(
  seed: number,
  sd: { block: number; run: number; repeat: number },
  size = { blocks: 60, runs: 6, repeats: 5 },
) {
  const random = seeded(seed);
  return Array.from({ length: size.blocks }, (_, block) => {
    const ofBlock = sd.block * normal(random);
    return Array.from({ length: size.runs }, () => {
      const ofRun = ofBlock + sd.run * normal(random);
      const repeats = Array.from({ length: size.repeats }, () => 200 * Math.exp(ofRun + sd.repeat * normal(random)));
      const value = [...repeats].sort((a, b) => a - b)[Math.floor(size.repeats / 2)] ?? 0;
      return { block: `b${block}`, value, repeats };
    });
  }).flat();
}

test("the three layers are told apart", () => {
  const sight = sightOf(runs(1, { block: 0.03, run: 0.01, repeat: 0.005 }), QUESTION);
  expect(sight).toMatchObject({ runs: 360, blocks: 60 });
  expect(sight.level).toBeGreaterThan(195);
  expect(sight.level).toBeLessThan(205);
  expect(sight.block).toBeCloseTo(0.03, 2);
  expect(sight.run).toBeCloseTo(0.01, 2);
  expect(sight.repeat).toBeCloseTo(0.005, 3);
});

test("what helps is what the noise is made of", () => {
  const best = (sd: { block: number; run: number; repeat: number }) => {
    const by = sightOf(runs(2, sd), QUESTION).minimumDetectableEffect;
    if (by === null) throw new Error("nothing shows the noise");
    const { asIs: _, ...ways } = by;
    return Object.entries(ways).sort(([, a], [, b]) => a - b)[0]?.[0];
  };
  expect(best({ block: 0.05, run: 0.002, repeat: 0.001 })).toBe("interleaved");
  expect(best({ block: 0, run: 0.001, repeat: 0.05 })).toBe("moreRepeats");
  expect(["moreRuns", "moreBlocks"]).toContain(best({ block: 0, run: 0.05, repeat: 0.001 }));
});

test("the smallest visible change is the one that the gate's comparison sees", () => {
  // Five runs against ten, no blocks: (t(.95) + t(.9)) · σ · √(1/5 + 1/10) with many degrees of freedom.
  const by = sightOf(runs(3, { block: 0, run: 0.02, repeat: 0 }), QUESTION).minimumDetectableEffect;
  expect(by?.asIs).toBeCloseTo(Math.expm1((1.645 + 1.282) * 0.02 * Math.sqrt(0.3)), 2);
});

test("too little shows nothing, and negative values have no ratio", () => {
  expect(sightOf([{ block: "a", value: 1 }], QUESTION)).toMatchObject({
    minimumDetectableEffect: null,
    halfWidth: null,
  });
  const sight = sightOf(
    [-10, -11, -9, -10].map((value, index) => ({ block: `b${index}`, value })),
    QUESTION,
  );
  expect(sight.level).toBe(-10);
  expect(sight.halfWidth).toBeGreaterThan(0);
});
