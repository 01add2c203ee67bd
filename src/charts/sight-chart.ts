/** What can a rig see? A bar a series to the smallest change that would show, against what is material. */
import template from "../../dashboards/sight.vl.json" with { type: "json" };
import type { ChartSize } from "./chart.ts";
import { counted } from "./describe.ts";
import { unsignedPercent } from "./number.ts";
import { rowLabels } from "./row-labels.ts";
import type { SightChartData, SightRow } from "./sight-data.ts";
import { bind, type VegaLiteSpec } from "./spec.ts";
import { valueAxis } from "./value-axis.ts";

/** Pixels of a row, and of the axis with its title above them. */
const ROW = 26;
const ABOVE = 48;
/** Characters of a label. */
const LABEL = 60;
/** Bars end here, as a share; the figure beside them goes on. */
const MOST = 0.5;

export function sightChart(data: SightChartData, { width, height }: ChartSize): VegaLiteSpec {
  const rows = data.rows.filter(({ word }) => word !== "unknown"); // they have no bar: words and the table tell of them
  const count = Math.max(1, rows.length);
  const isNarrow = width < 600;
  const { labels, places, row: pixels, down, names } = rowLabels(rows, { isNarrow, row: ROW, most: LABEL });
  const share = ROW / pixels;
  const ends = rows.flatMap(({ detectable, material }) => [clamp(detectable ?? 0), clamp(material)]);
  const { high, ticks } = valueAxis([0, ...ends], { ticks: isNarrow ? 3 : 8, above: isNarrow ? 0.5 : 0.16, below: 0 });
  return bind(template, {
    description: describeSight(data),
    width,
    height: height ?? ABOVE + pixels * count,
    params: {
      high,
      last: count - 1,
      ticks: ticks.filter((tick) => tick >= 0),
      places,
      labels,
    },
    datasets: {
      names,
      bars: rows.map(({ detectable, material, word }, index) => ({
        top: index + down - 0.3 * share,
        bottom: index + down + 0.3 * share,
        index: index + down,
        from: 0,
        to: clamp(detectable ?? 0),
        beside: Math.max(clamp(detectable ?? 0), clamp(material)),
        word,
        text: unsignedPercent(detectable ?? 0),
      })),
      materials: rows.map(({ material }, index) => ({
        at: clamp(material),
        top: index + down - 0.45 * share,
        bottom: index + down + 0.45 * share,
      })),
      notice:
        rows.length === 0
          ? [{ text: data.rows.length === 0 ? "nothing measured yet" : "not known of any series yet" }]
          : [],
      hits: rows.map((row, index) => ({ top: index - 0.5, bottom: index + 0.5, text: describeSightRow(row) })),
    },
  });
}

const clamp = (share: number): number => (Number.isFinite(share) ? Math.max(0, Math.min(MOST, share)) : MOST);

/** "What opensfs-a can see: 12 series, 9 see what is material, 2 do not, 1 not known yet". */
function describeSight({ title, rows }: SightChartData): string {
  const count = (word: SightRow["word"]) => rows.filter((row) => row.word === word).length;
  return `What ${title} can see: ${counted(rows.length, "series", "series")}, ${count("sees")} would show what is material, ${count("blind")} would not, ${count("unknown")} not known yet`;
}

function describeSightRow({ label, detail, detectable, material, runs, blocks }: SightRow): string {
  const seen = detectable === null ? "not known yet" : `shows changes from ${unsignedPercent(detectable)} on`;
  const basis = `from ${counted(runs, "run")} in ${counted(blocks, "block")}; material is ${unsignedPercent(material)}`;
  return [label, ...(detail === "" ? [] : [detail]), seen, basis].join("\n");
}
