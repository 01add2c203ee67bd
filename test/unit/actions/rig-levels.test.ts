/** Two rigs are compared by what each measured in one state of itself. */
import { expect, test } from "vitest";
import type { PathPoint } from "../../../src/actions/path-points.ts";
import { measuredBy, ofNewestEpoch } from "../../../src/actions/rig-levels.ts";
import { byChangeset } from "../../../src/actions/series-history.ts";
import type { SeriesRow } from "../../../src/store/runs.ts";
import { SERIES } from "../gate/rig.ts";

const baseline: SeriesRow = { ...SERIES, id: "a", rig: "one", hardware: "h" };
const candidate: SeriesRow = { ...SERIES, id: "b", rig: "two", hardware: "h" };
const SHAS = ["c1", "c2", "c3", "c4", "c5"];
type Accepted = Parameters<typeof ofNewestEpoch>[2];
const accepting = (watchHash: string): Accepted =>
  new Map([[`two ${watchHash}`, { rig: "two", watchHash, epoch: "2", reason: "new disks", at: "" }]]) as never;

/** A run of each changeset; `watch` and values in their order. */
const points = (watch: readonly string[], values: readonly number[]): PathPoint[] =>
  SHAS.map((sha, at) => ({
    ...{ sha, run: `run ${at}`, block: `night ${at}`, cause: "scheduled", excluded: "", packagesHash: "", suite: "s" },
    ...{ watchHash: watch[at] ?? "", value: values[at] ?? 0 },
    startedAt: new Date(Date.UTC(2026, 1, at + 1)),
    acceptedAt: new Date(Date.UTC(2026, 1, at + 1)),
  })) as PathPoint[];

function compared(watch: readonly string[], accepted: Accepted) {
  const mine = ofNewestEpoch(baseline, points(["w", "w", "w", "w", "w"], [10, 10, 10, 10, 10]), accepted);
  const other = ofNewestEpoch(candidate, points(watch, [10, 10, 10, 30, 30]), accepted);
  const runs = new Map([
    ["a", byChangeset(mine, SHAS)],
    ["b", byChangeset(other, SHAS)],
  ]);
  const found = measuredBy({ baseline, candidate }, "master", runs);
  return found === null ? null : found.both.map(({ sha, candidate: value }) => `${sha} ${value}`);
}

test("an accepted epoch counts from its beginning, and nothing before it", () => {
  expect(compared(["w", "w", "w", "x", "x"], accepting("x"))).toEqual(["c4 30", "c5 30"]);
});

test("an open drift is left out", () => {
  expect(compared(["w", "w", "w", "x", "x"], new Map())).toEqual(["c1 10", "c2 10", "c3 10"]);
});

test("a rig that is as it was before is compared by its runs of then, too; runs that tell nothing count", () => {
  expect(compared(["w", "x", "x", "", "w"], accepting("x"))).toEqual(["c1 10", "c4 30", "c5 30"]);
});

test("where one changeset is left in the newest epoch there is nothing to compare", () => {
  expect(compared(["w", "w", "w", "w", "x"], accepting("x"))).toBeNull();
});
