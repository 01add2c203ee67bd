import { expect, test } from "vitest";
import { displayUnit, inDisplayUnit } from "../../../src/charts/display-unit.ts";
import { BANDWIDTH, chartData } from "../../support/series-fixture.ts";

test.each([
  [478_632_535, "B/s", 478.632535, "MB/s"],
  [9_764_864, "ns", 9.764864, "ms"],
  [0.00042, "s", 420, "µs"],
  [2_500_000, "KiB/s", 2.384185791015625, "GiB/s"],
  [1.5e7, "ns/op", 15, "ms/op"],
  [52_113, "MiB/s", 52_113, "MiB/s"],
  [648_000_000, "MB/sec", 648_000_000, "MB/sec"],
  [2e12, "ops/s", 2e12, "ops/s"],
  [0, "s", 0, "s"],
])("%d %s is shown as %d %s", (value, posted, shown, unit) => {
  const display = displayUnit(value, posted);
  expect(display.unit).toBe(unit);
  expect(value * display.by).toBeCloseTo(shown, 9);
});

test("a history is converted as a whole: ratios stay, differences follow", () => {
  const data = chartData({ ...BANDWIDTH, unit: "B/s", base: 5e8, steps: [{ at: 90, ratio: 1.1 }] });
  const [change] = data.analysis.changes;
  if (!change) throw new Error("the fixture has no change");
  const difference = { ...change, effect: { ...change.effect, scale: "difference", value: 5e7, unit: "B/s" } } as const;
  const shown = inDisplayUnit({ ...data, analysis: { ...data.analysis, changes: [change, difference] } });
  expect(shown.series.unit).toBe("MB/s");
  expect(shown.changesets[3]?.high).toBeCloseTo((data.changesets[3]?.high ?? 0) / 1e6, 6);
  expect(shown.analysis.changes[0]).toMatchObject({ before: 500, effect: change.effect });
  expect(shown.analysis.changes[1]?.effect).toMatchObject({ value: 50, unit: "MB/s" });
});
