/** Do they move together? Several series, branches or rigs over one another, in their unit or relative to a release. */
import template from "../../dashboards/overlay.vl.json" with { type: "json" };
import type { ChartSize } from "./chart.ts";
import { counted, shortened } from "./describe.ts";
import { displayUnit } from "./display-unit.ts";
import { dayOf, landingTicks } from "./landing-axis.ts";
import { fixed, formatNumber } from "./number.ts";
import { LETTERS, type OverlayChartData, type OverlayLine } from "./overlay-data.ts";
import { MOST_ROWS, reduceRows } from "./reduce.ts";
import { releaseRows } from "./release-rows.ts";
import { bind, type Row, type VegaLiteSpec } from "./spec.ts";
import { isDrawable, type ValueAxis, valueAxis } from "./value-axis.ts";

const LEFT = 56;
const ABOVE_AND_BELOW = 58;
const LABEL = 62;
const LEAST_COLUMN = 2;
/** Room for the names on the right, in pixels, and how much of one fits. */
const NAMES = { wide: { pixels: 190, characters: 24 }, narrow: { pixels: 44, characters: 0 } } as const;
/** Rows of all lines together, and of one at least: drawing costs by the row, whichever line it is of. */
const MOST_OF_ALL = 1500;
const LEAST_OF_A_LINE = 300;
/** Pixels between shapes along a line, and between names. */
const SHAPES_APART = 190;
const NAMES_APART = 16;

export function overlayChart(posted: OverlayChartData, { width, height = 380 }: ChartSize): VegaLiteSpec {
  const data = readable(posted, 2 * width);
  const names = width < 600 ? NAMES.narrow : NAMES.wide;
  const plot = { width: width - LEFT - names.pixels, height: height - ABOVE_AND_BELOW };
  const count = Math.max(1, data.landing.length);
  const step = plot.width / count;
  const rows = data.lines.flatMap((line) => line.rows);
  const shown = [
    ...rows.map(({ value }) => value),
    ...data.lines.flatMap(({ levels }) => levels.map((one) => one.value)),
  ];
  const { power, ...axis } = valueAxis(data.relative === null ? shown : [...shown, 1], {
    ticks: Math.max(3, Math.round(plot.height / 50)),
    above: 0.06,
    below: (data.releases.length > 0 ? 24 : 8) / plot.height + 0.02,
  });
  const span = { from: -0.5, to: count - 0.5 };
  return bind(template, {
    description: describeOverlay(data),
    width,
    height,
    params: { right: count - 0.5 + names.pixels / step, ...axis },
    datasets: {
      points: ofLines(data, ({ rows: all }, line) => all.map(({ index, value }) => ({ index, value, line }))),
      single: ofLines(data, ({ rows: all }, line) =>
        all.length === 1 ? all.map(({ index, value }) => ({ index, value, line })) : [],
      ),
      levels: ofLines(data, levelPath),
      shapes: ofLines(data, (line, at) => shapesAlong(line, step, at)),
      names: namesOf(data, names.characters, plot.height, axis),
      unity: data.relative === null ? [] : [{ value: 1, ...span }],
      span: [span],
      releases: releaseRows(data.releases, { step, width: plot.width, changes: [] }).map((row) => ({ ...row })),
      landing: landingTicks(data.landing, LABEL / step).map((tick) => ({ ...tick })),
      caption: [{ text: caption(data, power) }],
      notice: rows.length === 0 ? [{ text: "nothing measured to lay over one another" }] : [],
      hits: step >= LEAST_COLUMN ? hitsOf(data) : [],
    },
  });
}

/** Finite, few enough for a picture, and in a unit that reads well. */
function readable(data: OverlayChartData, columns: number): OverlayChartData {
  const newest = data.lines[0]?.rows.at(-1)?.value ?? 0;
  const { unit, by } = data.relative === null ? displayUnit(newest, data.unit) : { unit: "", by: 1 };
  const share = Math.max(LEAST_OF_A_LINE, Math.floor(MOST_OF_ALL / Math.max(1, data.lines.length)));
  const most = Math.min(columns, MOST_ROWS, share);
  const isPlaced = ({ value }: { readonly value: number }) => isDrawable(value * by);
  const lines = data.lines.map((line) => ({
    ...line,
    rows: inUnit(reduceRows(line.rows.every(isPlaced) ? line.rows : line.rows.filter(isPlaced), most), by),
    levels: line.levels.filter(isPlaced).map((level) => ({ ...level, value: level.value * by })),
  }));
  return { ...data, unit, lines };
}

const inUnit = (rows: OverlayLine["rows"], by: number): OverlayLine["rows"] =>
  by === 1 ? rows : rows.map((row) => ({ ...row, value: row.value * by }));

