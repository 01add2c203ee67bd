import { describe, expect, test } from "vitest";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { GateRun, LandingAnswer, SeriesQuestion } from "../../../src/gate/landing.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import type { SeriesVerdict } from "../../../src/model/verdict.ts";
import { normal, seeded } from "../../simulator/random.ts";
import { drawRuns, landingOf, oneSeries, SERIES } from "./rig.ts";

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

function first(answer: LandingAnswer): SeriesVerdict {
  const [series] = answer.series;
  if (series === undefined) throw new Error("no series was judged");
  return series;
}

const judgeOne = (one: SeriesQuestion) => judgeLanding(landingOf([one]));

describe("a landing of one series at one per cent of noise", () => {
  test.each(seeds)("a fifth less over three blocks fails, with its size and interval (seed %i)", (seed) => {
    const answer = judgeOne(oneSeries({ factor: 0.8 }, {}, seed));
    const { effect, ...series } = first(answer);
    expect(answer).toMatchObject({ verdict: "fail", final: true, waitingFor: [], look: 2, missing: [] });
    expect(series).toMatchObject({ verdict: "fail", suspected: false, role: "gating", need: null, inherits: null });
    expect(effect?.scale).toBe("ratio");
    expect(effect?.value).toBeGreaterThan(0.77);
    expect(effect?.value).toBeLessThan(0.83);
    expect(effect?.low).toBeGreaterThan(0.7);
    expect(effect?.high).toBeLessThan(0.9);
    expect(series.adjustedP).toBeLessThan(DEFAULT_POLICY.falseRedPerLanding);
    expect(series.why).toMatch(/^write\.bandwidth is 0\.\d+x \(0\.\d+ to 0\.\d+\) of the baseline.*material is 5 %\.$/);
  });

  test.each(seeds)("no change passes (seed %i)", (seed) => {
    const answer = judgeOne(oneSeries({}, {}, seed));
    expect(answer).toMatchObject({ verdict: "pass", final: true, look: 2 });
    expect(first(answer)).toMatchObject({ verdict: "pass", suspected: false, need: null, warnings: [] });
  });

  test.each(seeds)("a fifth less in one block is suspected and orders another block (seed %i)", (seed) => {
    const answer = judgeOne(oneSeries({ factor: 0.8, perBlock: [6] }, {}, seed));
    expect(answer).toMatchObject({ verdict: "inconclusive", final: false });
    expect(answer.waitingFor).toEqual(["4 more runs in another block on opensfs-a"]);
    expect(first(answer)).toMatchObject({
      verdict: "inconclusive",
      suspected: true,
      need: { runs: 4, blocks: 1 },
      adjustedP: null,
    });
  });

  test("one block passes nothing either", () => {
    const answer = judgeOne(oneSeries({ perBlock: [6] }));
    expect(answer.verdict).toBe("inconclusive");
    expect(first(answer).suspected).toBe(false);
  });

  test("a fifth more passes with a warning: a suspicious improvement is a broken benchmark", () => {
    const answer = judgeOne(oneSeries({ factor: 1.25 }));
    expect(answer.verdict).toBe("pass");
    expect(first(answer).warnings.map((warning) => warning.code)).toEqual(["improvement"]);
  });

  test("a time that grows by a fifth fails as a rate that falls does", () => {
    const series = { ...SERIES, better: "lower", unit: "s", metric: "elapsed" } as const;
    expect(judgeOne(oneSeries({ factor: 1.25 }, { series })).verdict).toBe("fail");
    expect(judgeOne(oneSeries({ factor: 0.8 }, { series })).verdict).toBe("pass");
  });

  test("a metric with its own threshold is held to it", () => {
    const series = { ...SERIES, better: "lower", unit: "us", metric: "latency.p99" } as const;
    const answer = judgeOne(oneSeries({ factor: 1.07 }, { series }));
    expect(answer.verdict).toBe("pass");
    expect(answer.why).toContain("material is 10 %");
  });
});

