/** What a rig changed by between two epochs is measured, and the uncertainty of it goes into every comparison across. */
import { describe, expect, test } from "vitest";
import { type BridgeRun, edgesOf } from "../../../src/detect/bridge.ts";
import { comparisonOf, differenceOf, type Question } from "../../../src/detect/comparison.ts";
import { chainOf, type Edge } from "../../../src/detect/epoch-chain.ts";
import { layOut } from "../../../src/detect/layout.ts";
import { noiseOf } from "../../../src/detect/nested-noise.ts";
import { intervalOf } from "../../../src/detect/shift.ts";
import { normal, type Random, seeded } from "../../simulator/random.ts";

interface Law {
  readonly block: number;
  readonly run: number;
}

interface Side {
  readonly changeset: string;
  readonly epoch: string;
  readonly blocks: number;
  readonly runs: number;
  /** Of the level, as a logarithm. */
  readonly shift: number;
}

function measured(rng: Random, { changeset, epoch, blocks, runs, shift }: Side, law: Law): BridgeRun[] {
  return Array.from({ length: blocks }, (_, b) => {
    const night = law.block * normal(rng);
    return Array.from({ length: runs }, (__, r) => ({
      run: `${changeset} ${epoch} ${b}.${r}`,
      block: `${changeset} ${epoch} ${b}`,
      changeset,
      epoch,
      value: 1000 * Math.exp(shift + night + law.run * normal(rng)),
    }));
  }).flat();
}

const EPOCH = Math.log(0.9);
const question: Question = {
  better: "higher",
  threshold: { ratio: 0.05 },
  unit: "MiB/s",
  priorBlockDeviation: 0.01,
  confidence: 0.95,
};

/** One rig that changed: a long level before, a tip on both sides, a candidate without an effect after. */
function acrossEpochs(rng: Random, law: Law, bridges: { readonly blocks: number; readonly runs: number }) {
  const level = measured(rng, { changeset: "level", epoch: "a", blocks: 10, runs: 2, shift: 0 }, law);
  const tip = (epoch: string, shift: number) => measured(rng, { changeset: "tip", epoch, ...bridges, shift }, law);
  const noise = noiseOf(
    layOut(
      level.map(({ block, value }) => ({ block, value })),
      [],
      Math.log,
    ),
  );
  const runs = [...tip("a", 0.02), ...tip("b", 0.02 + EPOCH)];
  const edge = chainOf(edgesOf(runs, { forward: Math.log, noise, prior: Math.log1p(0.01) }), "a", "b") as Edge;
  const baseline = level.map((one) => ({ ...one, value: one.value * Math.exp(edge.estimate) }));
  const candidate = measured(rng, { changeset: "new", epoch: "b", blocks: 3, runs: 2, shift: EPOCH }, law);
  return { edge, baseline, candidate };
}

function holdsNoChange(
  baseline: readonly BridgeRun[],
  candidate: readonly BridgeRun[],
  bridge: Question["bridge"],
): boolean {
  const difference = differenceOf(comparisonOf(baseline, candidate, { ...question, bridge }));
  if (difference === null) throw new Error("there is enough to compare");
  const { variance, df, contrast } = difference;
  const [low, high] = intervalOf({ estimate: contrast.estimate, variance, df }, 0.95);
  return low <= 0 && 0 <= high;
}

const LAWS: Law[] = [
  { block: 0.01, run: 0.01 },
  { block: 0.002, run: 0.01 },
  { block: 0.02, run: 0.005 },
];

describe.each(LAWS)("nights differ by $block and runs by $run", (law) => {
  test("the 95 % interval of the shift holds the truth in 93 of 100 rigs at least", () => {
    const rng = seeded(11);
    let held = 0;
    for (let rig = 0; rig < 500; rig++) {
      const [low, high] = intervalOf(acrossEpochs(rng, law, { blocks: 3, runs: 2 }).edge, 0.95);
      if (low <= EPOCH && EPOCH <= high) held++;
    }
    expect(held / 500).toBeGreaterThan(0.93);
  });

  test("so does the comparison across; without the bridge's uncertainty it would not", () => {
    const rng = seeded(12);
    let [held, naive] = [0, 0];
    for (let rig = 0; rig < 500; rig++) {
      const { edge, baseline, candidate } = acrossEpochs(rng, law, { blocks: 2, runs: 2 });
      if (holdsNoChange(baseline, candidate, { ...edge, scale: "ratio" })) held++;
      if (holdsNoChange(baseline, candidate, undefined)) naive++;
    }
    expect(held / 500).toBeGreaterThan(0.93);
    expect(naive / 500).toBeLessThan(0.92);
  });
});

describe("bridges", () => {
  const law = { block: 0.005, run: 0.005 };
  const runs = (epochs: readonly string[], changeset: string, seed: number) =>
    epochs.flatMap((epoch, i) =>
      measured(seeded(seed + i), { changeset, epoch, blocks: 3, runs: 2, shift: epoch === "b" ? EPOCH : 0 }, law),
    );
  const scale = { forward: Math.log, prior: 0.01 };

  test("need the same changeset on both sides", () => {
    expect(edgesOf([...runs(["a"], "one", 1), ...runs(["b"], "two", 2)], scale)).toEqual([]);
  });

  test("of several changesets are surer than of one", () => {
    const one = runs(["a", "b"], "one", 3);
    const [alone] = edgesOf(one, scale);
    const [both] = edgesOf([...one, ...runs(["a", "b"], "two", 5)], scale);
    expect(both?.changesets).toBe(2);
    expect(both?.variance).toBeLessThan(alone?.variance ?? 0);
  });

  test("do not depend on the order of arrival", () => {
    const all = [...runs(["a", "b"], "one", 3), ...runs(["a", "b"], "two", 5)];
    expect(edgesOf([...all].reverse(), scale)).toEqual(edgesOf(all, scale));
  });

  test("lead on over others, their variances added, and back with the sign turned; nowhere is nowhere", () => {
    const edges = edgesOf([...runs(["a", "b"], "one", 3), ...runs(["b", "c"], "two", 7)], scale);
    const way = chainOf(edges, "a", "c");
    const [ab, bc] = [chainOf(edges, "a", "b"), chainOf(edges, "b", "c")];
    expect(way?.estimate).toBeCloseTo((ab?.estimate ?? 0) + (bc?.estimate ?? 0), 12);
    expect(way?.variance).toBeCloseTo((ab?.variance ?? 0) + (bc?.variance ?? 0), 12);
    expect(way?.df).toBeGreaterThan(0);
    expect(chainOf(edges, "c", "a")?.estimate).toBeCloseTo(-(way?.estimate ?? 0), 12);
    expect(chainOf(edges, "a", "elsewhere")).toBeNull();
  });

  test("from one run on either side say nothing without a level that shows the noise", () => {
    const few = runs(["a", "b"], "one", 3).filter(({ run }) => run.endsWith("0.0"));
    expect(edgesOf(few, scale)).toEqual([]);
    const noise = { run: { value: 1e-4, df: 10 }, block: { value: 2e-4, df: 5 }, runsPerBlock: 2 };
    expect(edgesOf(few, { ...scale, noise })).toHaveLength(1);
  });
});
