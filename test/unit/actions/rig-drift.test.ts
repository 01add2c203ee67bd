import { expect, test } from "vitest";
import { driftOf } from "../../../src/actions/charts/rig-drift.ts";
import type { PathPoint } from "../../../src/actions/path-points.ts";
import { SeriesEpochs, stateKey } from "../../../src/actions/series-epochs.ts";
import type { Better } from "../../../src/model/run.ts";
import type { SeriesRow } from "../../../src/store/runs.ts";

const NIGHT = 86_400_000;
const BLOCKS = 40;
const ACCEPTED = new Map([[stateKey("a", "new"), { rig: "a", watchHash: "new", epoch: "e2", reason: "a new kernel" }]]);

interface Planted {
  readonly better?: Better;
  readonly benchmark?: string;
  /** The value of a block; undefined where it was not measured. */
  readonly value: (block: number) => number | undefined;
  /** What the rig told of itself; before the 30th block it is "old". */
  readonly state?: (block: number) => string;
  readonly runs?: number;
}

/** Runs of one series, the same and noise-free night after night. */
function runsOf(id: string, { better = "higher", benchmark = id, value, runs = 1, state = stateOf }: Planted) {
  const nights = Array.from({ length: BLOCKS }, (_, block) => block).filter((block) => value(block) !== undefined);
  const points = nights.flatMap((block) =>
    Array.from({ length: runs }, (_, at) => ({
      ...{ run: `${id} ${block} ${at}`, sha: String(block), block: `night ${block}`, suite: "", packagesHash: "" },
      ...{ cause: "scheduled", excluded: "", watchHash: state(block), value: value(block) },
      ...{ startedAt: new Date(block * NIGHT + at), acceptedAt: new Date(block * NIGHT) },
    })),
  ) as unknown as PathPoint[];
  return { series: { id, better, benchmark, rig: "a" } as SeriesRow, points };
}

const stateOf = (block: number) => (block < 30 ? "old" : "new");
const same = () => "old";

function found(planted: readonly Planted[]) {
  const runs = planted.map((one, at) => runsOf(String(at), one));
  const points = runs.flatMap((one) => one.points);
  return driftOf(runs, new SeriesEpochs("a", points, "", ACCEPTED));
}

const drift = (planted: readonly Planted[]) => found(planted).drift;

test("what moves all benchmarks is the rig's drift, whichever way they count, and each epoch begins anew", () => {
  const slower = (block: number) => (block >= 20 ? 0.97 : 1);
  const rows = drift([
    { value: (block) => 500 * slower(block) },
    { value: (block) => 1e-9 * slower(block) },
    { better: "lower", value: (block) => 20 / slower(block) },
  ]);
  expect(rows).toHaveLength(BLOCKS);
  for (const [block, { deviation, low, high, benchmarks, epoch, stretch }] of rows.entries()) {
    expect(deviation).toBeCloseTo(block >= 20 && block < 30 ? -0.03 : 0, 9);
    expect([low, high]).toEqual([expect.closeTo(deviation, 9), expect.closeTo(deviation, 9)]);
    expect([benchmarks, epoch, stretch]).toEqual([3, block < 30 ? "first" : "e2", block < 30 ? 0 : 1]);
  }
  expect(rows[22]?.trend).toBeCloseTo(0, 9);
  expect(rows[24]?.trend).toBeCloseTo(-0.03, 9);
  expect(rows[30]?.trend).toBeCloseTo(0, 9);
});

test("a changeset that moves fewer than half of the benchmarks is no drift, and what has no ratio is left out", () => {
  const quiet = { value: () => 7 };
  const moved = { value: (block: number) => (block >= 10 ? 14 : 7) };
  const rows = drift([quiet, quiet, quiet, moved, moved, { value: () => 0 }, { value: () => -1 }]);
  expect(rows.map(({ deviation }) => deviation)).toEqual(rows.map(() => 0));
  expect(rows[12]).toMatchObject({ high: expect.closeTo(1, 9), low: 0, benchmarks: 5 });
  expect(drift([{ value: () => 0 }])).toEqual([]);
});

test("series that came later do not hide what moved before them", () => {
  const slower = { value: (block: number) => (block >= 20 ? 90 : 100), state: same };
  const late = { value: (block: number) => (block >= 30 ? 5 : undefined), state: same };
  for (const { deviation, trend, benchmarks } of drift([slower, slower, late, late, late]).slice(30)) {
    expect([deviation, trend, benchmarks]).toEqual([expect.closeTo(-0.1, 9), expect.closeTo(-0.1, 9), 2]);
  }
});

test("a night is one sample, however many runs it has, and a benchmark one vote, however many series", () => {
  const slowNight = { runs: 10, value: (block: number) => (block === 0 ? 95 : 100), state: same };
  const rows = drift([slowNight]);
  expect(rows.slice(1).map(({ deviation }) => deviation)).toEqual(rows.slice(1).map(() => 0));
  const moved = { benchmark: "ior", value: (block: number) => (block >= 20 ? 50 : 100), state: same };
  const others = ["a", "b"].map((benchmark) => ({ benchmark, value: () => 1, state: same }));
  for (const { deviation } of drift([moved, moved, moved, moved, ...others])) expect(deviation).toBe(0);
});

test("a state that comes back is a stretch of its own; a run that tells none is of the state before it", () => {
  const backAgain = (block: number) => (block >= 10 && block < 20 ? "new" : "old");
  const rows = drift([{ value: (block) => 1 + block, state: backAgain }]);
  expect(rows.map(({ stretch }) => stretch)).toEqual(rows.map((_, block) => Math.min(2, Math.floor(block / 10))));
  expect([rows[0], rows[25]].map((row) => row?.epoch)).toEqual(["first", "first"]);
  const silent = { value: () => 1, state: () => "" };
  const told = { value: (block: number) => (block % 3 === 1 ? 1 : undefined), state: backAgain };
  const mixed = drift([silent, told]);
  expect(mixed).toHaveLength(BLOCKS);
  expect(new Set(mixed.map(({ epoch, stretch }) => `${epoch} ${stretch}`)).size).toBe(3);
});

test("canaries alone count where they were measured of late, and are forgotten where they were not", () => {
  const moved = { value: (block: number) => (block >= 20 ? 50 : 100), state: same };
  const canary = (last: number) => ({
    benchmark: "canary.cpu",
    value: (block: number) => (block < last ? 3 : undefined),
    state: same,
  });
  const now = found([moved, moved, canary(BLOCKS)]);
  expect([now.canaries, now.drift.at(-1)?.deviation]).toEqual([1, 0]);
  const once = found([moved, moved, canary(5)]);
  expect([once.canaries, once.drift.at(-1)?.deviation]).toEqual([0, expect.closeTo(-0.5, 9)]);
});
