/** Series and effects that break careless charts. */
import type { DistributionChartData } from "../../../src/charts/distribution-data.ts";
import type { ForestChartData } from "../../../src/charts/forest-data.ts";
import type { HeatmapCell, HeatmapChartData } from "../../../src/charts/heatmap-data.ts";
import type { OverlayChartData, OverlayLine } from "../../../src/charts/overlay-data.ts";
import type { ScalingChartData } from "../../../src/charts/scaling-data.ts";
import type { SeriesChartData } from "../../../src/charts/series-data.ts";
import type { SightChartData, SightRow } from "../../../src/charts/sight-data.ts";
import { runLaw } from "../../../src/detect/run-law.ts";
import { SAMPLES } from "../../support/chart-samples.ts";
import { type Rows, rowsNamed } from "../../support/chart-sections.ts";
import { BANDWIDTH, chartData } from "../../support/series-fixture.ts";

const some = chartData({ ...BANDWIDTH, changesets: 40, steps: [{ at: 20, ratio: 1.2 }] });
const HOSTILE = '<img src=x onerror=alert(1)>" style="color:red" & </svg><script>alert(1)</script>';

function scaled(factor: number): SeriesChartData {
  return chartData({ ...BANDWIDTH, changesets: 40, base: factor, steps: [{ at: 20, ratio: 1.2 }] });
}

function named(text: string): SeriesChartData {
  return {
    ...some,
    series: { ...some.series, benchmark: text, metric: text, unit: text, rig: text, parameters: { [text]: text } },
    changesets: some.changesets.map((row) => ({ ...row, sha: text, subject: text })),
    releases: [{ tag: text, index: 12 }],
    excluded: [{ index: 3.5, sha: text, value: 1, why: text }],
    marks: Array.from({ length: 12 }, (_, number) => ({ kind: "annotation", index: 5, number, text })),
  };
}

function constant(value: number): SeriesChartData {
  return {
    ...some,
    changesets: some.changesets.map((row) => ({ ...row, value, low: value, high: value })),
    analysis: { changes: [], levels: [{ from: 0, to: 40, value, low: value, high: value }], findings: [] },
  };
}

export const EXTREMES: readonly (readonly [string, SeriesChartData])[] = [
  ["ordinary values", some],
  [
    "no changeset",
    { ...some, changesets: [], analysis: { changes: [], levels: [], findings: [] }, releases: [], excluded: [] },
  ],
  ["no changeset but releases and excluded runs", { ...some, changesets: [] }],
  ["one changeset", { ...some, changesets: some.changesets.slice(0, 1) }],
  ["a constant", constant(7)],
  ["all zeros", constant(0)],
  ["values of 1e-12", scaled(1e-12)],
  ["values of 1e12", scaled(1e12)],
  ["values of 1e300", scaled(1e300)],
  ["negative values", scaled(-250)],
  [
    "values that are no numbers",
    { ...some, changesets: some.changesets.map((row, i) => (i % 3 ? row : { ...row, value: Number.NaN })) },
  ],
  [
    "an infinite interval",
    {
      ...some,
      changesets: some.changesets.map((row, i) => (i % 9 ? row : { ...row, high: Number.POSITIVE_INFINITY })),
    },
  ],
  [
    "changesets without position, date or subject",
    {
      ...some,
      changesets: some.changesets.map(({ committedAt: _, subject: __, ...row }) => ({ ...row, position: null })),
    },
  ],
  ["hostile names", named(HOSTILE)],
  ["names of 300 characters", named("long".repeat(75))],
  ["right-to-left names", named("קצב כתיבה سرعة")],
];

const { rows: effects, title } = SAMPLES.forest;
const forestNamed = (text: string): ForestChartData => ({
  title: text,
  rows: effects.map((row) => ({ ...row, label: text, details: [text], effect: text })),
});

export const FOREST_EXTREMES: readonly (readonly [string, ForestChartData])[] = [
  ["ordinary effects", SAMPLES.forest],
  ["no comparison", { title, rows: [] }],
  ["one comparison", { title, rows: effects.slice(0, 1) }],
  [
    "no effect at all",
    { title, rows: effects.map((row) => ({ ...row, worsening: 0, low: 0, high: 0, material: null })) },
  ],
  ["an infinite interval", { title, rows: effects.map((row) => ({ ...row, high: Number.POSITIVE_INFINITY })) }],
  ["intervals that are no numbers", { title, rows: effects.map((row) => ({ ...row, low: Number.NaN })) }],
  ["effects of a thousand times", { title, rows: effects.map((row) => ({ ...row, worsening: 1e3, high: 2e3 })) }],
  ["hostile names", forestNamed(HOSTILE)],
  ["names of 300 characters", forestNamed("long".repeat(75))],
  ["right-to-left names", forestNamed("קצב כתיבה سرعة")],
];