describe("a fifth less than the level, with a parent that was measured a few times in one night", () => {
  const judged = (seed: number, factors: readonly number[]) => {
    const rng = seeded(seed);
    const level = drawRuns(rng, { name: "level", perBlock: [3, 3, 3, 3, 3, 3] });
    const parent = drawRuns(rng, { name: "parent", perBlock: [factors.length] }).map((run, i) => ({
      ...run,
      value: run.value * (factors[i] ?? 1),
    }));
    const answer = judgeOne(oneSeries({ factor: 0.8 }, { baseline: [...level, ...parent], parent }, seed));
    return answer;
  };

  test.each([[[0.5]], [[0.5, 1]], [[1, 0.1]], [[0.5, 1, 1]]])(
    "a wild run of it, %j of the level, makes no heir: the parent is measured again, or it fails",
    (factors) => {
      for (const seed of seeds.slice(0, 10)) {
        const { verdict, why } = judged(seed, factors);
        expect([seed, verdict, why]).not.toContain("pass");
        expect(why).not.toContain("was there before");
      }
    },
  );

  test("as many runs of it as are asked for that agree but for one wait for more of them, not for nothing", () => {
    const answers = seeds.slice(0, 30).map((seed) => judged(seed, [0.81, 0.8, 0.74]));
    for (const { verdict, waitingFor } of answers)
      expect([verdict, waitingFor]).toEqual(
        verdict === "pass" ? ["pass", []] : ["inconclusive", ["3 runs of the parent on opensfs-a"]],
      );
    expect(new Set(answers.map(({ verdict }) => verdict)).size).toBe(2);
  });

  test.each([[[0.8, 0.8]], [[0.8, 0.8, 0.8]]])("runs of it that agree, %j of the level, do: it inherits", (factors) => {
    for (const seed of seeds.slice(0, 10)) {
      const answer = judged(seed, factors);
      expect([seed, answer.verdict, first(answer).inherits]).toEqual([seed, "pass", "parent"]);
    }
  });
});

describe("seven hundredths less on a rig whose nights differ by more, with the parent in the candidate's nights", () => {
  const judged = (seed: number, { factor = 0.93, wild = 1 }) => {
    const rng = seeded(seed);
    const level = drawRuns(rng, { name: "level", perBlock: new Array<number>(20).fill(3), run: 0.008, block: 0.04 });
    const nights = [0.04 * normal(rng), 0.04 * normal(rng)];
    const inNights = (name: string, runs: number, shift: number): GateRun[] =>
      Array.from({ length: runs }, (_, i) => {
        const value = 2000 * shift * Math.exp((nights[i % 2] ?? 0) + 0.008 * normal(rng));
        return { run: `${name} ${i}`, block: `night ${i % 2}`, value };
      });
    const [first, ...others] = inNights("parent", 3, 1);
    const parent = first === undefined ? [] : [{ ...first, value: first.value * wild }, ...others];
    return judgeOne(oneSeries({}, { baseline: level, parent, candidate: inNights("candidate", 5, factor) }, seed));
  };

  test.each([0.6, 0.8])("a wild run of the parent, %d of what it was, makes no guilty changeset green", (wild) => {
    for (const seed of seeds) expect([seed, judged(seed, { wild }).verdict]).not.toContain("pass");
  });

  test("one that changed nothing is as green as it was: by a level that cannot see it, the parent's runs say it", () => {
    for (const seed of seeds) expect([seed, judged(seed, { factor: 1 }).verdict]).toEqual([seed, "pass"]);
  });
});

