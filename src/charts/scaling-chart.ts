/** How does it scale? Level over clients, one line a release, beside the line of perfect scaling. */
import template from "../../dashboards/scaling.vl.json" with { type: "json" };
import type { ChartSize } from "./chart.ts";
import { counted, shortened } from "./describe.ts";
import { formatNumber } from "./number.ts";
import type { ScalingChartData, ScalingCurve, ScalingPoint } from "./scaling-data.ts";
import { bind, type VegaLiteSpec } from "./spec.ts";
import { isDrawable } from "./value-axis.ts";

/** The releases' names on the right: how much of one fits, about how wide a character is, and from the line to them. */
const NAME = { characters: 16, pixels: 7.5, gap: 18 } as const;
/** What the vertical labels take of the width, about, in pixels. */
const LEFT = 44;

export function scalingChart(data: ScalingChartData, { width, height = 300 }: ChartSize): VegaLiteSpec {
  const curves = data.curves.map((curve) => ({ ...curve, points: curve.points.filter(isPlaced) }));
  const points = curves.flatMap((curve) => curve.points);
  const [left, right] = extent(points.map(({ x }) => x));
  const [low, high] = extent(points.flatMap((point) => [point.low, point.high, point.value]));
  const rows = curves.flatMap((curve, index) =>
    curve.points.map((point) => ({ ...rowOf(curve, index, data), ...point })),
  );
  return bind(template, {
    description: describeScaling(data),
    width,
    height,
    params: {
      left: left / 1.08,
      right: right * roomFor(curves, Math.log(right / (left / 1.08)), width),
      low: low / 1.15,
      high: high * 1.25,
      places: [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b),
      ticks: logTicks(low / 1.15, high * 1.25),
    },
    datasets: {
      curves: rows,
      ideal: idealOf(curves.at(-1)?.points ?? [], data, high * 1.25),
      names: apart(
        curves.flatMap((curve, index) => nameOf(curve, index, data)),
        height,
        low,
        high,
      ),
      caption: [{ text: `${data.series.unit} · ${data.series.better} is better` }],
      axis: [{ text: data.by }],
      notice: points.length === 0 ? [{ text: "nothing measured yet" }] : [],
    },
  });
}

/** Room for the longest name beyond the last point, as a factor: the axis is logarithmic. `span`: of the points. */
function roomFor(curves: readonly ScalingCurve[], span: number, width: number): number {
  const longest = Math.max(0, ...curves.map(({ release }) => Math.min(NAME.characters, release.length)));
  const pixels = Math.min(NAME.gap + NAME.pixels * longest, width / 2.5);
  return Math.exp((Math.max(span, 0.1) * pixels) / (width - LEFT - pixels));
}

/** A logarithmic axis knows nothing at or below zero. */
const isPlaced = ({ low, high, value }: ScalingPoint): boolean =>
  low > 0 && isDrawable(high) && value > 0 && isDrawable(value);

/** The newest line is the strong one, those before it fade. */
function rowOf({ release }: ScalingCurve, index: number, { curves }: ScalingChartData) {
  return { release, age: curves.length - 1 - index };
}

function extent(values: readonly number[]): [number, number] {
  if (values.length === 0) return [1, 10];
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** 1, 2 and 5 times powers of ten, or powers of ten alone where those are many. */
function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const steps = last - first > 3 ? [1] : [1, 2, 5];
  return Array.from({ length: last - first + 1 }, (_, i) => steps.map((step) => step * 10 ** (first + i)))
    .flat()
    .filter((tick) => tick >= low && tick <= high);
}

/** Twice the clients, twice the rate (or half the time): from the smallest point on. */
function idealOf(points: readonly ScalingPoint[], { series }: ScalingChartData, top: number) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || series.better !== "higher") return [];
  const end = Math.min(last.x, (first.x * top) / first.value);
  return [
    { x: first.x, value: first.value },
    { x: end, value: (first.value * end) / first.x },
  ];
}

interface Name {
  readonly x: number;
  readonly value: number;
  readonly text: string;
  readonly age: number;
}

function nameOf(curve: ScalingCurve, index: number, data: ScalingChartData): Name[] {
  const last = curve.points.at(-1);
  return last
    ? [
        {
          x: last.x,
          value: last.value,
          text: shortened(curve.release, NAME.characters),
          age: rowOf(curve, index, data).age,
        },
      ]
    : [];
}

/** Names of lines that end close together are moved apart, in pixels. */
function apart(names: readonly Name[], height: number, low: number, high: number) {
  const perLog = (height - 70) / Math.max(1e-9, Math.log((high * 1.25) / (low / 1.15)));
  const sorted = [...names].sort((a, b) => b.value - a.value);
  let above = Number.NEGATIVE_INFINITY;
  return sorted.map((name) => {
    const wanted = -Math.log(name.value) * perLog;
    const place = Math.max(wanted, above + 15);
    above = place;
    return { ...name, shift: place - wanted };
  });
}

function describeScaling({ series, by, curves }: ScalingChartData): string {
  const lines = curves.map(({ release, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return release;
    return `${release} from ${formatNumber(first.value)} at ${first.x} to ${formatNumber(last.value)} at ${last.x}`;
  });
  return `${series.metric} of ${series.benchmark} on ${series.rig} in ${series.unit} by ${by}, ${[counted(curves.length, "line"), ...lines].join(", ")}`;
}
