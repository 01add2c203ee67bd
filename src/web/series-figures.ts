/** The five figures at the head of a series' page. */
import { effectSize } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import { formatNumber, unsignedPercent } from "../charts/number.ts";
import type { ChangesetRow } from "../charts/series-data.ts";
import { day, type Html, html, NOTHING, named, shaCode } from "./html.ts";
import type { SeriesTop } from "./series-page-data.ts";
import { levelText } from "./uncertainty.ts";

export function seriesFigures(data: SeriesTop): Html {
  return html`<dl class="figures">${[latest(data), level(data), shift(data), noise(data), rig(data)].map(
    ({ term, value, note }) => html`<div><dt>${term}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>`,
  )}</dl>`;
}

interface Figure {
  readonly term: string;
  readonly value: Html | string;
  readonly note: Html | string;
}

function latest({ chart }: SeriesTop): Figure {
  const row = chart.changesets.at(-1);
  const term = "Latest median";
  if (!row) return { term, value: "–", note: "no usable run yet" };
  return { term, value: withUnit(formatNumber(row.value), chart.series.unit), note: at(row) };
}

function level({ chart }: SeriesTop): Figure {
  const term = "Level";
  const now = chart.analysis.levels.at(-1);
  if (!now) return { term, value: "–", note: "needs more changesets" };
  const { value, plusMinus } = levelText(now);
  return {
    term,
    value: withUnit(plusMinus ? `${value} ± ${plusMinus}` : value, chart.series.unit),
    note: `over ${counted(now.to - now.from, "changeset")}`,
  };
}

function shift({ chart }: SeriesTop): Figure {
  const term = "Last change";
  const last = chart.analysis.changes.at(-1);
  if (!last) return { term, value: "none", note: "one level throughout" };
  const row = chart.changesets[last.index];
  return { term, value: effectSize(last.effect), note: html`${last.state}${row ? html`, ${at(row)}` : NOTHING}` };
}

function noise({ runNoise, blockNoise }: SeriesTop): Figure {
  const note = blockNoise === null ? "between blocks: not seen yet" : `between blocks ${unsignedPercent(blockNoise)}`;
  return { term: "Run-to-run noise", value: runNoise === null ? "–" : unsignedPercent(runNoise), note };
}

function rig({ chart, rig: known }: SeriesTop): Figure {
  const notes = [known?.vendor, known?.description].filter((text) => text !== undefined && text !== "");
  return { term: "Rig", value: named(chart.series.rig), note: named(notes.join(" · ")) };
}

function at(row: ChangesetRow): Html {
  return html`at ${shaCode(row.sha)}${row.committedAt === undefined ? NOTHING : html`, ${day(row.committedAt)}`}`;
}

function withUnit(value: string, unit: string): Html {
  return html`${value} <small>${named(unit)}</small>`;
}
