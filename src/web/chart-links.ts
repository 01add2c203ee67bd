/** Every chart is data, table and picture at its own address, and can stand in pages of others. */
import { type Html, html } from "./html.ts";

/** `query` is what the chart's address asks for, as it stands in one. */
export function chartLinks(name: string, query: string): Html {
  const link = (kind: string, text: string) => html`<li><a href="/charts/${name}.${kind}?${query}">${text}</a></li>`;
  return html`<ul class="links" aria-label="The chart's data" data-chart="${name}">${link("json", "Vega-Lite (JSON)")}${link("csv", "Table (CSV)")}${link("svg", "Picture (SVG)")}${link("png", "Picture (PNG)")}<li><a href="/embed/${name}?${query}">Embed</a></li></ul>`;
}
