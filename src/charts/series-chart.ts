/** How did this series move, changeset by changeset? The trend: values, bands, levels, change points, releases. */
import template from "../../dashboards/series.vl.json" with { type: "json" };
import { changeRows, lanesOf } from "./change-rows.ts";
import type { ChartSize } from "./chart.ts";
import { describeRow, describeSeries } from "./describe.ts";
import { inDisplayUnit } from "./display-unit.ts";
import { excludedRows } from "./excluded-rows.ts";
import { landingTicks } from "./landing-axis.ts";
import { MARK_LANE, markLanes, markRows } from "./mark-rows.ts";
import { releaseRows } from "./release-rows.ts";
import type { ChangesetRow, SeriesChartData } from "./series-data.ts";
import { bind, type Row, type VegaLiteSpec } from "./spec.ts";
import { countOf } from "./stretch.ts";
import { levelRows, rowsByLevel, shownValues, trendRows } from "./trend-rows.ts";
import { valueAxis } from "./value-axis.ts";

/** What the vertical labels, the caption above and the landing axis below take of the size, about, in pixels. */
const LEFT = 56;
const ABOVE_AND_BELOW = 58;
const LANE = 18;
const ALONE = template.usermeta.sizes.alone;
const BEYOND = "figures beyond what can be drawn";
const LABEL = 62;
/** Narrower columns than this, in pixels, cannot be pointed at: they have no tooltip. */
const LEAST_COLUMN = 3;

export function seriesChart(posted: SeriesChartData, { width, height = ALONE.height }: ChartSize): VegaLiteSpec {
  const data = inDisplayUnit(posted);
  const rows = trendRows(data, 2 * width);
  const count = Math.max(1, countOf(data));
  const plot = { width: width - LEFT, height: height - ABOVE_AND_BELOW };
  const step = plot.width / count;
  const changes = changeRows(data.analysis.changes, { better: data.series.better, step, width: plot.width });
  const releases = releaseRows(data.releases, {
    step,
    width: plot.width,
    changes: data.analysis.changes.map(({ index }) => index),
  });
  const marks = markRows(data.marks ?? [], step);
  const lift = MARK_LANE * markLanes(marks);
  const { power, ...axis } = valueAxis(shownValues(rows, data), {
    ticks: Math.max(3, Math.round(plot.height / 50)),
    above: (6 + LANE * lanesOf(changes)) / plot.height + 0.03,
    below: ((releases.length > 0 ? 24 : 8) + lift) / plot.height + 0.02,
  });
  return bind(template, {
    description: describeSeries(data),
    width,
    height,
    params: { last: count - 1, ...axis, dot: dotSize(plot.width / rows.length), lift },
    datasets: {
      changesets: rowsByLevel(rows, data),
      levels: levelRows(data),
      changes: changes.map((row) => ({ ...row })),
      releases: releases.map((row) => ({ ...row })),
      excluded: excludedRows(data.excluded, axis),
      marks,
      landing: landingTicks(data.changesets, LABEL / step).map((tick) => ({ ...tick })),
      caption: [{ text: `${[power, data.series.unit].filter(Boolean).join(" ")} · ${data.series.better} is better` }],
      notice: rows.length === 0 ? [{ text: data.changesets.length === 0 ? "no usable run yet" : BEYOND }] : [],
      hits: step >= LEAST_COLUMN ? rows.map((row) => hitRow(row, data)) : [],
    },
  });
}

/** Area of a point's dot in square pixels, 0 where dots would only blur the line. */
function dotSize(step: number): number {
  if (step < 3.2) return 0;
  if (step < 40) return step < 8 ? 8 : 18;
  return 44;
}

function hitRow(row: ChangesetRow, data: SeriesChartData): Row {
  return { from: row.index - 0.5, to: row.index + 0.5, text: describeRow(row, data) };
}
