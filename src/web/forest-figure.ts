/** The forest with its key and its data, as a part of a page. */
import { forestKey } from "./forest-key.ts";
import { type Html, html, NOTHING, picture } from "./html.ts";
import type { Pictures } from "./pictures.ts";

/** `query` is what the chart's own address asks for. Nothing when there is no effect to draw. */
export function forestFigure(pictures: Pictures, query: string): Html {
  if (pictures.wide === "") return NOTHING;
  return html`<figure class="card" aria-label="Effects"><div class="wide">${picture(pictures.wide)}</div><div class="narrow">${picture(pictures.narrow)}</div>
<figcaption>${forestKey()}${chartLinks("forest", query)}</figcaption></figure>`;
}

/** Every chart is data, table and picture at its own address. */
export function chartLinks(name: string, query: string): Html {
  return html`<ul class="links" aria-label="The chart's data"><li><a href="/charts/${name}.json?${query}">Vega-Lite (JSON)</a></li><li><a href="/charts/${name}.csv?${query}">Table (CSV)</a></li><li><a href="/charts/${name}.svg?${query}">Picture (SVG)</a></li></ul>`;
}
