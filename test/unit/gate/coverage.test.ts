/** Measured, stale or never: every promised cell has exactly one answer. */
import { expect, test } from "vitest";
import { type CellMeasured, coverageOf, staleFrom } from "../../../src/gate/coverage.ts";
import { cellWords } from "../../../src/model/release-coverage.ts";

const STALE_BEFORE = "2026-06-01T00:00:00.000Z";
const run = (rig: string, at: string, more: Partial<CellMeasured> = {}): CellMeasured => ({
  rig,
  labels: ["metal"],
  benchmark: "ior",
  pairing: "",
  sha: "abc",
  at: `${at}T00:00:00.000Z`,
  isRelease: false,
  ...more,
});
const ask = (measured: CellMeasured[], cell = {}) =>
  coverageOf({ cells: [{ label: "metal", benchmarks: ["ior"], ...cell }], measured, staleBefore: STALE_BEFORE });

test.each<[string, CellMeasured[], object, string]>([
  ["a fresh run", [run("a", "2026-06-02")], {}, "measured"],
  ["an old run", [run("a", "2026-05-01")], {}, "stale"],
  ["an old run of the release itself", [run("a", "2026-05-01", { isRelease: true })], {}, "measured"],
  ["no run", [], {}, "never"],
  ["another benchmark", [run("a", "2026-06-02", { benchmark: "mdtest" })], {}, "never"],
  ["a rig without the label", [run("a", "2026-06-02", { labels: ["virtual"] })], {}, "never"],
  ["any rig, with no label asked for", [run("a", "2026-06-02", { labels: [] })], { label: undefined }, "measured"],
  ["another pairing", [run("a", "2026-06-02", { pairing: "2.15/2.16" })], {}, "never"],
  ["one rig of two", [run("a", "2026-06-02")], { rigs: 2 }, "stale"],
  ["two rigs of two", [run("a", "2026-06-02"), run("b", "2026-06-02")], { rigs: 2 }, "measured"],
  ["one rig twice, of two", [run("a", "2026-06-02"), run("a", "2026-06-03")], { rigs: 2 }, "stale"],
])("%s", (_, measured, cell, state) => {
  expect(ask(measured, cell).map((one) => one.state)).toEqual([state]);
});

test("every benchmark in every pairing is a cell, and the newest run is named", () => {
  const cells = [{ benchmarks: ["ior", "mdtest"], pairings: ["", "2.15/2.16"] }];
  const measured = [run("a", "2026-05-01"), run("b", "2026-06-05"), run("c", "2026-06-02")];
  const found = coverageOf({ cells, measured, staleBefore: STALE_BEFORE });
  expect(found.map(({ benchmark, pairing, state }) => [benchmark, pairing, state])).toEqual([
    ["ior", "", "measured"],
    ["ior", "2.15/2.16", "never"],
    ["mdtest", "", "never"],
    ["mdtest", "2.15/2.16", "never"],
  ]);
  expect(found[0]).toMatchObject({ fresh: ["b", "c"], stale: ["a"], last: { rig: "b" } });
});

test.each([
  [
    "the beginning of the day, the same all day, of a release that nobody dated",
    null,
    "2026-06-14T13:00Z",
    "2026-06-14",
  ],
  ["of one that comes out tomorrow", "2026-06-15T20:00Z", "2026-06-14T23:59Z", "2026-06-14"],
  ["of one that comes out this evening", "2026-06-15T20:00Z", "2026-06-15T13:00Z", "2026-06-15"],
  ["its moment, of one that is just out", "2026-06-15T20:00Z", "2026-06-15T20:00Z", "2026-06-15T20:00Z"],
  ["the same that evening", "2026-06-15T20:00Z", "2026-06-15T23:59Z", "2026-06-15T20:00Z"],
  ["the same the day after", "2026-06-15T20:00Z", "2026-06-16T00:00Z", "2026-06-15T20:00Z"],
  ["the same a year later", "2026-06-15T20:00Z", "2027-06-15T21:00Z", "2026-06-15T20:00Z"],
])("age is counted back from %s", (_, out, now, from) => {
  expect(staleFrom(out === null ? null : Date.parse(out), Date.parse(now))).toBe(Date.parse(from));
});

test("a cell in words", () => {
  const [cell] = ask([], { rigs: 2, pairings: ["2.15/2.16"] });
  expect(cell && cellWords(cell)).toBe("ior on 2 rigs labelled metal, client 2.15 with server 2.16");
});
