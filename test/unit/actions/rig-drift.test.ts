import { expect, test } from "vitest";
import { driftRows } from "../../../src/actions/charts/rig-drift.ts";
import type { PathPoint } from "../../../src/actions/path-points.ts";
import { SeriesEpochs, stateKey } from "../../../src/actions/series-epochs.ts";
import type { Better } from "../../../src/model/run.ts";
import type { SeriesRow } from "../../../src/store/runs.ts";

const NIGHT = 86_400_000;
const BLOCKS = 40;
const ACCEPTED = new Map([[stateKey("a", "new"), { rig: "a", watchHash: "new", epoch: "e2", reason: "a new kernel" }]]);

interface Planted {
  readonly better?: Better;
  /** The value of a block, before the rig is a new one in the 30th. */
  readonly value: (block: number) => number;
}

/** A series of one run a night, and the same noise-free night after night. */
function runsOf(id: string, { better = "higher", value }: Planted) {
  const points = Array.from({ length: BLOCKS }, (_, block) => ({
    ...{ run: `${id} ${block}`, sha: String(block), block: `night ${block}`, suite: "", packagesHash: "" },
    ...{ cause: "scheduled", excluded: "", watchHash: block < 30 ? "old" : "new", value: value(block) },
    ...{ startedAt: new Date(block * NIGHT), acceptedAt: new Date(block * NIGHT) },
  })) as unknown as PathPoint[];
  return { series: { id, better, rig: "a" } as SeriesRow, points };
}

function drift(planted: readonly Planted[]) {
  const runs = planted.map((one, at) => runsOf(String(at), one));
  return driftRows(
    runs,
    new SeriesEpochs(
      "a",
      runs.flatMap(({ points }) => points),
      "",
      ACCEPTED,
    ),
  );
}

test("what moves all series is the rig's drift, whichever way they count, and each epoch begins anew", () => {
  const slower = (block: number) => (block >= 20 ? 0.97 : 1);
  const rows = drift([
    { value: (block) => 500 * slower(block) },
    { value: (block) => 1e-9 * slower(block) },
    { better: "lower", value: (block) => 20 / slower(block) },
  ]);
  expect(rows).toHaveLength(BLOCKS);
  for (const [block, { deviation, low, high, series, epoch }] of rows.entries()) {
    expect(deviation).toBeCloseTo(block >= 20 && block < 30 ? -0.03 : 0, 9);
    expect([low, high]).toEqual([expect.closeTo(deviation, 9), expect.closeTo(deviation, 9)]);
    expect([series, epoch]).toEqual([3, block < 30 ? "first" : "e2"]);
  }
  expect(rows[22]?.trend).toBeCloseTo(0, 9);
  expect(rows[24]?.trend).toBeCloseTo(-0.03, 9);
  expect(rows[30]?.trend).toBeCloseTo(0, 9);
});

test("a changeset that moves fewer than half of the series is no drift, and what has no ratio is left out", () => {
  const quiet = { value: () => 7 };
  const moved = { value: (block: number) => (block >= 10 ? 14 : 7) };
  const rows = drift([quiet, quiet, quiet, moved, moved, { value: () => 0 }, { value: () => -1 }]);
  expect(rows.map(({ deviation }) => deviation)).toEqual(rows.map(() => 0));
  expect(rows[12]).toMatchObject({ high: expect.closeTo(1, 9), low: 0, series: 5 });
  expect(drift([{ value: () => 0 }])).toEqual([]);
});
