import { expect, test } from "vitest";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { GateRun, SeriesQuestion } from "../../../src/gate/landing.ts";
import { landingOf, oneSeries, SERIES } from "./rig.ts";

const constant = (name: string, value: number, perBlock: readonly number[]): GateRun[] =>
  perBlock.flatMap((runs, i) =>
    Array.from({ length: runs }, (_, k) => ({ run: `${name} ${i}.${k}`, block: `${name} ${i}`, value })),
  );

function counter(before: number, after: number, metric: string): SeriesQuestion {
  const baseline = constant("level", before, [3, 3, 3, 3]);
  const series = { ...SERIES, id: metric, metric, better: "lower" as const, unit: "count" };
  return { ...oneSeries({}), series, baseline, parent: baseline, candidate: constant("candidate", after, [2, 2, 2]) };
}

test("a series without noise is judged on its value: equal passes, a tenth more fails, a thousandth more passes", () => {
  const answer = judgeLanding(
    landingOf([
      counter(0, 0, "errors"),
      counter(12, 12, "system.calls"),
      counter(1000, 1001, "instructions"),
      counter(1000, 1100, "allocations"),
      counter(0, 3, "timeouts"),
    ]),
  );
  expect(answer.series.map((one) => one.verdict)).toEqual(["pass", "pass", "pass", "fail", "fail"]);
});

test("series without noise say nothing of the noise of their relatives", () => {
  const still = Array.from({ length: 20 }, (_, i) => counter(100, 100, `counter.${i}`));
  for (let seed = 1; seed <= 20; seed++) {
    const answer = judgeLanding(landingOf([...still, oneSeries({}, {}, seed), oneSeries({ factor: 0.8 }, {}, seed)]));
    expect(answer.series.slice(-2).map((one) => one.verdict)).toEqual(["pass", "fail"]);
  }
});

test("levels of 10³⁰⁰ and 10⁻³⁰⁰ and negative levels are judged like any other", () => {
  for (const scale of [1e300, 1e-300]) {
    const scaled = (factor: number): SeriesQuestion => {
      const one = oneSeries({ factor });
      const times = (runs: readonly GateRun[]) => runs.map((run) => ({ ...run, value: run.value * scale }));
      return { ...one, baseline: times(one.baseline), parent: times(one.parent), candidate: times(one.candidate) };
    };
    expect(judgeLanding(landingOf([scaled(0.8)])).verdict).toBe("fail");
    expect(judgeLanding(landingOf([scaled(1)])).verdict).toBe("pass");
  }
  const one = oneSeries({ factor: 1.25 });
  const negative = (runs: readonly GateRun[]) => runs.map((run) => ({ ...run, value: -run.value }));
  const below = {
    ...one,
    baseline: negative(one.baseline),
    parent: negative(one.parent),
    candidate: negative(one.candidate),
  };
  expect(judgeLanding(landingOf([below])).verdict).toBe("fail");
});