const { curves, series } = SAMPLES.scaling;
const scaledCurves = (factor: number) =>
  curves.map((curve) => ({
    ...curve,
    points: curve.points.map(({ x, value, low, high }) => ({
      x,
      value: factor * value,
      low: factor * low,
      high: factor * high,
    })),
  }));
const scalingNamed = (text: string): ScalingChartData => ({
  series: { ...series, benchmark: text, metric: text, unit: text, rig: text },
  by: text,
  curves: curves.map((curve) => ({ ...curve, release: text })),
});

export const SCALING_EXTREMES: readonly (readonly [string, ScalingChartData])[] = [
  ["ordinary curves", SAMPLES.scaling],
  ["no curve", { ...SAMPLES.scaling, curves: [] }],
  ["values of 1e-12", { ...SAMPLES.scaling, curves: scaledCurves(1e-12) }],
  ["values of 1e12", { ...SAMPLES.scaling, curves: scaledCurves(1e12) }],
  ["zeros and negative values", { ...SAMPLES.scaling, curves: [...scaledCurves(0), ...scaledCurves(-1)] }],
  ["a metric that is better when lower", { ...SAMPLES.scaling, series: { ...series, better: "lower" } }],
  ["hostile names", scalingNamed(HOSTILE)],
  ["names of 300 characters", scalingNamed("long".repeat(75))],
  ["right-to-left names", scalingNamed("קצב כתיבה سرعة")],
];

const { heatmap } = SAMPLES;
const everyCell = (change: Partial<HeatmapCell>): HeatmapChartData => ({
  ...heatmap,
  rows: heatmap.rows.map(({ label, cells }) => ({ label, cells: cells.map((cell) => ({ ...cell, ...change })) })),
});
const heatmapNamed = (text: string): HeatmapChartData => ({
  title: text,
  releases: heatmap.releases.map(() => text),
  rows: heatmap.rows.map(({ cells }) => ({ label: text, cells })),
});

export const HEATMAP_EXTREMES: readonly (readonly [string, HeatmapChartData])[] = [
  ["ordinary releases", heatmap],
  ["no release", { title: "", releases: [], rows: [] }],
  [
    "one release of one benchmark",
    { ...heatmap, releases: ["1.0"], rows: [{ label: "a b", cells: heatmap.rows[0]?.cells.slice(0, 1) ?? [] }] },
  ],
  ["nothing measured", everyCell({ word: "missing", change: null, low: null, high: null })],
  ["changes of a thousand times", everyCell({ word: "better", change: 1e3, low: 1e2, high: 1e4, isMaterial: true })],
  ["changes that are no numbers", everyCell({ word: "worse", change: Number.NaN, low: Number.NaN, high: 1 / 0 })],
  ["hostile names", heatmapNamed(HOSTILE)],
  ["names of 300 characters", heatmapNamed("long".repeat(75))],
  ["right-to-left names", heatmapNamed("קצב כתיבה سرعة")],
];

const { sight } = SAMPLES;
const sightNamed = (text: string): SightChartData => ({
  title: text,
  rows: sight.rows.map((row) => ({ ...row, label: text, detail: text })),
});
const everySight = (change: Partial<SightRow>): SightChartData => ({
  ...sight,
  rows: sight.rows.map((row) => ({ ...row, ...change })),
});

export const SIGHT_EXTREMES: readonly (readonly [string, SightChartData])[] = [
  ["ordinary series", sight],
  ["no series", { ...sight, rows: [] }],
  ["one series", { ...sight, rows: sight.rows.slice(0, 1) }],
  ["no noise at all", everySight({ detectable: 0, material: 0 })],
  ["noise beyond all measure", everySight({ detectable: 1e12, material: Number.MAX_SAFE_INTEGER })],
  ["figures that are no numbers", everySight({ detectable: Number.NaN, material: Number.POSITIVE_INFINITY })],
  ["hostile names", sightNamed(HOSTILE)],
  ["names of 300 characters", sightNamed("long".repeat(75))],
  ["right-to-left names", sightNamed("קצב כתיבה سرعة")],
];

function laid(sides: readonly (readonly number[])[], change: Partial<DistributionChartData> = {}, label = "x") {
  const told = sides.map((values) => ({
    label,
    runs: values.map((value) => ({ sha: label, block: label, value })),
    law: runLaw(
      values,
      values.map(() => label),
    ),
  }));
  return { title: "x", unit: "MiB/s", better: "higher", sides: told, ...change } as const;
}

const ramp = (length: number, from: number, by: number) => Array.from({ length }, (_, i) => from + by * i);

