/** What people settled before or after the data: declared effects, absolute limits, waivers. */
import { describe, expect, test } from "vitest";
import type { Declared } from "../../../src/gate/expectations.ts";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { LandingQuestion, SeriesQuestion } from "../../../src/gate/landing.ts";
import { DEFAULT_POLICY, type Policy } from "../../../src/model/policy.ts";
import type { Waiver } from "../../../src/model/waiver.ts";
import { landingOf, oneSeries, SERIES } from "./rig.ts";

const judgeOne = (one: SeriesQuestion, more: Partial<LandingQuestion> = {}) => {
  const answer = judgeLanding(landingOf([one], more));
  const [series] = answer.series;
  if (series === undefined) throw new Error("no series was judged");
  return { answer, series };
};

const declared = (effect: "worse" | "better", ratio: number, isLate = false): Declared => ({
  effect,
  upTo: { ratio },
  ticket: "LU-1",
  isLate,
});

describe("an effect that was declared", () => {
  test("and stays within its size passes, in words", () => {
    const { answer, series } = judgeOne(oneSeries({ factor: 0.9 }, { declared: declared("worse", 0.25) }));
    expect(answer.verdict).toBe("pass");
    expect(series.why).toContain("material is 25 %; expected: up to 25 % worse (LU-1)");
    expect(judgeOne(oneSeries({ factor: 0.9 })).answer.verdict).toBe("fail");
  });

  test("and is worse than its size fails", () => {
    const { answer } = judgeOne(oneSeries({ factor: 0.7 }, { declared: declared("worse", 0.15) }));
    expect(answer.verdict).toBe("fail");
    expect(answer.why).toContain("expected: up to 15 % worse");
  });

  test("below the policy's threshold makes nothing stricter", () => {
    const { series } = judgeOne(oneSeries({}, { declared: declared("worse", 0.01) }));
    expect(series.threshold.ratio).toBe(0.05);
  });

  test("after the first run excuses nothing, and says so", () => {
    const { answer, series } = judgeOne(oneSeries({ factor: 0.9 }, { declared: declared("worse", 0.25, true) }));
    expect(answer.verdict).toBe("fail");
    expect(series.warnings).toContainEqual({
      code: "expectation_late",
      text: "An effect of up to 25 % worse was declared after the first run (LU-1): that needs a waiver.",
    });
  });

  test("as an improvement is missed where the interval still holds no change", () => {
    const missed = {
      code: "expectation_missed",
      text: "An improvement was expected: up to 20 % better (LU-1): it is not there.",
    };
    const better = declared("better", 0.2);
    expect(judgeOne(oneSeries({}, { declared: better })).series.warnings).toContainEqual(missed);
    expect(judgeOne(oneSeries({ factor: 1.2 }, { declared: better })).series.warnings).not.toContainEqual(missed);
  });
});

describe("an absolute limit", () => {
  const latency = { ...SERIES, metric: "latency", unit: "ms", better: "lower" as const };
  const under = (ceiling: string, more: Partial<Policy> = {}): Partial<LandingQuestion> => ({
    policy: {
      ...DEFAULT_POLICY,
      bounds: [{ metric: "latency", ceiling: { value: Number(ceiling), unit: "s" } }],
      ...more,
    },
  });

  test("that the candidate crosses fails it, however small the step", () => {
    const { answer } = judgeOne(oneSeries({ factor: 1.035 }, { series: latency }), under("2.02"));
    expect(answer).toMatchObject({ verdict: "fail", final: true });
    expect(answer.why).toMatch(/^latency is 2,0\d\d ms, above the ceiling of 2,020 ms, and its parent was not\.$/);
    expect(judgeOne(oneSeries({ factor: 1.035 }, { series: latency })).answer.verdict).not.toBe("fail");
  });

  test("that was crossed before is told, and blames nobody", () => {
    const { answer, series } = judgeOne(oneSeries({}, { series: latency }), under("1.9"));
    expect(answer.verdict).toBe("pass");
    expect(series.warnings.map(({ code }) => code)).toContain("beyond_limit");
  });

  test("that is kept says nothing", () => {
    const { answer, series } = judgeOne(oneSeries({}, { series: latency }), under("2.5"));
    expect(answer.verdict).toBe("pass");
    expect(series.warnings).toEqual([]);
  });

  test("needs two blocks, as every red does", () => {
    const { answer } = judgeOne(oneSeries({ factor: 1.035, perBlock: [6] }, { series: latency }), under("2.02"));
    expect(answer.verdict).toBe("inconclusive");
  });

  test("of another dimension says nothing of a series", () => {
    const { answer } = judgeOne(oneSeries({ factor: 1.035 }), {
      policy: { ...DEFAULT_POLICY, bounds: [{ floor: { value: 1e9, unit: "s" } }] },
    });
    expect(answer.verdict).not.toBe("fail");
  });

  test.each(Array.from({ length: 40 }, (_, i) => i + 1))(
    "at the level itself is crossed by noise in no seed (%i)",
    (seed) => {
      const { answer } = judgeOne(oneSeries({ block: 0.01 }, { series: latency }, seed), under("2"));
      expect(answer.verdict).not.toBe("fail");
    },
  );
});

