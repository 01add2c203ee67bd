import { expect, test } from "vitest";
import { seriesChart } from "../../../src/charts/series-chart.ts";
import { drawnSvg } from "../../../src/render/drawn-svg.ts";
import { renderSvg } from "../../../src/render/svg.ts";
import { BANDWIDTH, chartData } from "../../support/series-fixture.ts";

const spec = (changesets: number) => seriesChart(chartData({ ...BANDWIDTH, changesets }), { width: 900 });

test("a picture from memory is the picture that would be drawn", async () => {
  expect(await drawnSvg(spec(50))).toBe(await renderSvg(spec(50)));
  expect(await drawnSvg(spec(50))).toBe(await renderSvg(spec(50)));
});

test("other data is another picture", async () => {
  expect(await drawnSvg(spec(51))).not.toBe(await drawnSvg(spec(50)));
});
