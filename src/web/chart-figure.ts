/** A chart as a part of a page: the picture for screens and the one for phones, how it is read, and its data. */
import { chartLinks } from "./chart-links.ts";
import { type Html, html, NOTHING, picture } from "./html.ts";
import type { Pictures } from "./pictures.ts";

export interface ChartFigure {
  readonly name: string;
  /** What the chart's own address asks for, as it stands in one. */
  readonly query: string;
  /** How the figure is called beside others. */
  readonly label: string;
  readonly isCard?: boolean;
  /** Above the picture, and between it and the links to its data. */
  readonly head?: Html;
  readonly key?: Html;
}

/** Nothing where there is nothing to draw. */
export function chartFigure({ wide, narrow }: Pictures, figure: ChartFigure): Html {
  if (wide === "") return NOTHING;
  const { name, query, label, isCard = false, head = NOTHING, key = NOTHING } = figure;
  return html`<figure${isCard ? html` class="card"` : NOTHING} aria-label="${label}">${head}<div class="wide">${picture(wide)}</div><div class="narrow">${picture(narrow)}</div>
<figcaption>${key}${chartLinks(name, query)}</figcaption></figure>`;
}
