/** A chart in words: for those who do not see it, and for the tooltip of a changeset. */
import { direction, effectSize, judgement } from "./change.ts";
import { dayOf } from "./landing-axis.ts";
import { fixed, formatNumber } from "./number.ts";
import type { ChangesetRow, SeriesChartData } from "./series-data.ts";
import { countOf } from "./stretch.ts";

/** "write.bandwidth of ior-easy on opensfs-a: 180 changesets, level 52,110 MiB/s, 2 change points, last +8.3 % …". */
export function describeSeries(data: SeriesChartData): string {
  const { series, analysis } = data;
  const level = analysis.levels.at(-1);
  const last = analysis.changes.at(-1);
  return [
    `${series.metric} of ${series.benchmark} on ${series.rig}: ${counted(countOf(data), "changeset")}`,
    ...(level ? [`level ${formatNumber(level.value)} ${series.unit}`] : []),
    counted(analysis.changes.length, "change point"),
    ...(data.marks?.length ? [counted(data.marks.length, "mark")] : []),
    ...(last
      ? [
          `the last ${direction(last.effect)} ${effectSize(last.effect)}, ${judgement(last, series.better)}, ${last.state}`,
        ]
      : []),
  ].join(", ");
}

/** Lines of a tooltip: which changeset, what it is about, what was measured. */
export function describeRow(row: ChangesetRow, { series, band, marks = [] }: SeriesChartData): string {
  const where = row.position === null ? row.sha.slice(0, 10) : `#${fixed(row.position, 0)} ${row.sha.slice(0, 10)}`;
  const when = row.committedAt === undefined ? "" : `, ${dayOf(row.committedAt)}`;
  const width = row.low === row.high ? "" : ` (${formatNumber(row.low)} … ${formatNumber(row.high)}${bandWord(band)})`;
  return [
    where + when,
    ...(row.subject ? [shortened(row.subject, 90)] : []),
    `${formatNumber(row.value)} ${series.unit}${width}`,
    `${counted(row.runs, "run")} in ${counted(row.blocks, "block")}`,
    ...marks
      .filter(({ index }) => Math.ceil(index) === row.index)
      .map(({ number, text }) => `${number}. ${shortened(text, 90)}`),
  ].join("\n");
}

function bandWord(band: SeriesChartData["band"]): string {
  return band === "interval" ? " interval" : "";
}

/** "1 run", "1,200 runs". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${fixed(count, 0)} ${count === 1 ? noun : plural}`;
}

export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
