/** What became worse, by how much, how sure? One line a comparison, its interval against what is material. */
import template from "../../dashboards/forest.vl.json" with { type: "json" };
import type { ChartSize } from "./chart.ts";
import { counted } from "./describe.ts";
import { detailOf, type ForestChartData, type ForestRow, rowNames } from "./forest-data.ts";
import { formatPercent, unsignedPercent } from "./number.ts";
import { rowLabels } from "./row-labels.ts";
import { bind, type VegaLiteSpec } from "./spec.ts";
import { valueAxis } from "./value-axis.ts";

/** Pixels of a row, and of the axis with its caption above them. */
const ROW = 26;
const ABOVE = 48;
/** Characters of a label. */
const LABEL = 60;
/** What reaches farther than this, as a share, is cut off at the edge, or one wild series would hide the rest. */
const MOST = 1;
const clamp = (value: number): number => (Number.isNaN(value) ? 0 : Math.max(-MOST, Math.min(MOST, value)));

export function forestChart(data: ForestChartData, { width, height }: ChartSize): VegaLiteSpec {
  const { rows } = data;
  const isNarrow = width < 600;
  const axis = data.axis ?? "worse by";
  const { labels, places, row: pixels, down, names } = rowLabels(rowNames(rows), { isNarrow, row: ROW, most: LABEL });
  const count = Math.max(1, rows.length);
  const ends = rows.flatMap(({ low, high, material }) => [clamp(low), clamp(high), material ?? 0, -(material ?? 0)]);
  const { low, high, ticks } = valueAxis([...ends, 0], {
    ticks: isNarrow ? 3 : 8,
    above: isNarrow ? 0.45 : 0.12,
    below: 0.04,
  });
  return bind(template, {
    description: describeForest(data),
    width,
    height: height ?? ABOVE + pixels * count,
    params: {
      low,
      high,
      last: count - 1,
      ticks,
      places,
      labels,
    },
    datasets: {
      materials: rows.flatMap(({ material }, index) =>
        material === null ? [] : [{ from: -material, to: material, top: index - 0.5, bottom: index + 0.5 }],
      ),
      zero: [{ at: 0 }],
      names,
      axis: rows.length === 0 ? [] : [{ text: axis }],
      effects: rows.map((row, index) => ({
        index: index + down,
        word: row.word,
        value: clamp(row.worsening),
        low: clamp(row.low),
        high: clamp(row.high),
        effect: formatPercent(row.worsening),
      })),
      notice: rows.length === 0 ? [{ text: "nothing to compare yet" }] : [],
      hits: rows.map((row, index) => ({
        top: index - 0.5,
        bottom: index + 0.5,
        text: describeForestRow(row, data.axisInFull ?? axis),
      })),
    },
  });
}

const WORDS = {
  worse: "worse",
  suspected: "suspected to be worse",
  open: "not decided",
  same: "not materially worse",
  better: "better",
  told: "not judged",
} as const satisfies Record<ForestRow["word"], string>;

/** "5efa0de8fc against its baseline: 12 comparisons, 2 worse, 10 not materially worse". */
function describeForest({ title, rows }: ForestChartData): string {
  const words = Object.entries(WORDS).flatMap(([word, text]) => {
    const found = rows.filter((row) => row.word === word).length;
    return found > 0 ? [`${found} ${text}`] : [];
  });
  return `${title}: ${[counted(rows.length, "comparison"), ...words].join(", ")}`;
}

function describeForestRow(row: ForestRow, axis: string): string {
  const { label, effect, low, high, material, word } = row;
  const detail = detailOf(row);
  const worse = `${axis} ${formatPercent(low)} … ${formatPercent(high)}`;
  const bound = material === null ? "" : `, material is ${unsignedPercent(material)}`;
  return [label, ...(detail === "" ? [] : [detail]), `${effect}: ${WORDS[word]}`, `${worse}${bound}`].join("\n");
}
