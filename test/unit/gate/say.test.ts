import { describe, expect, test } from "vitest";
import { inflationOfMean } from "../../../src/detect/block-memory.ts";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { GateRun, SeriesQuestion } from "../../../src/gate/landing.ts";
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

test("what the looks may spend sums to the policy's chances, the look beyond the plan included", () => {
  const looks = plannedLooks(DEFAULT_POLICY);
  const green = [...looks, 0].map((_, i) => ratesOf(DEFAULT_POLICY, i + 1).green);
  expect(green.reduce((sum, one) => sum + one, 0)).toBeCloseTo(DEFAULT_POLICY.falseGreenPerSeries, 12);
  expect(looks.length * ratesOf(DEFAULT_POLICY, 1).red).toBeCloseTo(DEFAULT_POLICY.falseRedPerLanding, 12);
  expect(ratesOf({ ...DEFAULT_POLICY, looks: [10] }, 1).green).toBe(DEFAULT_POLICY.falseGreenPerSeries);
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
