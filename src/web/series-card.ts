/** One series as a card: name, state in words, shape and colour, newest value, picture. */
import { counted } from "../charts/describe.ts";
import { displayUnit } from "../charts/display-unit.ts";
import { formatNumber } from "../charts/number.ts";
import { parametersOf } from "../model/series.ts";
import type { SeriesCard } from "./home-data.ts";
import { type Html, html, named, picture } from "./html.ts";
import { statePill } from "./pill.ts";

export function seriesCard({ series, latest, changesets, analysis, svg }: SeriesCard): Html {
  return html`<li><a class="card" href="/series/${series.id}">
<div class="name">${named(`${series.benchmark} ${series.metric}`)}</div>
<div class="which">${named([series.rig, ...parametersOf(series)].join(" · "))}</div>
<div class="value"><span>${latestValue(latest, series.unit)}</span>${statePill(series, analysis)}</div>
${svg === "" ? html`<div class="which">${counted(changesets, "changeset")} measured; a trend needs two.</div>` : picture(svg)}</a></li>`;
}

function latestValue(latest: number | null, posted: string): Html {
  if (latest === null) return html`<small>no usable run yet</small>`;
  const { unit, by } = displayUnit(latest, posted);
  return html`${formatNumber(latest * by, 3)} <small>${named(unit)}</small>`;
}