describe("looks", () => {
  test("before the first look there is no verdict, and no look", () => {
    const answer = judgeOne(oneSeries({ factor: 0.5, perBlock: [1, 1] }));
    expect(answer).toMatchObject({ verdict: "inconclusive", look: 0, final: false });
    expect(answer.waitingFor).toEqual(["1 more run on opensfs-a"]);
    expect(first(answer)).toMatchObject({ effect: null, p: null, need: { runs: 1, blocks: 0 } });
  });

  test("a run that nobody planned changes no figure until the next look", () => {
    const six = oneSeries({ perBlock: [2, 2, 2], factor: 0.95 });
    const verdictOf = (runs: number) => first(judgeOne({ ...six, candidate: six.candidate.slice(0, runs) }));
    const { candidate: _five, ...five } = verdictOf(5);
    const { candidate: _six, need, ...sixth } = verdictOf(6);
    expect({ ...sixth, need: { runs: 5, blocks: 0 } }).toMatchObject({ effect: five.effect, p: five.p });
    expect(need).toEqual({ runs: 4, blocks: 0 });
  });

  test("a red stands: seven good runs afterwards do not turn it green", () => {
    const bad = oneSeries({ factor: 0.8, perBlock: [2, 1] });
    const good = drawRuns(seeded(77), { name: "rerun", perBlock: [4, 3] });
    const answer = judgeOne({ ...bad, candidate: [...bad.candidate, ...good] });
    expect(judgeOne(bad).verdict).toBe("fail");
    expect(answer.verdict).toBe("fail");
  });

  test("ten runs in one block, then three elsewhere: the confirmation is a look of its own", () => {
    const one = oneSeries({ factor: 0.8, perBlock: [10] });
    expect(first(judgeOne(one))).toMatchObject({
      verdict: "inconclusive",
      suspected: true,
      need: { runs: 3, blocks: 1 },
    });
    const fresh = drawRuns(seeded(5), { name: "fresh", perBlock: [2, 1], factor: 0.8 });
    expect(judgeOne({ ...one, candidate: [...one.candidate, ...fresh] }).verdict).toBe("fail");
  });

  test("one bad block, however bad, fails nothing when the others are good", () => {
    for (const seed of seeds) {
      const one = oneSeries({ factor: 0.5, perBlock: [2] }, {}, seed);
      const good = drawRuns(seeded(seed + 100), { name: "good", perBlock: [2, 2, 2, 2] });
      expect(judgeOne({ ...one, candidate: [...one.candidate, ...good] }).verdict).not.toBe("fail");
    }
  });

  test("one stalled run, in the first block or in a later one, fails nothing", () => {
    for (const seed of seeds) {
      const one = oneSeries({ perBlock: [2, 1] }, {}, seed);
      for (const place of [0, 2]) {
        const candidate = one.candidate.map((run, i) => (i === place ? { ...run, value: run.value / 8 } : run));
        expect(judgeOne({ ...one, candidate }).verdict).not.toBe("fail");
      }
    }
  });

  test("the effect of a fail is that of the blocks after the first", () => {
    const one = oneSeries({ factor: 0.76, perBlock: [2] });
    const fresh = drawRuns(seeded(9), { name: "fresh", perBlock: [2, 2, 2, 2], factor: 0.8, run: 0.003 });
    const answer = judgeOne({ ...one, candidate: [...one.candidate, ...fresh] });
    expect(answer.verdict).toBe("fail");
    expect(Math.abs((first(answer).effect?.value ?? 0) - 0.8)).toBeLessThan(0.006);
  });
});

test("a candidate that stalls one run in three never passes", () => {
  for (const seed of seeds) {
    const one = oneSeries({ perBlock: [3, 3, 4] }, {}, seed);
    const candidate = one.candidate.map((run, i) => (i % 3 === 1 ? { ...run, value: run.value / 3 } : run));
    expect(judgeOne({ ...one, candidate }).verdict).not.toBe("pass");
  }
});

test("one stalled run in a level never turns a clean candidate red", () => {
  for (const seed of seeds) {
    const one = oneSeries({}, {}, seed);
    const baseline = one.baseline.map((run, i) => (i === 4 ? { ...run, value: run.value / 8 } : run));
    expect(judgeOne({ ...one, baseline, parent: baseline }).verdict).not.toBe("fail");
  }
});

