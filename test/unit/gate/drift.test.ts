import { describe, expect, test } from "vitest";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { SeriesQuestion } from "../../../src/gate/landing.ts";
import { landingOrders } from "../../../src/gate/orders/landing-orders.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import { seeded } from "../../simulator/random.ts";
import { drawRuns, landingOf, oneSeries, SERIES } from "./rig.ts";

interface Fate {
  readonly factor: number;
  readonly rig?: string;
  /** What the parent does in the candidate's nights; not measured there when absent. */
  readonly parentNow?: number;
}

/** Benchmark `i` of a rig whose parent was measured before the candidate's nights, and in them where the fate says so. */
function benchmark(i: number, { factor, rig = "opensfs-a", parentNow }: Fate): SeriesQuestion {
  const noise = { run: 0.004, block: 0.003 };
  const identity = { ...SERIES, rig, benchmark: `benchmark ${i}`, id: `${rig} ${i}` };
  const baseline = drawRuns(seeded(100 + i), { name: "level", perBlock: [3, 3, 3, 3], ...noise });
  const again = drawRuns(seeded(200 + i), { name: "candidate", perBlock: [2, 1], factor: parentNow ?? 1, ...noise });
  const inTheseNights = again.map((run) => ({ ...run, run: `parent ${run.run}` }));
  const parent = parentNow === undefined ? baseline : [...baseline, ...inTheseNights];
  return oneSeries({ factor, perBlock: [3, 2], ...noise }, { series: identity, baseline, parent }, 300 + i);
}

const rigOf = (fates: readonly Fate[]) => judgeLanding(landingOf(fates.map((fate, i) => benchmark(i, fate))));
const twelve = (fate: Fate): Fate[] => Array.from({ length: 12 }, () => fate);

describe("a rig that moved by itself since its parent was measured", () => {
  test("is not told from a changeset: nobody is blamed, and the words say what settles it", () => {
    const answer = rigOf(twelve({ factor: 0.9 }));
    expect(answer).toMatchObject({ verdict: "inconclusive", final: false });
    expect(answer.series.every(({ verdict }) => verdict === "inconclusive")).toBe(true);
    expect(answer.series.some(({ suspected }) => suspected)).toBe(true);
    expect(answer.series[0]?.why).toContain("the rig may have moved by itself since the parent was measured");
    expect(answer.series[0]?.why).toMatch(/5 runs in another block settle it, the parent taking turns\.$/);
  });

  test("gets an order in which the parent takes turns", () => {
    const question = landingOf(twelve({ factor: 0.9 }).map((fate, i) => benchmark(i, fate)));
    const verdict = { ...judgeLanding(question), sha: question.sha };
    const runs = question.series.flatMap(({ candidate }) =>
      candidate.map((run) => ({ ...run, suite: "nightly", startedAt: "2026-10-02T00:00:00Z" })),
    );
    const [order] = landingOrders({ verdict, policy: DEFAULT_POLICY, rig: "opensfs-a", runs, isLanded: false });
    expect(order).toMatchObject({ cause: "retest", baseline: "parent", afterNight: null });
    expect(order?.runs).toBeGreaterThanOrEqual(DEFAULT_POLICY.candidate.runs);
  });

  test("is known by the parent's runs in the candidate's nights: the changeset passes", () => {
    expect(rigOf(twelve({ factor: 0.9, parentNow: 0.9 })).verdict).toBe("pass");
  });

  test("… or stands still, and the changeset fails", () => {
    expect(rigOf(twelve({ factor: 0.9, parentNow: 1 })).verdict).toBe("fail");
  });

  test("with one node alone, on which more than a quarter of the benchmarks run, is not held against anybody either", () => {
    const ill = [...twelve({ factor: 1 }), ...Array.from({ length: 5 }, () => ({ factor: 0.88 }))];
    expect(rigOf(ill).verdict).toBe("inconclusive");
  });
});

describe("a loss that no drift of the rig explains fails without runs of the parent in the candidate's nights", () => {
  test("because the other benchmarks of the rig stand still", () => {
    const answer = rigOf([{ factor: 0.88 }, ...twelve({ factor: 1 })]);
    expect(answer.series.map(({ verdict }) => verdict)).toEqual(["fail", ...new Array(12).fill("pass")]);
  });

  test("because most benchmarks of another rig lost as much", () => {
    expect(rigOf([...twelve({ factor: 0.85 }), ...twelve({ factor: 0.85, rig: "opensfs-b" })]).verdict).toBe("fail");
  });

  test("because it is larger than what a rig of few benchmarks is taken to hide", () => {
    expect(rigOf([{ factor: 0.88 }]).verdict).toBe("fail");
    expect(rigOf([{ factor: 0.935 }]).verdict).toBe("inconclusive");
  });
});
