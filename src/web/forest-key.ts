/** How to read the forest: each mark beside its meaning. */
import { raw } from "hono/html";
import { type Html, html } from "./html.ts";

const ENTRIES = [
  { drawn: '<path class="rule" d="M0 6h22"/><path class="marker" d="M8 2v8l7-4Z"/>', text: "worse than is material" },
  {
    drawn: '<path class="rule" d="M0 6h22"/><path class="marker open" d="M8 2v8l7-4Z"/>',
    text: "suspected, to be confirmed",
  },
  { drawn: '<path class="rule" d="M0 6h22"/><path class="marker open" d="m11 2 4 4-4 4-4-4Z"/>', text: "not decided" },
  {
    drawn: '<path class="rule" d="M0 6h22"/><circle class="marker" cx="11" cy="6" r="3.5"/>',
    text: "not materially worse",
  },
  { drawn: '<path class="shade" d="M0-1h22v14H0Z"/>', text: "within the material threshold" },
] as const;

export function forestKey(): Html {
  return html`<ul class="key" aria-label="How to read the chart">${ENTRIES.map(
    ({ drawn, text }) =>
      html`<li>${raw(`<svg width="22" height="16" viewBox="0 -2 22 16" aria-hidden="true">${drawn}</svg>`)}${text}</li>`,
  )}</ul>`;
}
