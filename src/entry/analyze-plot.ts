/** `analyze --plot FILE`: the trend of each metric with its change points, as pictures that stand alone. */
import { writeFile } from "node:fs/promises";
import { seriesChart } from "../charts/series-chart.ts";
import type { ChangesetRow, SeriesChartData } from "../charts/series-data.ts";
import { standaloneSvg } from "../render/standalone-svg.ts";
import { renderSvg } from "../render/svg.ts";
import { type AnalyzedMetric, analyzeMetric } from "./analyze-report.ts";
import type { Metric } from "./metric-table.ts";

/** Writes one SVG a metric and answers their names; several metrics put theirs before the file's ending. */
export async function plotMetrics(metrics: readonly Metric[], source: string, file: string): Promise<string[]> {
  const stem = file.replace(/\.svg$/i, "");
  const written: string[] = [];
  for (const metric of metrics) {
    const name = metrics.length === 1 ? `${stem}.svg` : `${stem}.${metric.name.replace(/[^\w.-]+/g, "-")}.svg`;
    await writeFile(name, await picture(metric, source));
    written.push(name);
  }
  return written;
}

async function picture(metric: Metric, source: string): Promise<string> {
  const data = chartData(metric, analyzeMetric(metric), source);
  return standaloneSvg(await renderSvg(seriesChart(data, { width: 1080 })));
}

/** A file has no rig: the picture says where its numbers came from in its place. */
function chartData(
  { name, unit, better, labels, points }: Metric,
  analysis: AnalyzedMetric,
  source: string,
): SeriesChartData {
  const changesets = points.map(({ value, runs, blocks, spread }, index): ChangesetRow => {
    const reach = spread ?? 0;
    const sha = labels[index] ?? "";
    return { index, sha, position: null, value, low: value - reach, high: value + reach, runs, blocks };
  });
  const identity = { benchmark: name, version: "", metric: name, parameters: {}, rig: source, pairing: "" };
  const series = { id: "", ...identity, unit, dimension: unit, better };
  return { series, changesets, analysis, releases: [], excluded: [], band: "interval" };
}
