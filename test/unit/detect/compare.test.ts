import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareRuns, type Evidence, type Question, type RunSample } from "../../../src/detect/compare.ts";
import { toRunSamples } from "../../../src/detect/run-sample.ts";
import { normal, type Random, seeded } from "../../simulator/random.ts";

const QUESTION: Question = {
  better: "higher",
  threshold: { ratio: 0.05 },
  unit: "MiB/s",
  priorBlockDeviation: 0.01,
  confidence: 0.95,
};

function tested(baseline: readonly RunSample[], candidate: readonly RunSample[], question = QUESTION): Evidence {
  const evidence = compareRuns(baseline, candidate, question);
  if (evidence.kind !== "tested") throw new Error(evidence.text);
  return evidence;
}

interface Law {
  readonly level: number;
  readonly block: number;
  readonly run: number;
}

function draw(rng: Random, name: string, perBlock: readonly number[], { level, block, run }: Law): RunSample[] {
  return perBlock.flatMap((runs, i) => {
    const shared = block * normal(rng);
    return Array.from({ length: runs }, () => ({
      block: `${name}${i}`,
      value: level * Math.exp(shared + run * normal(rng)),
    }));
  });
}

/** Four blocks, in each of which both sides run twice. */
function interleaved(rng: Random, { level, block, run }: Law): { baseline: RunSample[]; candidate: RunSample[] } {
  const shared = Array.from({ length: 4 }, () => block * normal(rng));
  const side = () =>
    shared.flatMap((effect, i) =>
      [0, 1].map(() => ({ block: `n${i}`, value: level * Math.exp(effect + run * normal(rng)) })),
    );
  return { baseline: side(), candidate: side() };
}

const runs = fc.array(
  fc.record({ block: fc.constantFrom("a", "b", "c", "d", "e"), value: fc.double({ min: 80, max: 120, noNaN: true }) }),
  { minLength: 3, maxLength: 12 },
);
const negated = (x: readonly RunSample[]) => x.map((run) => ({ ...run, value: -run.value }));
const fields = (e: Evidence) => [e.effect.value, e.effect.low, e.effect.high, e.pWorse, e.pNotWorse, e.pTwoSided];

describe("two sets of runs", () => {
  test("answer the same in any order of arrival, to the last bit", () => {
    fc.assert(
      fc.property(runs, runs, fc.integer(), (baseline, candidate, seed) => {
        const rng = seeded(seed);
        const shuffled = (x: readonly RunSample[]) =>
          x
            .map((run) => ({ run, key: rng() }))
            .sort((one, other) => one.key - other.key)
            .map(({ run }) => run);
        const straight = compareRuns(baseline, candidate, QUESTION);
        expect(compareRuns(shuffled(baseline), shuffled(candidate), QUESTION)).toEqual(straight);
      }),
    );
  });

  test("answer the same in any unit", () => {
    fc.assert(
      fc.property(runs, runs, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (baseline, candidate, unit) => {
        const scaled = (x: readonly RunSample[]) => x.map((run) => ({ ...run, value: run.value * unit }));
        const straight = tested(baseline, candidate);
        fc.pre(straight.effect.scale === "ratio");
        const one = fields(straight);
        const other = fields(tested(scaled(baseline), scaled(candidate)));
        for (const [i, value] of one.entries()) expect(Math.abs((other[i] ?? 0) / value - 1)).toBeLessThan(1e-6);
      }),
    );
  });

  test("answer the same for a throughput and its reciprocal, a time", () => {
    fc.assert(
      fc.property(runs, runs, (baseline, candidate) => {
        const inverse = (x: readonly RunSample[]) => x.map((run) => ({ ...run, value: 1 / run.value }));
        const one = tested(baseline, candidate);
        const other = tested(inverse(baseline), inverse(candidate), { ...QUESTION, better: "lower" });
        expect(other.effect.scale).toBe(one.effect.scale);
        fc.pre(one.effect.scale === "ratio");
        expect(other.effect.value * one.effect.value).toBeCloseTo(1, 9);
        expect(other.pWorse).toBeCloseTo(one.pWorse, 9);
        expect(other.pNotWorse).toBeCloseTo(one.pNotWorse, 9);
      }),
    );
  });

  test("answer the same for a quantity and its negative with the other direction better", () => {
    fc.assert(
      fc.property(runs, runs, (baseline, candidate) => {
        const shift = (x: readonly RunSample[]) => x.map((run) => ({ ...run, value: run.value - 100 }));
        const one = tested(shift(baseline), shift(candidate));
        const other = tested(negated(shift(baseline)), negated(shift(candidate)), { ...QUESTION, better: "lower" });
        expect(one.effect.scale).not.toBe("points");
        if (one.effect.scale === "difference" && other.effect.scale === "difference") {
          expect(other.effect.value).toBeCloseTo(-one.effect.value, 9);
          expect(other.pWorse).toBeCloseTo(one.pWorse, 9);
        }
      }),
    );
  });

  test("see a fifth less at one per cent of noise, with its interval, and a clean copy as not worse", () => {
    const rng = seeded(11);
    const law = { level: 2000, block: 0, run: 0.01 };
    const baseline = draw(rng, "b", [3, 3, 3, 3], law);
    const slow = tested(baseline, draw(rng, "c", [2, 2, 1], { ...law, level: 1600 }));
    expect(slow.effect.scale).toBe("ratio");
    expect(slow.effect.low).toBeLessThan(0.8);
    expect(slow.effect.high).toBeGreaterThan(0.8);
    expect(slow.effect.high - slow.effect.low).toBeLessThan(0.06);
    expect(slow.pWorse).toBeLessThan(1e-4);
    expect(slow.need).toBeNull();
    const clean = tested(baseline, draw(rng, "c", [2, 2, 1], law));
    expect(clean.pNotWorse).toBeLessThan(1e-3);
    expect(clean.minimumDetectableEffect).toBeLessThan(0.05);
  });

  test("say how many more runs and blocks would decide, and that is enough when they come", () => {
    const rng = seeded(5);
    const law = { level: 100, block: 0.01, run: 0.03 };
    let decided = 0;
    let asked = 0;
    for (let i = 0; i < 200; i++) {
      const baseline = draw(rng, "b", new Array<number>(12).fill(2), law);
      const first = tested(baseline, draw(rng, "c", [2, 1], law));
      const { need } = first;
      if (need === null) continue;
      asked++;
      const blocks = 2 + need.blocks;
      const perBlock = Array.from({ length: blocks }, (_, k) => Math.ceil((3 + need.runs - k) / blocks));
      const then = tested(baseline, draw(rng, "c", perBlock, law));
      if (Math.min(then.pNotWorse, then.pWorse) <= 0.025) decided++;
    }
    expect(asked).toBeGreaterThan(20);
    expect(decided / asked).toBeGreaterThan(0.8);
  });

  test("warn of few blocks and of the prior that stands in for them", () => {
    const rng = seeded(2);
    const law = { level: 50, block: 0, run: 0.01 };
    const evidence = tested(draw(rng, "b", [6], law), draw(rng, "c", [3], law));
    const codes = evidence.warnings.map((warning) => warning.code);
    expect(codes).toContain("few_blocks");
    expect(codes).toContain("prior_block_sd");
    // σ(block) = 1 % on both sides is most of it: √2 · 1 % · 1.96.
    expect(evidence.minimumDetectableEffect).toBeGreaterThan(0.028);
  });

  test("warn of two modes in the baseline", () => {
    const baseline = Array.from({ length: 16 }, (_, i) => ({
      block: `b${i % 8}`,
      value: i % 3 === 0 ? 130 + i / 9 : 100 + i / 9,
    }));
    const evidence = tested(baseline, baseline.slice(0, 4));
    expect(evidence.warnings.map((warning) => warning.code)).toContain("two_modes");
  });
});

