/** What is noticed although nothing fails, and what is not worth a word. */
import { describe, expect, test } from "vitest";
import { retryDelay } from "../../../src/gate/retry.ts";
import { hidesEverything, isUngated, sameBinarySince, silentSince, untakenSince } from "../../../src/gate/watchdogs.ts";

const DAY = 86_400_000;
const nights = (...days: readonly number[]) => days.map((day) => day * DAY + 20 * 3_600_000);

describe("a rig that fell silent", () => {
  const nightly = nights(1, 2, 3, 4, 5, 6, 7);
  test("is noticed after four of its usual gaps, three days at the least", () => {
    expect(silentSince(nightly, 11 * DAY)).toBeNull();
    expect(silentSince(nightly, 12 * DAY)).toBe(nightly.at(-1));
    const weekly = nights(0, 7, 14, 21, 28, 35);
    expect(silentSince(weekly, 55 * DAY)).toBeNull();
    expect(silentSince(weekly, 66 * DAY)).toBe(weekly.at(-1));
  });

  test("is none without a rhythm, and no news after a quarter of a year", () => {
    expect(silentSince(nights(1, 2, 3, 4), 30 * DAY)).toBeNull();
    expect(silentSince(nightly, 100 * DAY)).toBeNull();
  });
});

test("work orders that nobody takes are noticed after two days, the oldest of them tells since when", () => {
  expect(untakenSince([], 9 * DAY)).toBeNull();
  expect(untakenSince([3 * DAY, 5 * DAY], 5 * DAY)).toBeNull();
  expect(untakenSince([5 * DAY, 3 * DAY], 5 * DAY + 1)).toBe(3 * DAY);
});

test("one binary for five changesets is nobody's luck; without digests, and with another in between, nothing is said", () => {
  const build = (sha: number, packages: string) => ({ sha: `s${sha}`, packages, startedAt: sha });
  const same = [9, 8, 7, 6, 5].map((sha) => build(sha, "x"));
  expect(sameBinarySince([...same, build(4, "y")])).toEqual(build(5, "x"));
  expect(sameBinarySince(same.slice(1))).toBeNull();
  expect(sameBinarySince([build(10, "z"), ...same])).toBeNull();
  expect(sameBinarySince(same.map((one) => ({ ...one, packages: "" })))).toBeNull();
  expect(sameBinarySince(same.map((one) => ({ ...one, sha: "s1" })))).toBeNull();
});

test("a series that is advisory for twenty changesets is one that nobody gates", () => {
  expect([isUngated("advisory", 20), isUngated("advisory", 19), isUngated("gating", 99)]).toEqual([true, false, false]);
});

test("a threshold hides everything when no loss ever reached it, or when a half may go", () => {
  expect(hidesEverything(0.3, [0.1, 0.2, 0.12])).toBe(true);
  expect(hidesEverything(0.3, [0.1, 0.4, 0.12])).toBe(false);
  expect(hidesEverything(0.3, [0.1, 0.2])).toBe(false);
  expect(hidesEverything(0.5, [])).toBe(true);
});

test("a message is tried again ever more rarely, never less often than hourly, and as late as it is asked to", () => {
  expect([1, 2, 3, 8, 99].map((failures) => retryDelay(failures) / 1000)).toEqual([30, 60, 120, 3600, 3600]);
  expect(retryDelay(1, 7200) / 1000).toBe(7200);
});
