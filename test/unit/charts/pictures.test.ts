import { describe, expect, test } from "vitest";
import { CHARTS } from "../../../src/actions/charts/all.ts";
import { distribution } from "../../../src/actions/charts/distribution.ts";
import { series } from "../../../src/actions/charts/series.ts";
import type { ChartSize } from "../../../src/charts/chart.ts";
import { standaloneSvg } from "../../../src/render/standalone-svg.ts";
import { renderSvg } from "../../../src/render/svg.ts";
import { SAMPLES, sampleOf } from "../../support/chart-samples.ts";
import type { Rows } from "../../support/chart-sections.ts";
import { BANDWIDTH, chartData } from "../../support/series-fixture.ts";
import {
  DISTRIBUTION_EXTREMES,
  EXTREMES,
  FOREST_EXTREMES,
  HEATMAP_EXTREMES,
  OVERLAY_EXTREMES,
  rowsExtremes,
  SCALING_EXTREMES,
  SIGHT_EXTREMES,
} from "./extremes.ts";

interface Case {
  readonly extremes: readonly (readonly [string, unknown])[];
  readonly sizes: readonly ChartSize[];
}

/** Extreme data of the charts that code lays out, and the sizes beside the one that stands alone. */
const CASES: Readonly<Record<string, Case>> = {
  series: { extremes: EXTREMES, sizes: [{ width: 340, height: 300 }] },
  spark: { extremes: EXTREMES, sizes: [] },
  scaling: { extremes: SCALING_EXTREMES, sizes: [{ width: 520, height: 300 }] },
  heatmap: { extremes: HEATMAP_EXTREMES, sizes: [{ width: 340 }] },
  sight: { extremes: SIGHT_EXTREMES, sizes: [{ width: 340 }] },
  distribution: { extremes: DISTRIBUTION_EXTREMES, sizes: [{ width: 340 }] },
  overlay: { extremes: OVERLAY_EXTREMES, sizes: [{ width: 340, height: 300 }] },
  forest: { extremes: FOREST_EXTREMES, sizes: [{ width: 340 }] },
};

/** Of the others, made from their samples. */
const caseOf = (name: string): Case =>
  CASES[name] ?? { extremes: rowsExtremes(sampleOf(name) as Rows), sizes: [{ width: 312, height: 300 }] };

/** Tags only: what people wrote stands between them, escaped, or inside quotes. */
const tags = (svg: string) => (svg.match(/<[^>]+>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""')).join("");

for (const [name, chart] of CHARTS) {
  const { extremes, sizes } = caseOf(name);
  describe(`the chart ${name}`, () => {
    test.each(extremes)("is drawn without a broken number, script or inline style from %s", async (_, data) => {
      for (const size of [chart.meta.sizes.alone, ...sizes]) {
        const spec = chart.of(data).spec(size);
        const svg = await renderSvg(spec);
        expect(svg).not.toMatch(/NaN|Infinity|undefined|null|e\+\d{3}/);
        expect(tags(svg)).not.toMatch(/ style=| on\w+=|<script|<img|<foreignObject/);
        expect(svg.match(/<svg /g)).toHaveLength(1);
        expect(svg).toContain(`width="${spec["width"]}" height="${spec["height"]}"`);
      }
    });

    test("is the same picture for the same data", async () => {
      const spec = () => chart.of(sampleOf(name)).spec();
      expect(await renderSvg(spec())).toBe(await renderSvg(spec()));
    });

    test("has the rows that its golden files have", async () => {
      const spec = chart.of(sampleOf(name)).spec();
      await expect(`${JSON.stringify(spec, null, 1)}\n`).toMatchFileSnapshot(`../../goldens/${name}.vl.json`);
      await expect(standaloneSvg(await renderSvg(spec)).replace(/></g, ">\n<")).toMatchFileSnapshot(
        `../../goldens/${name}.svg`,
      );
    });
  });
}

test("a chart above its limit is drawn from fewer rows, and its worst spike is still there", async () => {
  const data = chartData({ ...BANDWIDTH, changesets: 9000, steps: [] });
  const spike = {
    ...data.changesets[4321],
    value: 20_000,
    low: 19_000,
    high: 21_000,
  } as (typeof data.changesets)[number];
  const spec = series.of({ ...data, changesets: data.changesets.with(4321, spike) }).spec();
  const { changesets } = spec["datasets"] as { changesets: { index: number; value: number }[] };
  expect(changesets.length).toBeLessThanOrEqual(1200);
  expect(changesets.find(({ index }) => index === 4321)?.value).toBe(20_000);
  expect((await renderSvg(spec)).length).toBeLessThan(300_000);
});

test("a picture in which nothing can be pointed at closes what it opens", async () => {
  const data = chartData({ ...BANDWIDTH, changesets: 900, steps: [] });
  const svg = await renderSvg(series.of(data).spec());
  const groups = svg.match(/<g\b[^>]*>/g) ?? [];
  const opened = groups.filter((tag) => !tag.endsWith("/>"));
  expect(opened.length).toBeLessThan(groups.length);
  expect(svg.match(/<\/g>/g)).toHaveLength(opened.length);
});

test("50,000 runs are a picture of a few hundred dots, each said to be several runs", async () => {
  const runs = Array.from({ length: 50_000 }, (_, i) => ({ sha: "a", block: "b", value: 100 + (i % 997) }));
  const data = { ...SAMPLES.distribution, sides: [{ label: "all", runs, law: null }] };
  const spec = distribution.of(data).spec();
  const { dots, caption } = spec["datasets"] as { dots: unknown[]; caption: { text: string }[] };
  expect(dots.length).toBeLessThan(700);
  expect(caption[0]?.text).toMatch(/each dot is up to \d+ runs/);
  expect((await renderSvg(spec)).length).toBeLessThan(600_000);
});