describe("the innocent", () => {
  /** The parent lost a fifth; its child changed nothing. */
  const behindGuilty = (parentRuns: readonly number[], more: Partial<SeriesQuestion> = {}, seed = 1) => {
    const parent = drawRuns(seeded(seed + 500), { name: "parent", perBlock: parentRuns, factor: 0.8 });
    return oneSeries({ factor: 0.8 }, { parent, regressionSha: "guilty", ...more }, seed);
  };

  test("a clean child behind a guilty parent passes and names what it inherits", () => {
    for (const seed of seeds) {
      const answer = judgeOne(behindGuilty([2, 2], {}, seed));
      expect(answer.verdict).not.toBe("fail");
    }
    const answer = judgeOne(behindGuilty([3, 3]));
    expect(answer.verdict).toBe("pass");
    expect(first(answer)).toMatchObject({ inherits: "guilty" });
    expect(answer.why).toContain("the regression was there before");
  });

  test("worse than the level by no more than noise allows to show, and as good as the parent, is inherited too", () => {
    const parent = drawRuns(seeded(8), { name: "parent", perBlock: [3, 3], factor: 0.94 });
    const answer = judgeOne(oneSeries({ factor: 0.94 }, { parent, regressionSha: "guilty" }));
    expect(first(answer).adjustedP).toBeGreaterThan(DEFAULT_POLICY.falseRedPerLanding);
    expect(first(answer)).toMatchObject({ verdict: "pass", inherits: "guilty" });
  });

  test("worse than the level with an unmeasured parent orders runs of the parent", () => {
    const answer = judgeOne(behindGuilty([]));
    expect(answer).toMatchObject({
      verdict: "inconclusive",
      final: false,
      waitingFor: ["3 runs of the parent on opensfs-a"],
    });
    expect(first(answer)).toMatchObject({ suspected: true, need: { runs: 3, blocks: 2 } });
  });

  test("a suspected tail of the level orders runs of the parent before it fails or passes", () => {
    const doubt = { tailSuspected: true, parent: [] };
    for (const factor of [0.8, 1]) {
      const answer = judgeOne(oneSeries({ factor }, doubt));
      expect(answer.verdict).toBe("inconclusive");
      expect(answer.waitingFor).toEqual(["3 runs of the parent on opensfs-a"]);
      expect(first(answer).warnings.map((warning) => warning.code)).toContain("suspected_tail");
    }
    expect(judgeOne(oneSeries({ factor: 0.8 }, { tailSuspected: true })).verdict).toBe("fail");
    expect(judgeOne(oneSeries({}, { gapSuspected: true })).verdict).toBe("pass");
  });
});

describe("what cannot be judged", () => {
  test("a baseline that is too short is established, advisory, and says when it arms", () => {
    const baseline = drawRuns(seeded(3), { name: "level", perBlock: [2, 2] });
    const answer = judgeOne(oneSeries({}, { baseline, parent: baseline }));
    expect(answer).toMatchObject({ verdict: "not_measured", final: false });
    expect(first(answer)).toMatchObject({ verdict: "not_measured", role: "advisory", effect: null });
    expect(answer.why).toContain("arms after 6 more scheduled runs in at least 1 more block");
  });

  test("no candidate run is not measured: required holds the landing back, gating does not", () => {
    const good = oneSeries({});
    const absent = oneSeries({}, { candidate: [], series: { ...SERIES, metric: "read.bandwidth" } });
    expect(judgeLanding(landingOf([absent])).verdict).toBe("not_measured");
    expect(judgeLanding(landingOf([good, absent])).verdict).toBe("pass");
    const required = judgeLanding(landingOf([good, { ...absent, role: "required" }]));
    expect(required).toMatchObject({ verdict: "not_measured", final: false });
    expect(required.waitingFor).toEqual(["a run of read.bandwidth on opensfs-a"]);
  });

  test("a missing cell is never a pass, and nothing at all is not measured", () => {
    const missing = [{ what: "two rigs labelled arm64", why: "no run within 48 h" }];
    expect(judgeLanding(landingOf([oneSeries({})], { missing }))).toMatchObject({ verdict: "not_measured", missing });
    expect(judgeLanding(landingOf([]))).toMatchObject({ verdict: "not_measured", final: false, look: 0 });
  });

  test("an invalid environment says why and outranks everything but a fail", () => {
    const invalid = oneSeries({ factor: 0.8 }, { invalidEnvironment: "same binary" });
    const answer = judgeLanding(landingOf([invalid, oneSeries({}, { candidate: [], role: "required" })]));
    expect(answer.verdict).toBe("invalid_environment");
    expect(answer.why).toContain("same binary");
    expect(judgeLanding(landingOf([invalid, oneSeries({ factor: 0.8 })])).verdict).toBe("fail");
  });

  test("a series that cannot see δ is advisory, listed, and alone never a pass", () => {
    const rng = seeded(4);
    const noisy = (factor: number): SeriesQuestion => {
      const baseline = drawRuns(rng, { name: "level", perBlock: [3, 3, 3, 3, 3, 3], run: 0.1, block: 0.1 });
      const candidate = drawRuns(rng, { name: "c", perBlock: [2, 2, 2], run: 0.1, block: 0.1, factor });
      return { ...oneSeries({}), baseline, parent: baseline, candidate, series: { ...SERIES, metric: "noisy" } };
    };
    const alone = judgeOne(noisy(1));
    expect(alone.verdict).toBe("inconclusive");
    expect(first(alone)).toMatchObject({ role: "advisory" });
    expect(first(alone).warnings.map((warning) => warning.code)).toContain("cannot_see");
    expect(judgeLanding(landingOf([oneSeries({}), noisy(1)])).verdict).toBe("pass");
    // Blind to 5 %, not to a loss of four fifths.
    expect(judgeOne(noisy(0.1)).verdict).not.toBe("pass");
  });

  test("runs that do not count are told", () => {
    const answer = judgeOne(oneSeries({}, { excluded: [{ reason: "virtual machine", runs: 2 }] }));
    expect(first(answer).warnings).toEqual([{ code: "excluded_runs", text: "2 runs do not count: virtual machine." }]);
  });

  test("advisory series never hold a landing back", () => {
    const bad = oneSeries({ factor: 0.7 }, { role: "advisory", series: { ...SERIES, metric: "read.bandwidth" } });
    const answer = judgeLanding(landingOf([oneSeries({}), bad]));
    expect(answer.verdict).toBe("pass");
    expect(answer.series[1]?.verdict).toBe("fail");
  });
});

