/** What a landing that is not decided orders from a rig: runs of the parent, a confirmation, a retest, or nothing. */
import { expect, test } from "vitest";
import { judgeLanding } from "../../../../src/gate/judge-landing.ts";
import type { GateRun, LandingQuestion } from "../../../../src/gate/landing.ts";
import { AUDITED, auditOrders } from "../../../../src/gate/orders/audit-orders.ts";
import { landingOrders } from "../../../../src/gate/orders/landing-orders.ts";
import { DEFAULT_POLICY } from "../../../../src/model/policy.ts";
import type { Cause } from "../../../../src/model/run.ts";
import { seeded } from "../../../simulator/random.ts";
import { drawRuns, landingOf, oneSeries, SERIES } from "../rig.ts";

const NIGHT = "2026-10-02";

const candidate = (count: number, factor: number, run = 0.01): GateRun[] =>
  drawRuns(seeded(7), { name: "c", perBlock: [count], factor, run }).map((one, i) => ({
    ...one,
    block: `${NIGHT}/${1 + (i % 2)}`,
  }));

const NIGHTLY = { suite: "nightly", cause: "scheduled" as Cause, startedAt: `${NIGHT}T22:00:00.000Z` };

function ordersOf(question: LandingQuestion) {
  const verdict = { ...judgeLanding(question), sha: question.sha };
  const runs = question.series.flatMap((one) => one.candidate.map(({ run, block }) => ({ ...NIGHTLY, run, block })));
  const state = { verdict, policy: DEFAULT_POLICY, rig: SERIES.rig, runs, isLanded: false };
  return { verdict, state, orders: landingOrders(state) };
}

test("an effect that one night shows beyond doubt is confirmed in another night, the parent taking turns", () => {
  const { orders } = ordersOf(landingOf([oneSeries({}, { candidate: candidate(3, 0.8) })]));
  expect(orders).toEqual([
    {
      key: JSON.stringify(["confirm", "opensfs-a", "nightly", "candidate", "look 5"]),
      cause: "confirm",
      rig: "opensfs-a",
      suite: "nightly",
      sha: "candidate",
      baseline: "parent",
      runs: 3,
      blocks: 1,
      series: [SERIES.id],
      afterNight: NIGHT,
      why: "write.bandwidth of ior-easy: seems worse, which another night has to show before anybody is blamed",
    },
  ]);
});

test("what is not decided is run again at once, up to the next planned look", () => {
  const noisy = oneSeries({}, { say: "full", candidate: candidate(3, 0.955) });
  const { verdict, orders } = ordersOf(landingOf([noisy]));
  expect(verdict.series[0]).toMatchObject({ verdict: "inconclusive", suspected: false });
  expect(orders).toMatchObject([{ cause: "retest", runs: 3, blocks: 1, baseline: "parent", afterNight: null }]);
});

test("what only seems worse is looked at again in its night, as often as was planned, before another night confirms it", () => {
  const seeming = (count: number) => ordersOf(landingOf([oneSeries({}, { candidate: candidate(count, 0.93) })]));
  expect(seeming(3).verdict.series[0]).toMatchObject({ verdict: "inconclusive", suspected: true });
  expect(seeming(3).orders).toMatchObject([{ cause: "retest", runs: 3, baseline: "parent", afterNight: null }]);
  expect(seeming(5).orders).toMatchObject([{ cause: "retest", runs: 5, baseline: "parent", afterNight: null }]);
  expect(seeming(10).orders).toMatchObject([{ cause: "confirm", runs: 3, baseline: "parent", afterNight: NIGHT }]);
});

test("where no look asks for another night, a suspicion does", () => {
  const policy = { ...DEFAULT_POLICY, candidate: { ...DEFAULT_POLICY.candidate, blocks: 1 } };
  const { state } = ordersOf({ ...landingOf([oneSeries({}, { candidate: candidate(3, 0.93) })]), policy });
  expect(state.verdict.series[0]).toMatchObject({ verdict: "inconclusive", suspected: true });
  expect(landingOrders({ ...state, policy })).toMatchObject([{ cause: "confirm", afterNight: NIGHT }]);
});

test("of what landed only a suspicion is settled", () => {
  const noisy = oneSeries({}, { say: "full", candidate: candidate(3, 0.955) });
  const worse = oneSeries({}, { candidate: candidate(3, 0.93) });
  const landed = (one: typeof noisy) => landingOrders({ ...ordersOf(landingOf([one])).state, isLanded: true });
  expect(landed(noisy)).toEqual([]);
  expect(landed(worse)).toMatchObject([{ cause: "retest" }]);
});

test("a first look that is not complete is left to its night", () => {
  const { orders } = ordersOf(landingOf([oneSeries({}, { candidate: candidate(2, 1) })]));
  expect(orders).toMatchObject([{ cause: "retest", runs: 1, baseline: null, afterNight: NIGHT }]);
});

test("where only the parent can tell, its runs are ordered, and one order serves all its children", () => {
  const doubtful = (sha: string) =>
    ordersOf(landingOf([oneSeries({}, { tailSuspected: true, parent: [], candidate: candidate(10, 1) })], { sha }))
      .orders;
  const [one] = doubtful("a");
  expect(one).toMatchObject({ cause: "backfill", sha: "parent", baseline: null, runs: 3, blocks: 1 });
  expect(doubtful("b")[0]?.key).toBe(one?.key);
});

test("series of one goal share an order, and those that decide nothing are not measured", () => {
  const series = ["aa", "bb", "cc", "dd"].map((id, i) => ({
    ...oneSeries({}, { candidate: candidate(3, i < 3 ? 0.8 : 1), role: i === 2 ? "advisory" : "gating" }),
    series: { ...SERIES, id: `00000000000000${id}` },
  }));
  const { orders } = ordersOf(landingOf(series));
  expect(orders.map((order) => order.series)).toEqual([["00000000000000aa", "00000000000000bb"]]);
});

test("a final answer orders nothing, and another rig's series neither", () => {
  const green = ordersOf(landingOf([oneSeries({}, { candidate: candidate(10, 1) })]));
  expect(green.verdict).toMatchObject({ verdict: "pass", final: true });
  expect(green.orders).toEqual([]);
  const red = ordersOf(landingOf([oneSeries({}, { candidate: candidate(3, 0.8) })]));
  expect(landingOrders({ ...red.state, rig: "another" })).toEqual([]);
});

test("two of a hundred greens are audited, in another night, by the whole suite, and once", () => {
  const { verdict, state } = ordersOf(landingOf([oneSeries({}, { candidate: candidate(10, 1) })]));
  const draws = Array.from({ length: 1000 }, (_, i) => i / 1000);
  const audited = draws.flatMap((draw) => auditOrders({ ...state, verdict, draw }));
  expect(audited.length / draws.length).toBe(AUDITED);
  expect(audited[0]).toMatchObject({ cause: "audit", series: [], baseline: "parent", runs: 3, afterNight: NIGHT });
  const measured = ["x", "y", "z"].map((run) => ({ ...NIGHTLY, cause: "audit" as const, run, block: "2026-10-03" }));
  expect(auditOrders({ ...state, verdict, draw: 0, runs: [...state.runs, ...measured.slice(1)] })).toHaveLength(1);
  expect(auditOrders({ ...state, verdict, draw: 0, runs: [...state.runs, ...measured] })).toEqual([]);
});