export const DISTRIBUTION_EXTREMES: readonly (readonly [string, DistributionChartData])[] = [
  ["ordinary values", SAMPLES.distribution],
  ["no side", laid([])],
  ["no run", laid([[], []])],
  ["one run", laid([[5]])],
  ["one run against many equal ones", laid([[5], new Array(5000).fill(7)])],
  ["50,000 runs", laid([ramp(25_000, 100, 0.001), ramp(25_000, 90, 0.002)])],
  [
    "values of 1e-12 beside 1e12",
    laid([
      [1e-12, 2e-12],
      [1e12, 2e12],
    ]),
  ],
  ["values of 1e-12", laid([ramp(20, 1e-12, 1e-14), ramp(20, 2e-12, 1e-14)])],
  ["negative values", laid([ramp(20, -5, 1), [0, 0, 0]])],
  [
    "labels and a unit of people",
    laid([ramp(20, 5, 1), ramp(20, 6, 1)], { title: HOSTILE, unit: HOSTILE }, `${HOSTILE} שלום ${"long".repeat(70)}`),
  ],
];

const lineOf = ({ changesets, analysis }: SeriesChartData, label: string): OverlayLine => ({
  ...{ series: "0123456789abcdef", branch: label, label, better: "higher" },
  ...{ rows: changesets, levels: analysis.levels },
});

function over(lines: readonly OverlayLine[], change: Partial<OverlayChartData> = {}): OverlayChartData {
  const landing = some.changesets.map(({ index, position, committedAt }) => ({
    ...{ index, position },
    ...(committedAt !== undefined && { committedAt }),
  }));
  return { title: "x", lines, landing, releases: [], relative: null, unit: "MiB/s", ...change };
}

export const OVERLAY_EXTREMES: readonly (readonly [string, OverlayChartData])[] = [
  ["ordinary values", SAMPLES.overlay],
  ["no line", over([], { landing: [] })],
  ["a line that was never measured", over([lineOf(constant(7), "a"), { ...lineOf(some, "b"), rows: [], levels: [] }])],
  [
    "lines of one point",
    over([{ ...lineOf(some, "a"), rows: some.changesets.slice(0, 1), levels: [] }], {
      landing: [{ index: 0, position: null }],
    }),
  ],
  ["values of 1e-12 beside 1e12", over([lineOf(scaled(1e-12), "tiny"), lineOf(scaled(1e12), "huge")])],
  ["values of 1e-12", over([lineOf(scaled(1e-12), "tiny")])],
  ["six equal lines", over(["a", "b", "c", "d", "e", "f"].map((label) => lineOf(constant(7), label)))],
  ["ratios", over([lineOf(scaled(1), "a"), lineOf(constant(1), "b")], { relative: "2.15.0", unit: "MiB/s" })],
  [
    "a title, unit, release and labels of people",
    over([lineOf(some, HOSTILE), lineOf(some, `${HOSTILE} שלום ${"long".repeat(70)}`)], {
      title: HOSTILE,
      unit: HOSTILE,
      relative: HOSTILE,
      releases: [{ tag: HOSTILE, index: 3 }],
    }),
  ],
  [
    "values that are no numbers",
    over([
      { ...lineOf(some, "a"), rows: some.changesets.map((row, i) => (i % 3 ? row : { ...row, value: Number.NaN })) },
    ]),
  ],
];

/** Every figure of the rows is this one. */
function everyFigure({ told, rows, beside = {} }: Rows, value: number): Rows {
  const put = <Row extends object>(row: Row): Row =>
    Object.fromEntries(Object.entries(row).map(([name, one]) => [name, typeof one === "number" ? value : one])) as Row;
  const others = Object.entries(beside).map(([name, some]) => [name, some.map(put)]);
  return { told, rows: rows.map(put), beside: Object.fromEntries(others) };
}

/** What breaks careless templates, from the rows that a chart has. */
export function rowsExtremes(sample: Rows): readonly (readonly [string, Rows])[] {
  const { told, rows, beside = {} } = sample;
  const none = Object.fromEntries(Object.keys(beside).map((name) => [name, []]));
  const figures = [0, -1, 1e-12, 1e12, 1e300, Number.NaN, Number.POSITIVE_INFINITY];
  return [
    ["ordinary rows", sample],
    ["no row", { told, rows: [], beside: none }],
    ["no row, but what stands beside", { told, rows: [], beside }],
    ["one row", { told, rows: rows.slice(0, 1), beside: none }],
    ["rows that are all nothing", { told, rows: rows.map(nothing), beside: none }],
    ...figures.map((value) => [`figures that are all ${value}`, everyFigure(sample, value)] as const),
    ["hostile names", rowsNamed(sample, HOSTILE)],
    ["names of 300 characters", rowsNamed(sample, "long".repeat(75))],
    ["right-to-left names", rowsNamed(sample, "קצב כתיבה سرعة")],
  ];
}

const nothing = <Row extends object>(row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, one]) => [name, typeof one === "number" ? null : one])) as Row;
