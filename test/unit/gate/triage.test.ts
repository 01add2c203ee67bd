/** States of a regression: what the data say, what people say, and what a request sent twice does. */
import { describe, expect, test } from "vitest";
import { clockOf, conditionOf, faultsOf, stateOf, untouched, withAct } from "../../../src/gate/triage.ts";
import { workingDaysBetween } from "../../../src/gate/working-time.ts";
import type { AnnouncedChange } from "../../../src/model/regression.ts";

const FRIDAY = "2026-10-02T12:00:00.000Z";
const at = (day: number, hour = 12): number => Date.UTC(2026, 9, day, hour);
const change = (more: Partial<AnnouncedChange> = {}): AnnouncedChange => ({
  ...{ id: "c1", regression: "r1", series: "s1", branch: "master", worse: true, state: "confirmed" },
  ...{ sha: "b", good: "a", bad: "b", before: 100, after: 90, occurrence: 1, recoveredBy: null },
  effect: { scale: "ratio", value: 0.9, low: 0.89, high: 0.91, confidence: 0.95, unit: "" },
  ...{ announcedAt: FRIDAY, confirmedAt: FRIDAY, recoveredAt: null, withdrawnAt: null },
  ...more,
});
const back = { recoveredBy: "f", recoveredAt: "2026-10-05T12:00:00.000Z" };
const act = (occurrence = 1) => ({ who: "ann", at: FRIDAY, occurrence });

describe("what the data say", () => {
  test("recovered when every series that became worse is back, and not before", () => {
    const [one, two] = [change(back), change({ id: "c2" })];
    expect(conditionOf([one, two])).toMatchObject({ is: "present", recovered: { series: 1, of: 2 } });
    expect(conditionOf([one, { ...two, ...back }])).toMatchObject({ is: "recovered", since: back.recoveredAt });
    expect(conditionOf([one, change({ id: "c3", worse: false })])).toMatchObject({ is: "recovered" });
  });

  test("withdrawn when every change point is; those withdrawn ask for nothing else", () => {
    const gone = change({ state: "withdrawn", withdrawnAt: "2026-10-06T00:00:00.000Z" });
    expect(conditionOf([gone])).toMatchObject({ is: "withdrawn" });
    expect(conditionOf([gone, change({ id: "c2", ...back })])).toMatchObject({ is: "recovered" });
  });

  test("confirmed as soon as one is; an improvement never recovers", () => {
    const suspected = change({ state: "suspected", confirmedAt: null });
    expect(conditionOf([suspected]).certainty).toBe("suspected");
    expect(conditionOf([suspected, change({ id: "c2" })]).certainty).toBe("confirmed");
    expect(conditionOf([change({ worse: false })]).is).toBe("present");
  });
});