const waiver = (waives: Waiver["waives"]): Waiver => ({
  id: "w1",
  sha: "candidate",
  waives,
  reason: "the safety is worth it",
  ticket: "LU-2",
  who: "Ada",
  at: "2026-10-01T00:00:00Z",
  expiresAt: "2026-12-01T00:00:00Z",
  isRevoked: false,
});

describe("a waiver", () => {
  const name = "write.bandwidth of ior-easy on opensfs-a";
  const regression = waiver({ kind: "regression", series: [{ series: SERIES.id, name, worsening: Math.log(1.25) }] });

  test("lets a regression through without hiding it", () => {
    const { answer, series } = judgeOne(oneSeries({ factor: 0.8 }), { waivers: [regression] });
    expect(answer).toMatchObject({ verdict: "pass", final: true, waitingFor: [] });
    expect(answer.why).toMatch(/of the baseline.* It lands by a waiver\.$/);
    expect(series).toMatchObject({ verdict: "fail", waiver: "w1" });
    expect(answer.waivers.map(({ text }) => text)).toEqual([
      `Ada waived the regression of ${name} (25 % worse) until 2026-12-01 (LU-2): the safety is worth it`,
    ]);
  });

  test("of one series lets no other through", () => {
    const other = oneSeries(
      { factor: 0.8 },
      { series: { ...SERIES, id: "00000000000000bb", metric: "read.bandwidth" } },
    );
    const answer = judgeLanding(landingOf([oneSeries({ factor: 0.8 }), other], { waivers: [regression] }));
    expect(answer.verdict).toBe("fail");
    expect(answer.why).toContain("read.bandwidth");
  });

  test("is no measurement: what was not measured stays so", () => {
    const { answer } = judgeOne(oneSeries({}, { candidate: [], role: "required" }), { waivers: [regression] });
    expect(answer.verdict).toBe("not_measured");
  });

  test("of an absence stands in for its cell, and for no other", () => {
    const missing = [{ what: "ior-easy on 2 rigs", why: "no rig has a usable run of it", cell: "two" }];
    const absent = (cell: string) =>
      judgeOne(oneSeries({}), { missing, waivers: [waiver({ kind: "absence", cells: [cell] })] });
    expect(judgeOne(oneSeries({}), { missing }).answer.verdict).toBe("not_measured");
    expect(absent("two").answer).toMatchObject({ verdict: "pass", missing: [] });
    expect(absent("three").answer.verdict).toBe("not_measured");
  });

  test("that was accepted makes an heir of nobody", () => {
    const worse = oneSeries({ factor: 0.8 }, { waivedBy: "Ada waived it (LU-2)", regressionSha: "guilty" });
    const heir = {
      ...worse,
      parent: worse.candidate.map((run) => ({ ...run, run: `p${run.run}`, block: `p${run.block}` })),
    };
    const { answer, series } = judgeOne(heir);
    expect(answer.verdict).toBe("pass");
    expect(series.inherits).toBeNull();
    expect(series.why).toContain("Ada waived it (LU-2)");
  });
});
