/** What did the runs look like before, and after? Every run is a dot; equal ones are stacked, quartiles stand below. */
import template from "../../dashboards/distribution.vl.json" with { type: "json" };
import type { ChartSize } from "./chart.ts";
import { counted, shortened } from "./describe.ts";
import { displayUnit } from "./display-unit.ts";
import type { DistributionChartData, DistributionSide } from "./distribution-data.ts";
import { formatNumber } from "./number.ts";
import { bind, type Row, type VegaLiteSpec } from "./spec.ts";
import { isDrawable, valueAxis } from "./value-axis.ts";

/** Of a side: its panel, the quartiles' bar below the dots and the label above them, in pixels. */
const PANEL = 128;
const BELOW = 20;
const LABEL = 26;
/** Left and right of the plot, and the value axis with the caption. */
const BESIDE = 24;
const AXIS = 46;
/** Diameters of a dot in pixels, the largest that fits is taken; where none does, a dot is several runs. */
const DOTS = [9, 7, 5.5, 4.5, 3.5] as const;
/** Of a dot that is several runs. */
const MANY = 5.5;
/** Dots of a picture, about: more take longer to draw and to send, and show no more of the shape. */
const MOST_DOTS = 500;

export function distributionChart(posted: DistributionChartData, { width, height }: ChartSize): VegaLiteSpec {
  const data = readable(posted);
  const values = data.sides.flatMap(({ runs }) => runs.map(({ value }) => value));
  const { power, ...axis } = valueAxis(values, { ticks: width < 600 ? 4 : 8, above: 0.04, below: 0.04 });
  const pixels = (axis.high - axis.low) / Math.max(1, width - BESIDE);
  const panel = height === undefined ? PANEL : (height - AXIS) / 2;
  const room = panel - BELOW - LABEL;
  const fit = fitting(data.sides, pixels, room);
  const top = panel * Math.max(1, data.sides.length);
  const base = (at: number) => (at + 1) * panel - BELOW;
  const each = fit.each === 1 ? "each dot is a run" : `each dot is up to ${fit.each} runs`;
  return bind(template, {
    description: describeDistribution(data),
    width,
    height: height ?? AXIS + top,
    params: { ...axis, top, dot: (Math.PI / 4) * fit.dot ** 2 },
    datasets: {
      dots: data.sides.flatMap((side, at) => dotsOf(side, at, fit, pixels, base(at))),
      quartiles: lawRows(data, (law, at) => ({
        from: law.lower,
        to: law.upper,
        top: base(at) + 7,
        bottom: base(at) + 13,
      })),
      medians: lawRows(data, (law, at) => ({
        value: law.median,
        top: base(at) - room,
        bottom: base(at) + 16,
        side: at,
      })),
      floors: data.sides.map((_, at) => ({ at: base(at) + 3 })),
      labels: data.sides.map((side, at) => ({ y: base(at) - room - 14, text: labelOf(side, data.unit, width) })),
      caption: [{ text: [power, data.unit, "·", `${data.better} is better`, "·", each].filter(Boolean).join(" ") }],
      notice: values.length === 0 ? [{ text: "no usable run yet" }] : [],
      hits: data.sides.flatMap((side, at) => hitsOf(side, fit, pixels, { base: base(at), room, unit: data.unit })),
    },
  });
}

function readable(data: DistributionChartData): DistributionChartData {
  const { unit, by } = displayUnit(data.sides.at(-1)?.law?.median ?? 0, data.unit);
  const sides = data.sides.map(({ label, runs, law }) => ({
    label,
    runs: runs.filter(({ value }) => isDrawable(value * by)).map((run) => ({ ...run, value: run.value * by })),
    law:
      law && [law.median, law.lower, law.upper].every((one) => isDrawable(one * by))
        ? { ...law, median: law.median * by, lower: law.lower * by, upper: law.upper * by }
        : null,
  }));
  return { ...data, unit, sides };
}

interface Fit {
  readonly dot: number;
  /** Runs that one dot stands for. */
  readonly each: number;
}

function fitting(sides: readonly DistributionSide[], pixels: number, room: number): Fit {
  const highest = (dot: number) =>
    Math.max(1, ...sides.flatMap((side) => [...stacks(side, dot * pixels).values()].map((stack) => stack.length)));
  const runs = sides.reduce((sum, side) => sum + side.runs.length, 0);
  const fewest = Math.ceil(runs / MOST_DOTS);
  const dot = DOTS.find((size) => highest(size) * size <= room * fewest) ?? MANY;
  return { dot, each: Math.max(fewest, Math.ceil((highest(dot) * dot) / room)) };
}

/** Runs by the column that they fall into. */
function stacks({ runs }: DistributionSide, column: number): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { value } of runs) {
    const at = Math.round(value / column);
    const mine = found.get(at);
    if (mine) mine.push(value);
    else found.set(at, [value]);
  }
  return found;
}

function dotsOf(side: DistributionSide, at: number, { dot, each }: Fit, pixels: number, base: number): Row[] {
  const column = dot * pixels;
  return [...stacks(side, column)].flatMap(([place, values]) =>
    Array.from({ length: Math.ceil(values.length / each) }, (_, i) => ({
      value: place * column,
      y: base - (i + 0.5) * dot,
      side: at,
    })),
  );
}

function lawRows(
  { sides }: DistributionChartData,
  row: (law: NonNullable<DistributionSide["law"]>, at: number) => Row,
) {
  return sides.flatMap(({ law }, at) => (law ? [row(law, at)] : []));
}

function labelOf({ label, law }: DistributionSide, unit: string, width: number): string {
  const name = shortened(label, width < 600 ? 22 : 60);
  return law === null
    ? `${name}: no usable run`
    : `${name}: ${counted(law.runs, "run")}, median ${formatNumber(law.median)} ${unit}`;
}

function hitsOf(
  side: DistributionSide,
  { dot }: Fit,
  pixels: number,
  { base, room, unit }: { readonly base: number; readonly room: number; readonly unit: string },
): Row[] {
  const column = dot * pixels;
  return [...stacks(side, column)].map(([place, values]) => ({
    from: (place - 0.5) * column,
    to: (place + 0.5) * column,
    top: base - room,
    bottom: base,
    text: `${shortened(side.label, 60)}\n${counted(values.length, "run")} ${rangeOf(values)} ${unit}`,
  }));
}

function rangeOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? formatNumber(least) : `${formatNumber(least)} … ${formatNumber(most)}`;
}

/** "write.bandwidth of ior-easy on a: before x 40 runs, median 52,110 (51,900 … 52,300), after x 12 runs, …". */
function describeDistribution({ title, sides, unit }: DistributionChartData): string {
  const told = sides.map(({ label, law }) => {
    const name = shortened(label, 60);
    if (law === null) return `${name} no usable run`;
    const half = `${formatNumber(law.lower)} … ${formatNumber(law.upper)}`;
    return `${name} ${counted(law.runs, "run")}, median ${formatNumber(law.median)} ${unit}, half of them ${half}`;
  });
  return `Runs of ${shortened(title, 120)}: ${told.join("; ")}`;
}
