/** Two releases measured in different epochs of one rig: compared by what was measured on both sides, or not at all. */
import { describe, expect, test } from "vitest";
import type { Paths } from "../../../src/actions/compared-state.ts";
import { inOneEpoch } from "../../../src/actions/one-epoch.ts";
import type { PathPoint } from "../../../src/actions/path-points.ts";
import { seriesLevels } from "../../../src/actions/series-levels.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import type { SeriesRow } from "../../../src/store/runs.ts";
import { normal, seeded } from "../../simulator/random.ts";
import { SERIES } from "../gate/rig.ts";

const series: SeriesRow = { ...SERIES, hardware: "h" };
const OLD = "watch before";
const NEW = "watch after";
const FASTER = 1.1;
const sha = (position: number): string => `c${String(position).padStart(3, "0")}`;
const shas = Array.from({ length: 32 }, (_, i) => sha(i + 1));
const paths: Paths = {
  isBackwards: false,
  older: shas.slice(0, 20),
  newer: shas,
  forkedAt: sha(20),
  onlyOlder: new Set(),
  onlyNewer: new Set(shas.slice(20)),
};
const accepted = new Map([
  [`${series.rig} ${NEW}`, { rig: series.rig, watchHash: NEW, epoch: "2", reason: "new disks", at: "2026-03-01" }],
] as const) as unknown as Parameters<typeof inOneEpoch>[3]["accepted"];

/** Two runs of each changeset, a night each; the rig is faster by a tenth in its new state. `bridges`: changesets measured in both. */
function measured(bridges: readonly number[]): PathPoint[] {
  const random = seeded(5);
  const night = (position: number, watchHash: string, cause: PathPoint["cause"]): PathPoint[] =>
    [0, 1].map((k) => ({
      ...{ sha: sha(position), run: `${position} ${watchHash} ${k}`, block: `${cause} ${position}`, cause, watchHash },
      ...{ excluded: "", packagesHash: "", suite: "nightly" },
      startedAt: new Date(Date.UTC(2026, 1, cause === "bridge" ? 40 : position, k)),
      acceptedAt: new Date(Date.UTC(2026, 1, cause === "bridge" ? 40 : position, k)),
      value: 100 * (watchHash === NEW ? FASTER : 1) * Math.exp(0.004 * normal(random)),
    }));
  return [
    ...shas.flatMap((_, i) => night(i + 1, i < 20 ? OLD : NEW, "scheduled")),
    ...bridges.flatMap((position) => night(position, NEW, "bridge")),
  ].sort((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
}

const terms = { policy: DEFAULT_POLICY, accepted };
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("two states that share no epoch of the rig", () => {
  test("are brought together by the changesets that were measured on both sides, and the bridge is told", () => {
    const levels = seriesLevels(series, measured([19, 20]), paths, terms);
    if ("why" in levels) throw new Error(levels.why);
    const ratio = mean(levels.newer.runs.map(({ value }) => value)) / mean(levels.older.runs.map(({ value }) => value));
    expect(ratio).toBeGreaterThan(0.985);
    expect(ratio).toBeLessThan(1.015);
    expect(levels.bridge).toMatchObject({ from: "first", to: "2", changesets: 2 });
    expect(levels.bridge?.effect.value).toBeCloseTo(FASTER, 1);
    expect(levels.bridge?.variance).toBeGreaterThan(0);
  });

  test("without a bridge are not comparable, in words", () => {
    expect(inOneEpoch(series, measured([]), paths, terms)).toEqual({
      why: "no bridge leads from the rig's epoch first to 2",
    });
  });

  test("while nobody accepted the new state are not comparable either", () => {
    const open = inOneEpoch(series, measured([19, 20]), paths, { ...terms, accepted: new Map() });
    expect("why" in open && open.why).toContain("nobody accepted");
  });
});

test("an epoch in which both were measured needs no bridge", () => {
  const all = measured([]).map((point) => ({ ...point, watchHash: OLD }));
  expect(inOneEpoch(series, all, paths, terms)).toEqual({ points: all });
});
