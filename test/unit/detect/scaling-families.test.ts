import { expect, test } from "vitest";
import { scalingFamilies } from "../../../src/detect/scaling-families.ts";
import type { SeriesRow } from "../../../src/store/runs.ts";

const series = (parameters: Record<string, string>, more: Partial<SeriesRow> = {}): SeriesRow => ({
  id: JSON.stringify(parameters),
  benchmark: "ior-easy",
  version: "4.0.0",
  metric: "write.bandwidth",
  parameters,
  rig: "opensfs-a",
  hardware: "",
  pairing: "",
  unit: "MiB/s",
  dimension: "bytes/time",
  better: "higher",
  ...more,
});

test("three series that differ in one number are a curve, in the order of the number", () => {
  const families = scalingFamilies(["16", "1", "4"].map((clients) => series({ clients, transfer: "1MiB" })));
  expect(families.map(({ by, members }) => [by, members.map(({ x }) => x)])).toEqual([["clients", [1, 4, 16]]]);
});

test("another rig, another unit of transfer and words are no points of the curve", () => {
  const others = [
    series({ clients: "64" }, { rig: "opensfs-b" }),
    series({ clients: "64", transfer: "4MiB" }),
    series({ clients: "many" }),
    series({ clients: "0" }),
  ];
  const families = scalingFamilies([...["1", "2", "4"].map((clients) => series({ clients })), ...others]);
  expect(families.map(({ members }) => members.map(({ x }) => x))).toEqual([[1, 2, 4]]);
});

test("two points are no curve, and a grid has a curve for each row and column", () => {
  expect(scalingFamilies(["1", "2"].map((clients) => series({ clients })))).toEqual([]);
  const grid = ["1", "2", "4"].flatMap((clients) => ["8", "16", "32"].map((tasks) => series({ clients, tasks })));
  expect(
    scalingFamilies(grid)
      .map(({ by }) => by)
      .sort(),
  ).toEqual(["clients", "clients", "clients", "tasks", "tasks", "tasks"]);
});