describe("many series", () => {
  const many = (factors: readonly number[]): SeriesQuestion[] =>
    factors.map((factor, i) =>
      oneSeries({ factor }, { series: { ...SERIES, id: `${i}`, metric: `write.${i}` } }, i + 1),
    );

  test("the evidence asked of one series grows with the number of series that may block", () => {
    const slow = oneSeries({ factor: 0.85 });
    const alone = first(judgeOne(slow));
    const among = first(judgeLanding(landingOf([slow, ...many(new Array<number>(30).fill(1))])));
    expect(among.adjustedP ?? 0).toBeGreaterThan(alone.adjustedP ?? 1);
  });

  test("series that are still to come are part of the family: their coming never turns a red green", () => {
    const slow = oneSeries({ factor: 0.85 });
    const among = first(judgeLanding(landingOf([slow, ...many(new Array<number>(30).fill(1))])));
    const planned = first(judgeLanding(landingOf([slow], { plannedSeries: 31 })));
    const absent = many(new Array<number>(30).fill(1)).map((one) => ({ ...one, candidate: [] }));
    const waiting = first(judgeLanding(landingOf([slow, ...absent])));
    const alone = first(judgeOne(slow));
    expect(planned.adjustedP).toBeCloseTo(31 * (alone.adjustedP ?? 1), 12);
    expect(waiting.adjustedP ?? 0).toBeGreaterThan(alone.adjustedP ?? 1);
    expect(among.verdict).toBe("fail");
  });

  test("a landing is the worst of its series and names the culprit", () => {
    const answer = judgeLanding(landingOf(many([1, 1, 0.7, 1])));
    expect(answer.verdict).toBe("fail");
    expect(answer.why).toContain("write.2");
    expect(answer.series.map((one) => one.verdict)).toEqual(["pass", "pass", "fail", "pass"]);
  });

  test("the order of the series, and of baseline runs, changes no word and no figure", () => {
    const series = many([1, 0.95, 0.8, 1.2, 1]);
    const straight = judgeLanding(landingOf(series));
    const turned = judgeLanding(
      landingOf([...series].reverse().map((one) => ({ ...one, baseline: [...one.baseline].reverse() }))),
    );
    expect(turned.verdict).toBe(straight.verdict);
    const bare = ({ baseline: _b, parent: _p, candidate: _c, ...rest }: SeriesVerdict) => rest;
    expect([...turned.series].reverse().map(bare)).toEqual(straight.series.map(bare));
  });

  test("judging is pure: the same question gets the same answer", () => {
    const landing = landingOf(many([1, 0.9]));
    expect(JSON.stringify(judgeLanding(landing))).toBe(JSON.stringify(judgeLanding(landing)));
  });
});
