/** How to read the heat map of releases: each look beside its meaning. */
import { raw } from "hono/html";
import { type Html, html } from "./html.ts";

const ENTRIES = [
  {
    look: "heat much-worse",
    drawn: '<path class="on" d="M11 9 7.5 3h7Z"/>',
    text: "slower by what is material, or more",
  },
  { look: "heat little-worse", drawn: '<path class="on" d="M11 9 7.5 3h7Z"/>', text: "slower" },
  { look: "heat little-better", drawn: '<path class="on" d="m11 3 3.5 6h-7Z"/>', text: "faster" },
  {
    look: "heat much-better",
    drawn: '<path class="on" d="m11 3 3.5 6h-7Z"/>',
    text: "faster by what is material, or more",
  },
  {
    look: "heat mixed",
    drawn: '<path class="on" d="m11 2 4 4-4 4-4-4Z"/>',
    text: "no clear change on the whole, but a series is worse",
  },
  { look: "heat same", drawn: "", text: "no clear change" },
  { look: "heat missing", drawn: "", text: "not measured in both" },
] as const;

export function heatmapKey(): Html {
  return html`<ul class="key" aria-label="How to read the chart">${ENTRIES.map(
    ({ look, drawn, text }) =>
      html`<li>${raw(`<svg class="${look}" width="22" height="16" viewBox="0 -2 22 16" aria-hidden="true"><rect x=".5" y="-1.5" width="21" height="15" rx="3"/>${drawn}</svg>`)}${text}</li>`,
  )}</ul>`;
}
