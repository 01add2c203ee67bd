/** How to read the trend: each mark beside its meaning. */
import { raw } from "hono/html";
import type { SeriesChartData } from "../charts/series-data.ts";
import { type Html, html } from "./html.ts";

export function chartKey(data: SeriesChartData): Html {
  const band = data.band === "interval" ? "its interval" : "lowest to highest run";
  const entries = [
    { drawn: '<path class="line" d="M0 9 5 4 10 8 16 3 22 7"/>', text: "median of a changeset's runs" },
    { drawn: '<path class="band" d="M0 1h22v10H0Z"/>', text: band },
    { drawn: '<path class="ci" d="M0 2h22v8H0Z"/><path class="level" d="M0 6h22"/>', text: "level, with its interval" },
    ...changeEntries(data),
    ...(data.releases.length > 0 ? [{ drawn: '<path class="release" d="M11-2v16"/>', text: "release" }] : []),
    ...markEntries(data),
    ...(data.excluded.length > 0
      ? [{ drawn: '<circle class="hollow" cx="11" cy="6" r="3.5"/>', text: "excluded run, never counts" }]
      : []),
  ];
  return html`<ul class="key" aria-label="How to read the chart">${entries.map(
    ({ drawn, text }) =>
      html`<li>${raw(`<svg width="22" height="16" viewBox="0 -2 22 16" aria-hidden="true">${drawn}</svg>`)}${text}</li>`,
  )}</ul>`;
}

const MARKS = {
  annotation: { drawn: '<circle class="mark" cx="11" cy="6" r="5.5"/>', text: "note, numbered as below" },
  waiver: { drawn: '<path class="mark open" d="M11-1 17 6l-6 7L5 6Z"/>', text: "waiver" },
  epoch: { drawn: '<path class="mark" d="M6 1h10v10H6Z"/>', text: "new epoch of the rig" },
  bridge: {
    drawn: '<path class="mark open" d="M1 2h20v8H1Z"/>',
    text: "bridge: measured on both sides of a new epoch",
  },
  drift: {
    drawn: '<path class="mark open" stroke-dasharray="3 2" d="M6 1h10v10H6Z"/>',
    text: "drift that nobody accepted",
  },
} as const;

function markEntries({ marks = [] }: SeriesChartData): { drawn: string; text: string }[] {
  return Object.entries(MARKS).flatMap(([kind, entry]) => (marks.some((mark) => mark.kind === kind) ? [entry] : []));
}

const MARKER = '<path class="marker" d="M10 2h9l-4.5 8Z"/>';
const HOLLOW_MARKER = '<path class="marker open" d="M10 2h9l-4.5 8Z"/>';

function changeEntries({ analysis }: SeriesChartData): { drawn: string; text: string }[] {
  if (analysis.changes.length === 0) return [];
  return [
    { drawn: `<path class="rule" stroke-dasharray="4 2" d="M5-2v16"/>${MARKER}`, text: "change point, confirmed" },
    { drawn: `<path class="rule" stroke-dasharray="1.5 2.5" d="M5-2v16"/>${HOLLOW_MARKER}`, text: "suspected" },
    { drawn: '<path class="shade" d="M4 0h14v12H4Z"/>', text: "candidates: it is one of these changesets" },
  ];
}
