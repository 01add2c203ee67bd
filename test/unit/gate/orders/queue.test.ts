/** Which orders stand, which come first, and which have to wait. */
import { expect, test } from "vitest";
import { bridgeOrders } from "../../../../src/gate/orders/bridge-orders.ts";
import { changeOrders, type OpenChange } from "../../../../src/gate/orders/change-orders.ts";
import { ranked, waitsFor } from "../../../../src/gate/orders/queue.ts";
import { MOST_ATTEMPTS, reconcile, type Standing } from "../../../../src/gate/orders/reconcile.ts";
import type { WantedOrder } from "../../../../src/model/work-order.ts";

const WANTED: WantedOrder = {
  key: "k",
  cause: "retest",
  rig: "r",
  suite: "s",
  sha: "c",
  baseline: "p",
  runs: 2,
  blocks: 1,
  series: ["a"],
  afterNight: null,
  why: "w",
};

const standing = (more: Partial<Standing> = {}): Standing => ({
  ...WANTED,
  id: "1",
  attempt: 1,
  isOpen: true,
  isLeased: false,
  isManual: false,
  ...more,
});

test("what is wanted once is ordered once, and again only so often as it is done without an answer", () => {
  expect(reconcile([], [WANTED, WANTED]).add).toEqual([{ wanted: WANTED, attempt: 1 }]);
  expect(reconcile([standing()], [WANTED])).toEqual({ add: [], restate: [], cancel: [] });
  const done = Array.from({ length: MOST_ATTEMPTS }, (_, i) => standing({ attempt: i + 1, isOpen: false }));
  expect(reconcile(done.slice(0, 1), [WANTED]).add).toEqual([{ wanted: WANTED, attempt: 2 }]);
  expect(reconcile(done, [WANTED]).add).toEqual([]);
});

test("an order follows what is wanted until a rig is at it; what nobody wants is cancelled, save people's own", () => {
  const more = { ...WANTED, series: ["a", "b"] };
  expect(reconcile([standing()], [more]).restate).toEqual([{ id: "1", wanted: more }]);
  expect(reconcile([standing({ isLeased: true })], [more]).restate).toEqual([]);
  expect(reconcile([standing()], []).cancel.map(({ id }) => id)).toEqual(["1"]);
  expect(reconcile([standing({ isLeased: true })], []).cancel).toEqual([]);
  expect(reconcile([standing({ isManual: true })], []).cancel).toEqual([]);
  expect(reconcile([standing({ isOpen: false })], []).cancel).toEqual([]);
});

test("parents come first, then what blocks landings, then who did it, then audits; older before newer", () => {
  const causes = ["audit", "bisect", "retest", "confirm", "bridge"] as const;
  const orders = causes.map((cause, i) => ({ cause, baseline: null, key: cause, orderedAt: "2", id: String(i) }));
  const parent = {
    cause: "backfill",
    baseline: null,
    key: '["backfill","r","s","p","parent"]',
    orderedAt: "3",
    id: "p",
  };
  const older = { cause: "retest", baseline: null, key: "older", orderedAt: "1", id: "o" };
  expect(ranked([...orders, parent, older] as Parameters<typeof ranked>[0]).map(({ key }) => key)).toEqual([
    parent.key,
    "bridge",
    "confirm",
    "older",
    "retest",
    "bisect",
    "audit",
  ]);
});

test("an order waits for its night, and for the rig's quota; one beyond a whole quota has a day alone", () => {
  const state = { today: "2026-10-02", quota: 4, used: 3 };
  const order = { afterNight: "2026-10-02", hours: 2 };
  expect(waitsFor(order, state)).toBe("another night: 2026-10-02 has to be over");
  const later = { ...state, today: "2026-10-03" };
  expect(waitsFor(order, later)).toBe("the rig's quota: 3 h of 4 h a day are used");
  expect(waitsFor(order, { ...later, used: 2 })).toBeNull();
  expect(waitsFor({ ...order, hours: 9 }, { ...later, used: 0 })).toBeNull();
  expect(waitsFor(order, { ...later, quota: null })).toBeNull();
  expect(waitsFor(order, { ...later, quota: 0, used: 0 })).not.toBeNull();
});

const CHANGE: OpenChange = {
  series: "a",
  rig: "r",
  suite: "s",
  metric: "elapsed",
  benchmark: "mdtest",
  state: "confirmed",
  suspects: ["1", "2", "3", "4", "5", "6"],
  runs: [],
  effect: 3,
};

test("of several suspects the one that tells most is measured, until one is named; a lone suspect needs no run", () => {
  expect(changeOrders([CHANGE])).toMatchObject([{ cause: "bisect", sha: "3", runs: 1, series: ["a"] }]);
  const good = [CHANGE].map((one) => ({ ...one, runs: [{ sha: "3", shift: 0 }] }));
  expect(changeOrders(good)).toMatchObject([{ sha: "4" }]);
  const told = [{ sha: "4", shift: 3 }, ...Array.from({ length: 3 }, () => ({ sha: "3", shift: 0 }))];
  expect(changeOrders([{ ...CHANGE, runs: [...told, { sha: "4", shift: 3 }] }])).toEqual([]);
  expect(changeOrders([{ ...CHANGE, suspects: ["1"] }])).toEqual([]);
  expect(changeOrders([{ ...CHANGE, state: "suspected" }])).toMatchObject([{ cause: "backfill" }]);
});

test("changes of the same suspects are one cause: the rig that sees it best is asked", () => {
  const others = [
    { ...CHANGE, series: "b", rig: "better", effect: 9 },
    { ...CHANGE, series: "c", rig: "better", effect: 2 },
  ];
  expect(changeOrders([CHANGE, ...others])).toMatchObject([{ rig: "better", series: ["b", "c"] }]);
});

test("an anchor that was measured in another epoch is measured in the new one, as often as it lacks", () => {
  const anchors = [
    { sha: "release", what: "release 2.16.0" },
    { sha: "tip", what: "the tip of master" },
    { sha: "new", what: "what nobody measured" },
  ];
  const runs = [
    { sha: "release", suite: "s", epoch: "first" },
    { sha: "tip", suite: "s", epoch: "first" },
    { sha: "tip", suite: "s", epoch: "e2" },
  ];
  const question = { rig: "r", epoch: "e2", anchors, runs, wanted: { runs: 3, blocks: 2 } };
  expect(bridgeOrders(question)).toMatchObject([
    { sha: "release", runs: 3, blocks: 2 },
    { sha: "tip", runs: 2, blocks: 2 },
  ]);
  const measured = ["release", "tip"].flatMap((sha) =>
    Array.from({ length: 3 }, () => ({ sha, suite: "s", epoch: "e2" })),
  );
  expect(bridgeOrders({ ...question, runs: [...runs, ...measured] })).toEqual([]);
});