describe("what people say", () => {
  test("holds while it is there, is over when it recovers, and open again when it comes back", () => {
    const decided = withAct(untouched("r1"), { state: "will_not_fix" }, act());
    expect(stateOf(decided, conditionOf([change()]))).toBe("will_not_fix");
    expect(stateOf(decided, conditionOf([change(back)]))).toBe("recovered");
    const returned = conditionOf([change(back), change({ id: "c2", occurrence: 2 })]);
    expect(stateOf(decided, returned)).toBe("open");
    expect(stateOf(withAct(decided, { state: "will_not_fix" }, act(2)), returned)).toBe("will_not_fix");
    const duplicate = withAct(untouched("r1"), { duplicateOf: "r2" }, act());
    expect(stateOf(duplicate, returned)).toBe("duplicate");
  });

  test("said again changes nothing, and every act is on record", () => {
    const said = { state: "acknowledged", assignee: "bob", ticket: "LU-1", note: "looks real" } as const;
    const once = withAct(untouched("r1"), said, act());
    expect(withAct(once, said, act())).toBe(once);
    expect(once.acts).toEqual([
      { who: "ann", at: FRIDAY, what: ["state: acknowledged", "assignee: bob", "ticket: LU-1", "note"] },
    ]);
    const next = withAct(once, { assignee: null }, act());
    expect([next.assignee, next.ticket, next.acts.length]).toEqual([null, "LU-1", 2]);
    expect(next.acts[1]?.what).toEqual(["assignee: none"]);
  });

  test("naming what it is a duplicate of says the state, and taking that back opens it", () => {
    const duplicate = withAct(untouched("r1"), { duplicateOf: "r2" }, act());
    expect(duplicate).toMatchObject({ disposition: "duplicate", duplicateOf: "r2" });
    expect(withAct(duplicate, { duplicateOf: null }, act())).toMatchObject({ disposition: "open", duplicateOf: null });
    expect(withAct(duplicate, { state: "acknowledged" }, act())).toMatchObject({ duplicateOf: null });
    expect(withAct(duplicate, { downstreamOf: "r3" }, act())).toMatchObject({
      ...{ disposition: "downstream", downstreamOf: "r3", duplicateOf: null },
    });
  });

  test("what makes no sense is named, every fault of it", () => {
    const faults = (said: Parameters<typeof faultsOf>[1]) => faultsOf(untouched("r1"), said).map(({ path }) => path);
    expect(faults({})).toEqual([""]);
    expect(faults({ state: "duplicate" })).toEqual(["/duplicateOf"]);
    expect(faults({ state: "open", duplicateOf: "r1", downstreamOf: "r1" })).toEqual([
      "/duplicateOf",
      "/duplicateOf",
      "/downstreamOf",
      "/downstreamOf",
      "/downstreamOf",
    ]);
    expect(faults({ note: "x" })).toEqual([]);
  });
});

describe("working days", () => {
  test("from Friday noon to Monday noon is one; a weekend is none", () => {
    expect(workingDaysBetween(at(2), at(5))).toBe(1);
    expect(workingDaysBetween(at(3, 0), at(5, 0))).toBe(0);
    expect(workingDaysBetween(at(5, 0), at(12, 0))).toBe(5);
    expect(workingDaysBetween(at(5), at(2))).toBe(0);
  });

  test("equal the hours counted one by one", () => {
    for (let from = 0; from < 200; from += 13) {
      for (let hours = 0; hours < 400; hours += 29) {
        const start = at(1, 0) + from * 3_600_000;
        let counted = 0;
        for (let hour = 0; hour < hours; hour++) {
          const day = new Date(start + hour * 3_600_000).getUTCDay();
          if (day !== 0 && day !== 6) counted++;
        }
        expect(workingDaysBetween(start, start + hours * 3_600_000)).toBeCloseTo(counted / 24, 9);
      }
    }
  });

  test("a confirmed regression waits for acknowledgement, then for resolution; nothing else waits", () => {
    const clock = (said: Parameters<typeof withAct>[1], all = [change()], isWorse = true, now = at(7)) => {
      const condition = conditionOf(all);
      const times = { since: Date.parse(condition.since), now };
      return clockOf(withAct(untouched("r1"), said, act()), condition, isWorse, times);
    };
    expect(clock({})).toMatchObject({ waitsFor: "acknowledgement", within: 2, workingDays: 3, isOverdue: true });
    expect(clock({}, [change()], true, at(5))).toMatchObject({ workingDays: 1, isOverdue: false });
    expect(clock({ state: "acknowledged" })).toMatchObject({ waitsFor: "resolution", isOverdue: false });
    expect(clock({ state: "infrastructure" })).toMatchObject({ waitsFor: null, isOverdue: false });
    expect(clock({}, [change({ state: "suspected", confirmedAt: null })])).toMatchObject({ waitsFor: null });
    expect(clock({}, [change()], false)).toMatchObject({ waitsFor: null });
    expect(clock({}, [change(back)])).toMatchObject({ waitsFor: null, workingDays: 0 });
  });
});