const ofLines = ({ lines }: OverlayChartData, rowsOf: (line: OverlayLine, at: number) => readonly Row[]): Row[] =>
  lines.flatMap(rowsOf);

/** Both ends of every level in turn: a line through them goes up and down in steps. */
function levelPath({ levels }: OverlayLine, line: number): Row[] {
  return levels.flatMap(({ from, to, value }, at) => [
    { index: from - 0.5, value, order: 2 * at, line },
    { index: to - 0.5, value, order: 2 * at + 1, line },
  ]);
}

/** Shapes stand at other places on each line, so that they do not hide one another. */
function shapesAlong({ levels }: OverlayLine, step: number, line: number): Row[] {
  const apart = Math.max(1, SHAPES_APART / step);
  const end = levels.at(-1)?.to ?? 0;
  const first = (levels[0]?.from ?? 0) + ((line + 0.5) / LETTERS.length) * apart;
  const places = Array.from({ length: Math.max(0, Math.ceil((end - first) / apart)) }, (_, i) => first + i * apart);
  return places.flatMap((index) => {
    const level = levels.find(({ from, to }) => index >= from - 0.5 && index < to - 0.5);
    return level ? [{ index, value: level.value, line }] : [];
  });
}

/** Names beside the ends of the lines, moved apart where those are close, and kept inside. */
function namesOf(
  data: OverlayChartData,
  characters: number,
  height: number,
  axis: Pick<ValueAxis, "low" | "high">,
): Row[] {
  const pixel = (value: number) => ((axis.high - value) / (axis.high - axis.low)) * height;
  const ends = data.lines.flatMap((line, at) => {
    const value = line.levels.at(-1)?.value ?? line.rows.at(-1)?.value;
    const text = `${LETTERS[at]} ${shortened(line.label, Math.max(1, characters))}`;
    return value === undefined
      ? []
      : [{ line: at, value, text: characters === 0 ? LETTERS[at] : text, place: pixel(value) }];
  });
  ends.sort((a, b) => a.place - b.place);
  let below = height + NAMES_APART;
  const lowest = ends.map((_, i) => height - (ends.length - 1 - i) * NAMES_APART);
  let above = Number.NEGATIVE_INFINITY;
  return ends.map(({ place, ...name }, i) => {
    const free = Math.min(Math.max(place, above + NAMES_APART), lowest[i] ?? below);
    above = free;
    below = free;
    return { ...name, shift: free - place, end: data.landing.length - 0.5 };
  });
}

function caption({ relative, unit, lines }: OverlayChartData, power: string): string {
  const ways = new Set(lines.map(({ better }) => better));
  const way = ways.size === 1 ? `${[...ways][0]} is better` : "better is up or down, line by line";
  const what = relative === null ? unit : `each line's level at ${shortened(relative, 30)} = 1`;
  return [[power, what].filter(Boolean).join(" "), way].join(" · ");
}

function hitsOf(data: OverlayChartData): Row[] {
  const texts = new Map<number, string[]>();
  for (const [at, line] of data.lines.entries())
    for (const { index, sha, value } of line.rows) {
      const mine = texts.get(index) ?? [];
      texts.set(index, mine);
      const unit = data.relative === null ? ` ${data.unit}` : "";
      mine.push(`${LETTERS[at]} ${shortened(line.label, 60)}: ${formatNumber(value)}${unit} (${sha.slice(0, 10)})`);
    }
  return data.landing.flatMap(({ index, position, committedAt }) => {
    const mine = texts.get(index);
    if (mine === undefined) return [];
    const where = [
      ...(position === null ? [] : [`#${fixed(position, 0)}`]),
      ...(committedAt === undefined ? [] : [dayOf(committedAt)]),
    ].join(", ");
    return [{ from: index - 0.5, to: index + 0.5, text: [...(where ? [where] : []), ...mine].join("\n") }];
  });
}

/** "write.bandwidth of ior-easy: 2 lines, A opensfs-a 52,110 MiB/s, B opensfs-b 48,020 MiB/s". */
function describeOverlay({ title, lines, relative, unit }: OverlayChartData): string {
  const ends = lines.map(({ label, levels, rows }, at) => {
    const value = levels.at(-1)?.value ?? rows.at(-1)?.value;
    const figure =
      value === undefined ? "not measured" : `${formatNumber(value)}${relative === null ? ` ${unit}` : ""}`;
    return `${LETTERS[at]} ${shortened(label, 60)} ${figure}`;
  });
  const scale = relative === null ? "" : ` relative to ${relative}`;
  return `${shortened(title, 120)}${scale}: ${[counted(lines.length, "line"), ...ends].join(", ")}`;
}
