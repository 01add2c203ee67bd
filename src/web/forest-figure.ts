/** The forest with its key and its data, as a part of a page. */
import { chartLinks } from "./chart-links.ts";
import { forestKey } from "./forest-key.ts";
import { type Html, html, NOTHING, picture } from "./html.ts";
import type { Pictures } from "./pictures.ts";

/** `query` is what the chart's own address asks for. Nothing when there is no effect to draw. */
export function forestFigure(pictures: Pictures, query: string): Html {
  if (pictures.wide === "") return NOTHING;
  return html`<figure class="card" aria-label="Effects"><div class="wide">${picture(pictures.wide)}</div><div class="narrow">${picture(pictures.narrow)}</div>
<figcaption>${forestKey()}${chartLinks("forest", query)}</figcaption></figure>`;
}
