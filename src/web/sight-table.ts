/** What a rig can see, in figures, and how to read its picture. */
import { raw } from "hono/html";
import { unsignedPercent } from "../charts/number.ts";
import type { SightChartData, SightWord } from "../charts/sight-data.ts";
import { type Html, html, named } from "./html.ts";
import { pill } from "./pill.ts";
import { stackTable } from "./stack-table.ts";

const WORDS: Record<SightWord, Html> = {
  sees: pill("tick", "sees it", "good"),
  blind: pill("cross", "cannot see it", "bad"),
  unknown: pill("ring", "not known yet", "quiet"),
};

export function sightTable({ rows }: SightChartData): Html {
  return stackTable(
    "What this rig can see",
    [
      { head: "What is material", is: "keep" },
      { head: "Series", is: "text" },
      { head: "Shows from", is: "num" },
      { head: "Material", is: "num" },
      { head: "Runs", is: "num" },
      { head: "Blocks", is: "num" },
    ],
    rows.map(({ series, label, detail, detectable, material, runs, blocks, word }) => [
      WORDS[word],
      html`<a href="/series/${series}">${named(label)}</a><small>${named(detail)}</small>`,
      html`${detectable === null ? "–" : unsignedPercent(detectable)}`,
      html`${unsignedPercent(material)}`,
      html`${runs}`,
      html`${blocks}`,
    ]),
  );
}

const ENTRIES = [
  { drawn: '<path class="bar" d="M0 2h18v8H0Z"/>', text: "smallest change that would show" },
  { drawn: '<path class="bar blind" d="M0 2h18v8H0Z"/>', text: "larger than what is material" },
  { drawn: '<path class="rule" d="M11-2v16"/>', text: "what is material" },
] as const;

export function sightKey(): Html {
  return html`<ul class="key" aria-label="How to read the chart">${ENTRIES.map(
    ({ drawn, text }) =>
      html`<li>${raw(`<svg width="22" height="16" viewBox="0 -2 22 16" aria-hidden="true">${drawn}</svg>`)}${text}</li>`,
  )}</ul>`;
}