describe("error rates and coverage", () => {
  /** Baseline and candidate runs by block; unequal on purpose. */
  const designs: [string, number[], number[], number, number][] = [
    ["no block effect", [3, 3, 3, 3], [2, 2, 1], 0, 0.02],
    ["half of the variance between blocks", [3, 3, 3, 3, 3, 3], [2, 2, 1], 0.02, 0.02],
    ["nightly single runs", new Array<number>(15).fill(1), [2, 1], 0.02, 0.01],
    ["unequal blocks", [1, 2, 3, 4, 1, 2, 3], [4, 1, 1], 0.01, 0.02],
    ["mostly blocks", [2, 2, 2, 2, 2], [5, 5], 0.03, 0.005],
  ];

  test.each(designs)("two-sided p and the 95 per cent interval hold their level: %s", (_, base, cand, block, run) => {
    const rng = seeded(41);
    const rounds = 1500;
    const law = { level: 1000, block, run };
    let alarms = 0;
    let covered = 0;
    for (let i = 0; i < rounds; i++) {
      const evidence = tested(draw(rng, "b", base, law), draw(rng, "c", cand, law));
      if (evidence.pTwoSided <= 0.05) alarms++;
      if (evidence.effect.low <= 1 && evidence.effect.high >= 1) covered++;
    }
    expect(alarms / rounds).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / rounds));
    expect(covered / rounds).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.05 * 0.95) / rounds));
    expect(covered / rounds).toBeLessThan(0.99);
  });

  test("a regression of exactly δ is called red, and green, at their level only", () => {
    const rng = seeded(12);
    const rounds = 1500;
    const law = { level: 1000, block: 0.01, run: 0.01 };
    let [red, green] = [0, 0];
    for (let i = 0; i < rounds; i++) {
      const baseline = draw(rng, "b", [2, 2, 2, 2, 2, 2], law);
      const evidence = tested(baseline, draw(rng, "c", [2, 2, 1], { ...law, level: 1000 / 1.05 }));
      if (evidence.pWorse <= 0.05) red++;
      if (evidence.pNotWorse <= 0.05) green++;
    }
    const limit = 0.05 + 4 * Math.sqrt((0.05 * 0.95) / rounds);
    expect(red / rounds).toBeLessThan(limit);
    expect(green / rounds).toBeLessThan(limit);
  });

  test("blocks that both sides share are compared as pairs: their effect cancels", () => {
    const rng = seeded(6);
    const law = { level: 100, block: 0.05, run: 0.005 };
    let covered = 0;
    const rounds = 300;
    for (let i = 0; i < rounds; i++) {
      const { baseline, candidate } = interleaved(rng, law);
      const { effect } = tested(baseline, candidate);
      expect(effect.high - effect.low).toBeLessThan(0.05);
      if (effect.low <= 1 && effect.high >= 1) covered++;
    }
    expect(covered / rounds).toBeGreaterThan(0.91);
  });
});

