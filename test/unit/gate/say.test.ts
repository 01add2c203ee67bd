import { describe, expect, test } from "vitest";
import { inflationOfMean } from "../../../src/detect/block-memory.ts";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { GateRun, SeriesQuestion } from "../../../src/gate/landing.ts";
import { lookCounts, untilNextLook } from "../../../src/gate/look-counts.ts";
import { byNight, nightOf } from "../../../src/gate/night.ts";
import { plannedLooks, ratesOf } from "../../../src/gate/rates.ts";
import { settledBy } from "../../../src/gate/settled.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import { seeded } from "../../simulator/random.ts";
import { type Draw, drawRuns, landingOf, oneSeries, SERIES } from "./rig.ts";

/** Sixteen nights of three runs of history, and a candidate of one night. */
function series(id: number, run: number, candidate: Partial<Draw> = {}): SeriesQuestion {
  const rng = seeded(id + 1);
  const baseline = drawRuns(rng, { name: "level", perBlock: new Array<number>(16).fill(3), run });
  const mine = drawRuns(rng, { name: "candidate", perBlock: [3], run, ...candidate });
  const boots = mine.map((one, i): GateRun => ({ ...one, block: `${one.block}/${i % 2}` }));
  return { ...oneSeries({}), series: { ...SERIES, id: `s${id}` }, baseline, parent: baseline, candidate: boots };
}

const says = (all: readonly SeriesQuestion[]) => settledBy(all.map(byNight), DEFAULT_POLICY).map(({ say }) => say);

describe("who may hold a landing", () => {
  test("sharp series have a full say, rough ones none", () => {
    const all = [...Array.from({ length: 6 }, (_, i) => series(i, 0.004)), series(6, 0.2), series(7, 0.2)];
    expect(says(all)).toEqual([...new Array<string>(6).fill("full"), "none", "none"]);
  });

  test("power is the landing's: of many series that each see δ barely, only some keep a full say", () => {
    const width = 0.028;
    expect(says([series(0, width)])).toEqual(["full"]);
    const many = says(Array.from({ length: 60 }, (_, i) => series(i, width)));
    const full = many.filter((say) => say === "full").length;
    expect(full).toBeGreaterThan(0);
    expect(full).toBeLessThan(60);
  });

  test("the candidate's own values have no say in it", () => {
    const all = (factor: number) => Array.from({ length: 12 }, (_, i) => series(i, 0.002 * (i + 1), { factor }));
    expect(says(all(0.7))).toEqual(says(all(1)));
  });

  test("what an earlier look settled is kept", () => {
    expect(says([{ ...series(0, 0.2), say: "full" }])).toEqual(["full"]);
  });
});

describe("boots of one night", () => {
  test("a block names its night before the slash", () => {
    expect(nightOf("2026-10-02/boot-2")).toBe("2026-10-02");
    expect(nightOf("2026-10-02")).toBe("2026-10-02");
  });

  test("two of them let a quiet landing pass in its first night, and never fail one", () => {
    const quiet = Array.from({ length: 6 }, (_, i) => series(i, 0.004));
    expect(judgeLanding(landingOf(quiet)).verdict).toBe("pass");
    const slow = judgeLanding(landingOf([series(9, 0.004, { factor: 0.7 }), ...quiet]));
    expect(slow.verdict).toBe("inconclusive");
    expect(slow.series[0]?.suspected).toBe(true);
  });

  test("a loss that filled all planned looks in one night fails after three runs of another", () => {
    const night = (name: string, runs: number) => ({ perBlock: [runs], name, factor: 0.7 });
    const one = series(9, 0.004);
    const rng = seeded(77);
    const first = drawRuns(rng, { run: 0.004, ...night("first", 10) });
    const second = drawRuns(rng, { run: 0.004, ...night("second", 3) });
    const boots = first.map((run, i) => ({ ...run, block: `${run.block}/${i % 2}` }));
    const before = judgeLanding(landingOf([{ ...one, candidate: boots }]));
    expect(before.verdict).toBe("inconclusive");
    expect(before.series[0]?.need).toEqual({ runs: 3, blocks: 1 });
    expect(judgeLanding(landingOf([{ ...one, candidate: [...boots, ...second] }])).verdict).toBe("fail");
  });
});

test("what the looks may spend sums to the policy's chances, those beyond the plan included", () => {
  for (const looks of [DEFAULT_POLICY.looks, [4, 12], [10]]) {
    const policy = { ...DEFAULT_POLICY, looks };
    const all = [...plannedLooks(policy), "second night", "third night"].map((_, i) => ratesOf(policy, i + 1));
    expect(all.reduce((sum, { green }) => sum + green, 0)).toBeCloseTo(policy.falseGreenPerSeries, 12);
    expect(looks.length * ratesOf(policy, 1).red).toBeCloseTo(policy.falseRedPerLanding, 12);
  }
});

describe("looks beyond the plan", () => {
  const runs = (...nights: readonly (readonly [string, number])[]): GateRun[] =>
    nights.flatMap(([night, count]) =>
      Array.from({ length: count }, (_, i) => ({ run: `${night} ${i}`, block: `${night}/${i % 2}`, value: 1 })),
    );
  const counts = (...nights: readonly (readonly [string, number])[]) => lookCounts(runs(...nights), DEFAULT_POLICY);

  test("a first night that filled the plan is followed by a second and a third, and by no more", () => {
    expect(counts(["a", 10])).toEqual([3, 5, 10, 13]);
    expect(counts(["a", 12])).toEqual([3, 5, 10, 15]);
    expect(counts(["a", 10], ["b", 3])).toEqual([3, 5, 10, 13, 16]);
    expect(counts(["a", 10], ["b", 6])).toEqual([3, 5, 10, 13, 19]);
    expect(counts(["a", 10], ["b", 3], ["c", 3], ["d", 9])).toEqual([3, 5, 10, 13, 16]);
    expect(untilNextLook(runs(["a", 10], ["b", 3], ["c", 3]), DEFAULT_POLICY)).toBeNull();
  });

  test("only looks that spent no red are made up for", () => {
    expect(counts(["a", 3], ["b", 7])).toEqual([3, 5, 10, 13]);
    expect(counts(["a", 2], ["b", 8])).toEqual([3, 5, 10]);
    expect(counts(["a", 3], ["b", 3], ["c", 4])).toEqual([3, 5, 10]);
    expect(counts(["a", 9])).toEqual([3, 5, 10]);
  });
});

test("the variance of a mean of effects that remember each other is the sum of their correlations", () => {
  for (const rho of [0.2, 0.6, 0.9]) {
    for (const n of [1, 2, 3, 10, 40]) {
      let sum = 0;
      for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) sum += rho ** Math.abs(i - k);
      expect(inflationOfMean(rho, n)).toBeCloseTo(sum / n, 9);
    }
  }
});
