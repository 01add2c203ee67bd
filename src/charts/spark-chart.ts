/** The same trend at the size of a stamp, for many series side by side: shape, level and last change at a glance. */
import template from "../../dashboards/spark.vl.json" with { type: "json" };
import { changeRows } from "./change-rows.ts";
import type { ChartSize } from "./chart.ts";
import { describeSeries } from "./describe.ts";
import { inDisplayUnit } from "./display-unit.ts";
import { landingTicks } from "./landing-axis.ts";
import { releaseRows } from "./release-rows.ts";
import type { SeriesChartData } from "./series-data.ts";
import { bind, type VegaLiteSpec } from "./spec.ts";
import { levelRows, rowsByLevel, shownValues, trendRows } from "./trend-rows.ts";
import { valueAxis } from "./value-axis.ts";

const LEFT = 44;
const LABEL = 56;

export function sparkChart(posted: SeriesChartData, { width, height = 118 }: ChartSize): VegaLiteSpec {
  const data = inDisplayUnit(posted);
  const rows = trendRows(data, width);
  const count = Math.max(1, data.changesets.length);
  const plotWidth = width - LEFT;
  const step = plotWidth / count;
  const releases = releaseRows(data.releases, {
    step,
    width: plotWidth,
    changes: data.analysis.changes.map(({ index }) => index),
  });
  const { power: _, ...axis } = valueAxis(shownValues(rows, data), {
    ticks: 3,
    above: releases.length > 0 ? 0.28 : 0.08,
    below: 0.08,
  });
  return bind(template, {
    description: describeSeries(data),
    width,
    height,
    params: { last: count - 1, ...axis },
    datasets: {
      changesets: rowsByLevel(rows, data),
      levels: levelRows(data),
      changes: changeRows(data.analysis.changes, { better: data.series.better, step, width: plotWidth }).map((row) => ({
        ...row,
      })),
      releases: releases.map((row) => ({ ...row })),
      landing: landingTicks(data.changesets, LABEL / step).map((tick) => ({ ...tick })),
      newest: rowsByLevel(rows.slice(-1), data),
    },
  });
}