describe("the scale", () => {
  const constant = (value: number, runs: number, name: string) =>
    Array.from({ length: runs }, (_, i) => ({ block: `${name}${i % 3}`, value }));
  const wave = (level: number, width: number, runs: number, name: string) =>
    Array.from({ length: runs }, (_, i) => ({ block: `${name}${i % 3}`, value: level + width * Math.sin(i * 2.3) }));

  test("is a ratio beyond 5 σ of zero, a difference nearer, points for proportions", () => {
    expect(tested(wave(100, 5, 9, "b"), wave(100, 5, 5, "c")).effect.scale).toBe("ratio");
    expect(tested(wave(100, 50, 9, "b"), wave(100, 50, 5, "c")).effect.scale).toBe("difference");
    expect(tested(wave(-100, 5, 9, "b"), wave(-100, 5, 5, "c")).effect.scale).toBe("difference");
    const points = tested(wave(98, 0.1, 9, "b"), wave(92, 0.1, 5, "c"), { ...QUESTION, unit: "%" });
    expect(points.effect).toMatchObject({ scale: "points", unit: "points" });
    expect(points.effect.value).toBeCloseTo(-6, 0);
    const fraction = tested(wave(0.98, 0.001, 9, "b"), wave(0.92, 0.001, 5, "c"), { ...QUESTION, unit: "fraction" });
    expect(fraction.effect.value).toBeCloseTo(-6, 0);
  });

  test.each([1e-300, 1e-9, 1, 1e300])("answers at a level of %d, ratio and difference alike", (level) => {
    const ratio = tested(wave(level, level / 50, 9, "b"), wave(level * 0.8, level / 50, 6, "c"));
    expect(ratio.effect.value).toBeCloseTo(0.8, 2);
    const question = { ...QUESTION, threshold: { ratio: 0.05, difference: level / 20 } };
    const difference = tested(wave(-level, level / 50, 9, "b"), wave(-1.2 * level, level / 50, 6, "c"), question);
    expect(difference.effect.value / level).toBeCloseTo(-0.2, 2);
    for (const evidence of [ratio, difference]) {
      for (const value of fields(evidence)) expect(Number.isFinite(value)).toBe(true);
      expect(evidence.pWorse).toBeLessThan(0.001);
    }
  });

  test("constants, zeros and ties have an answer: equal is not worse, less is", () => {
    expect(tested(constant(7, 6, "b"), constant(7, 4, "c")).pNotWorse).toBeLessThan(1e-6);
    expect(tested(constant(7, 6, "b"), constant(5, 4, "c")).pWorse).toBeLessThan(1e-3);
    expect(tested(constant(0, 6, "b"), constant(0, 4, "c")).pNotWorse).toBeLessThan(1e-6);
    expect(tested(constant(0, 9, "b"), constant(3, 4, "c"), { ...QUESTION, better: "lower" }).pWorse).toBeLessThan(
      1e-3,
    );
    expect(tested(constant(7, 6, "b"), constant(7, 4, "c")).warnings.map((w) => w.code)).toContain("ties");
  });

  test("too little says so: how much there is and how much would do", () => {
    const one = [{ block: "a", value: 1 }];
    expect(compareRuns([], [], QUESTION)).toMatchObject({ kind: "insufficient", need: { baseline: 2, candidate: 1 } });
    expect(compareRuns(one, one, QUESTION)).toMatchObject({
      kind: "insufficient",
      have: { baseline: 1, candidate: 1 },
    });
    expect(compareRuns([...one, { block: "b", value: 2 }], one, QUESTION).kind).toBe("tested");
  });
});

describe("raw runs", () => {
  test("are summarised by their median; a run without a block shares nothing, not even across sides", () => {
    const raw = toRunSamples([[1, 100, 2], { block: "night", values: [5, Number.NaN, 7] }, []]);
    expect(raw).toEqual([
      { block: "", value: 2, repeats: [1, 100, 2] },
      { block: "night", value: 6, repeats: [5, 7] },
    ]);
    const side = toRunSamples([[1], [2], [3]]);
    const evidence = tested(side, side);
    expect(evidence.df).toBe(4);
  });

  test("one candidate run is a prediction, and five baseline runs cannot exclude a mode they never met", () => {
    const baseline = toRunSamples([[100], [101], [99], [100.5], [99.5]]);
    const evidence = tested(baseline, toRunSamples([[150]]));
    expect(evidence.pTwoSided).toBeGreaterThan(0.01);
    expect(evidence.pTwoSided).toBeLessThan(0.05);
  });
});
