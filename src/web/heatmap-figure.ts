/** The heat map of releases with its key and its data, as a part of a page. */
import { raw } from "hono/html";
import { chartLinks } from "./chart-links.ts";
import { type Html, html, NOTHING, picture } from "./html.ts";
import type { Pictures } from "./pictures.ts";

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

/** Nothing when there are no two releases yet. */
export function heatmapFigure(pictures: Pictures, tag: string): Html {
  if (pictures.wide === "") return NOTHING;
  return html`<figure class="card" aria-label="Benchmarks by releases"><h2>Benchmarks by releases</h2><p class="sub">Performance of each release against the one before it, as a geometric mean over rigs and parameters; more is faster. A figure stands only where the 95 % interval excludes no change.</p>
<div class="wide">${picture(pictures.wide)}</div><div class="narrow">${picture(pictures.narrow)}</div>
<figcaption><ul class="key" aria-label="How to read the chart">${ENTRIES.map(
    ({ look, drawn, text }) =>
      html`<li>${raw(`<svg class="${look}" width="22" height="16" viewBox="0 -2 22 16" aria-hidden="true"><rect x=".5" y="-1.5" width="21" height="15" rx="3"/>${drawn}</svg>`)}${text}</li>`,
  )}</ul>${chartLinks("heatmap", `release=${encodeURIComponent(tag)}`)}</figcaption></figure>`;
}
