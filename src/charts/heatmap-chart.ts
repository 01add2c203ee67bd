/** Which release made what slower? Benchmarks × releases; colour and figures only where the change is significant. */
import template from "../../dashboards/heatmap.vl.json" with { type: "json" };
import type { ChartSize } from "./chart.ts";
import { counted, shortened } from "./describe.ts";
import type { HeatmapCell, HeatmapChartData } from "./heatmap-data.ts";
import { formatPercent } from "./number.ts";
import { rowLabels } from "./row-labels.ts";
import { bind, type VegaLiteSpec } from "./spec.ts";

/** Pixels of a row, and of the axis above them. */
const ROW = 30;
const ABOVE = 36;
/** Narrower pictures show the newest releases only. */
const WIDE = { columns: 12, fewest: 6, release: 12 } as const;
const NARROW = { columns: 3, fewest: 2, release: 12 } as const;
/** Characters of a label at the axis, which narrow pictures do not have. */
const LABEL = 40;
/** Between cells, as a share of a cell. */
const GAP = { x: 0.02, y: 0.07 } as const;

export function heatmapChart(data: HeatmapChartData, { width, height }: ChartSize): VegaLiteSpec {
  const isNarrow = width < 600;
  const room = isNarrow ? NARROW : WIDE;
  const rows = data.rows.map(({ label }) => ({ label, detail: "" }));
  const { labels, places, row, down, names } = rowLabels(rows, { isNarrow, row: ROW, most: LABEL });
  const edges = edgesOf(down, ROW / row);
  const first = Math.max(0, data.releases.length - room.columns);
  const releases = data.releases.slice(first);
  const cells = data.rows.flatMap(({ label, cells: all }, y) =>
    all.slice(first).map((cell, x) => ({ cell, label, release: releases[x] ?? "", x, y })),
  );
  return bind(template, {
    description: describeHeatmap(data),
    width,
    height: height ?? ABOVE + row * Math.max(1, data.rows.length),
    params: {
      columns: Math.max(room.fewest, releases.length),
      rows: Math.max(1, data.rows.length),
      across: releases.map((_, index) => index),
      down: places,
      releases: releases.map((tag) => shortened(tag, room.release)),
      labels,
    },
    datasets: {
      names,
      cells: cells
        .filter(({ cell }) => cell.word !== "missing")
        .map(({ cell, x, y }) => ({ ...edges(x, y), look: lookOf(cell) })),
      missing: cells.filter(({ cell }) => cell.word === "missing").map(({ x, y }) => edges(x, y)),
      figures: cells.flatMap(({ cell, x, y }) => {
        const text = figureOf(cell);
        return text === "" ? [] : [{ x, y: y + down, text, look: lookOf(cell), word: cell.word }];
      }),
      notice: cells.length === 0 ? [{ text: "no two releases to compare yet" }] : [],
      hits: cells.map(({ cell, label, release, x, y }) => ({
        ...edges(x, y),
        text: describeCell(cell, label, release),
      })),
    },
  });
}

/** Of a cell in its row: `down` below its middle, `share` of its height. */
const edgesOf = (down: number, share: number) => (x: number, y: number) => ({
  left: x - 0.5 + GAP.x,
  right: x + 0.5 - GAP.x,
  top: y + down + (GAP.y - 0.5) * share,
  bottom: y + down + (0.5 - GAP.y) * share,
});

/** How strongly a cell is coloured. */
function lookOf({ word, isMaterial }: HeatmapCell): string {
  return word === "worse" || word === "better" ? `${isMaterial ? "much" : "little"} ${word}` : word;
}

/** What is not significant stays blank. */
function figureOf({ word, change, worse }: HeatmapCell): string {
  if (word === "mixed") return `${worse} worse`;
  return (word === "worse" || word === "better") && change !== null ? formatPercent(change) : "";
}

/** "Releases up to 2.16.0: 12 benchmarks, 3 releases, 2 slower, 1 faster, 1 not measured". */
function describeHeatmap({ title, rows, releases }: HeatmapChartData): string {
  const count = (word: HeatmapCell["word"]) =>
    rows.flatMap(({ cells }) => cells.filter((cell) => cell.word === word)).length;
  const found = `${count("worse")} slower, ${count("better")} faster, ${count("missing")} not measured`;
  return `${title}: ${counted(rows.length, "benchmark")}, ${counted(releases.length, "release")}, ${found}`;
}

const WORDS = {
  worse: "slower",
  better: "faster",
  same: "no clear change",
  mixed: "no clear change on the whole",
  missing: "not measured in both",
} as const satisfies Record<HeatmapCell["word"], string>;

function describeCell({ word, change, low, high, series, worse }: HeatmapCell, label: string, release: string): string {
  const head = `${label}\n${release} against the release before: ${WORDS[word]}`;
  if (change === null) return head;
  const interval = low === null || high === null ? "" : ` (${formatPercent(low)} … ${formatPercent(high)})`;
  const lost = worse === 0 ? "" : `, ${worse} materially worse`;
  return `${head}\nperformance ${formatPercent(change)}${interval}, ${counted(series, "series", "series")}${lost}`;
}
