/** The charts there are, by the name of their template. */
import type { Chart } from "./chart.ts";
import { distributionChart } from "./distribution-chart.ts";
import type { DistributionChartData, DistributionRun } from "./distribution-data.ts";
import { forestChart } from "./forest-chart.ts";
import { detailOf, type ForestChartData, type ForestRow } from "./forest-data.ts";
import { heatmapChart } from "./heatmap-chart.ts";
import type { HeatmapCell, HeatmapChartData } from "./heatmap-data.ts";
import { overlayChart } from "./overlay-chart.ts";
import { LETTERS, type OverlayChartData, type OverlayLine } from "./overlay-data.ts";
import { scalingChart } from "./scaling-chart.ts";
import type { ScalingChartData, ScalingPoint } from "./scaling-data.ts";
import { seriesChart } from "./series-chart.ts";
import type { ChangesetRow, SeriesChartData } from "./series-data.ts";
import { sightChart } from "./sight-chart.ts";
import type { SightChartData, SightRow } from "./sight-data.ts";
import { sparkChart } from "./spark-chart.ts";

const columns = {
  index: (row: ChangesetRow) => row.index,
  position: (row: ChangesetRow) => row.position,
  sha: (row: ChangesetRow) => row.sha,
  committed_at: (row: ChangesetRow) => row.committedAt ?? null,
  subject: (row: ChangesetRow) => row.subject ?? null,
  value: (row: ChangesetRow) => row.value,
  low: (row: ChangesetRow) => row.low,
  high: (row: ChangesetRow) => row.high,
  runs: (row: ChangesetRow) => row.runs,
  blocks: (row: ChangesetRow) => row.blocks,
};
const records = (data: SeriesChartData) => data.changesets;
type SeriesChart = Chart<SeriesChartData, ChangesetRow>;

const forest: Chart<ForestChartData, ForestRow> = {
  spec: forestChart,
  size: { width: 1080 },
  records: ({ rows }) => rows,
  columns: {
    label: (row) => row.label,
    detail: detailOf,
    worsening: (row) => row.worsening,
    low: (row) => row.low,
    high: (row) => row.high,
    material: (row) => row.material,
    effect: (row) => row.effect,
    word: (row) => row.word,
  },
};

const heatmap: Chart<HeatmapChartData, HeatmapCell & { readonly label: string; readonly release: string }> = {
  spec: heatmapChart,
  size: { width: 1080 },
  records: ({ releases, rows }) =>
    rows.flatMap(({ label, cells }) => cells.map((cell, i) => ({ label, release: releases[i] ?? "", ...cell }))),
  columns: {
    benchmark: (row) => row.label,
    release: (row) => row.release,
    change: (row) => row.change,
    low: (row) => row.low,
    high: (row) => row.high,
    series: (row) => row.series,
    worse: (row) => row.worse,
    word: (row) => row.word,
  },
};

const scaling: Chart<ScalingChartData, ScalingPoint & { readonly release: string }> = {
  spec: scalingChart,
  size: { width: 640, height: 400 },
  records: ({ curves }) => curves.flatMap(({ release, points }) => points.map((point) => ({ release, ...point }))),
  columns: {
    release: (row) => row.release,
    x: (row) => row.x,
    value: (row) => row.value,
    low: (row) => row.low,
    high: (row) => row.high,
  },
};

const overlay: Chart<
  OverlayChartData,
  { readonly line: OverlayLine; readonly letter: string; readonly row: ChangesetRow }
> = {
  spec: overlayChart,
  size: { width: 1080, height: 380 },
  records: ({ lines }) =>
    lines.flatMap((line, at) => line.rows.map((row) => ({ line, letter: LETTERS[at] ?? "", row }))),
  columns: {
    line: ({ letter }) => letter,
    label: ({ line }) => line.label,
    series: ({ line }) => line.series,
    branch: ({ line }) => line.branch,
    place: ({ row }) => row.index,
    position: ({ row }) => row.position,
    sha: ({ row }) => row.sha,
    committed_at: ({ row }) => row.committedAt ?? null,
    value: ({ row }) => row.value,
    low: ({ row }) => row.low,
    high: ({ row }) => row.high,
    runs: ({ row }) => row.runs,
  },
};

const distribution: Chart<DistributionChartData, DistributionRun & { readonly side: string }> = {
  spec: distributionChart,
  size: { width: 1080 },
  records: ({ sides }) => sides.flatMap(({ label, runs }) => runs.map((run) => ({ side: label, ...run }))),
  columns: {
    side: (row) => row.side,
    sha: (row) => row.sha,
    block: (row) => row.block,
    value: (row) => row.value,
  },
};

const sight: Chart<SightChartData, SightRow> = {
  spec: sightChart,
  size: { width: 1080 },
  records: ({ rows }) => rows,
  columns: {
    series: (row) => row.series,
    label: (row) => row.label,
    detail: (row) => row.detail,
    detectable: (row) => row.detectable,
    material: (row) => row.material,
    runs: (row) => row.runs,
    blocks: (row) => row.blocks,
    word: (row) => row.word,
  },
};

export const CHARTS = {
  series: { spec: seriesChart, size: { width: 1080, height: 380 }, records, columns } satisfies SeriesChart,
  spark: { spec: sparkChart, size: { width: 296, height: 118 }, records, columns } satisfies SeriesChart,
  forest,
  heatmap,
  scaling,
  sight,
  overlay,
  distribution,
} as const;
