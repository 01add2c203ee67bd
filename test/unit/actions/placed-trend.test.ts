/** Where the runs of a series stand, and which of them count. */
import { expect, test } from "vitest";
import { type PlacedColumns, placedTrend } from "../../../src/actions/placed-trend.ts";
import { LandingOrder } from "../../../src/detect/landing-order.ts";
import type { Changeset } from "../../../src/model/changeset.ts";
import type { RunKind, TrendColumns } from "../../../src/store/trend-columns.ts";

const known: readonly Changeset[] = [
  { sha: "a", branch: "master", position: 1 },
  { sha: "b", branch: "master", position: 2, tree: "same" },
  { sha: "twin", branch: "topic", tree: "same" },
  { sha: "bare" },
];
const changesets = new Map(known.map((one) => [one.sha, one]));
const around = { order: new LandingOrder(changesets), changesets };

const KIND: RunKind = { unit: "s", branch: "told", suite: "", cause: "scheduled", excluded: "", watchHash: "" };
const KINDS = [KIND, { ...KIND, cause: "retest" }, { ...KIND, excluded: "incomplete" }] as const;
const [SCHEDULED, RETEST, EXCLUDED] = [0, 1, 2];

/** Runs as pairs of a changeset and a kind, in their order. */
const columnsOf = (runs: readonly (readonly [string, number])[]): TrendColumns => ({
  kinds: KINDS,
  kind: Uint32Array.from(runs, ([, kind]) => kind),
  values: new Float64Array(runs.length),
  started: Float64Array.from(runs.keys()),
  shas: runs.map(([sha]) => sha),
  blocks: runs.map(() => ""),
});

const told = ({ changesets: all, runs, from, counting }: PlacedColumns) =>
  all.map(({ sha }, nth) => ({
    sha,
    counting: [...runs.subarray(from[nth], counting[nth])],
    excluded: [...runs.subarray(counting[nth], from[nth + 1])],
  }));

test("runs stand in landing order; scheduled ones count before others, and excluded ones never do", () => {
  const columns = columnsOf([
    ["b", EXCLUDED],
    ["b", RETEST],
    ["b", SCHEDULED],
    ["a", RETEST],
    ["twin", SCHEDULED],
    ["a", EXCLUDED],
    ["elsewhere", SCHEDULED],
  ]);
  const { placed, branch, unplaced } = placedTrend(columns, around);
  expect(told(placed)).toEqual([
    { sha: "a", counting: [3], excluded: [5] },
    { sha: "b", counting: [2, 4], excluded: [0] },
  ]);
  expect([branch, unplaced]).toEqual(["master", 1]);
});

test("a run is of the branch that it told where that of its changeset is not known", () => {
  const runs = ["a", "bare", "bare", "unknown"].map((sha) => [sha, SCHEDULED] as const);
  expect(placedTrend(columnsOf(runs), around).branches).toEqual(["told", "master"]);
});
