import { expect, test } from "vitest";
import { lineLabels, lineTitle } from "../../../src/actions/line-labels.ts";
import { BANDWIDTH, chartData } from "../../support/series-fixture.ts";

const { series } = chartData({ ...BANDWIDTH, changesets: 3, steps: [] });
const line = (change: Partial<typeof series>, branch = "master") => ({ series: { ...series, ...change }, branch });

test("a line is called by what not all lines share", () => {
  expect(lineLabels([line({}), line({ rig: "other" })])).toEqual([series.rig, "other"]);
  expect(lineLabels([line({}), line({}, "b2_15")])).toEqual(["master", "b2_15"]);
  const clients = (count: string) => line({ parameters: { ...series.parameters, clients: count } });
  expect(lineLabels([clients("1"), clients("64")])).toEqual(["clients 1", "clients 64"]);
  expect(lineLabels([clients("1"), line({ parameters: {}, metric: "x" })])[1]).toBe("x");
  expect(lineLabels([line({})])).toEqual([series.rig]);
});

test("what all lines share is their title", () => {
  expect(lineTitle([series, { ...series, rig: "other" }])).toBe(`${series.metric} of ${series.benchmark}`);
  expect(lineTitle([series, { ...series, metric: "x" }])).toBe("2 metrics");
});
