/** How metrics grow with clients, threads or size: one card a curve, one line a release. */
import { SHOWING, type ShownScaling } from "../actions/show-scaling.ts";
import { counted } from "../charts/describe.ts";
import { parametersOf } from "../model/series.ts";
import { chartFigure } from "./chart-figure.ts";
import { day, type Html, html, NOTHING, named } from "./html.ts";
import { layout } from "./layout.ts";
import type { Pictures } from "./pictures.ts";

export interface ScalingPageData {
  /** The filter as it stands in the address. */
  readonly text: string;
  readonly total: number;
  readonly matching: number;
  /** Those shown, each with its picture. */
  readonly cards: readonly (ShownScaling & { readonly pictures: Pictures })[];
}

export function scalingPage({ text, total, matching, cards }: ScalingPageData): Html {
  return layout({
    title: "Scaling",
    isLive: true,
    current: "/scaling",
    content: html`<h1>Scaling</h1>
<p class="sub">Series that differ in one numeric parameter only, at the level of each release, as the last ${SHOWING} changesets up to it show it. Dotted: perfect scaling from the smallest point of the newest line.</p>
${
  total === 0
    ? html`<p class="none">No three series differ in one numeric parameter only. Measure a benchmark at several client counts, posted as a parameter (<code>"clients":"16"</code>), and its curve appears here.</p>`
    : html`<form class="filter" method="get" action="/scaling"><label class="grow">Search <input type="search" name="q" value="${text}"></label><button type="submit">Show</button></form>`
}
${total > 0 && matching === 0 ? html`<p class="none">No curve matches. <a href="/scaling">Show all of them</a>.</p>` : NOTHING}
<ul class="curves">${cards.map(card)}</ul>
${matching > cards.length ? html`<p class="sub">${counted(matching - cards.length, "more curve")} match; search for what you want to see.</p>` : NOTHING}`,
  });
}

const measuredLast = ({ curves }: ShownScaling["chart"]): Html =>
  html`<p class="sub">Measured last: ${curves.map(({ release, measuredAt }, i) => html`${i > 0 ? ", " : ""}${named(release)} ${day(measuredAt)}`)}.</p>`;

function card({ key, chart, pictures }: ScalingPageData["cards"][number]): Html {
  const { series, by } = chart;
  const query = `curve=${encodeURIComponent(key)}`;
  return html`<li class="card"><h2>${named(`${series.benchmark} ${series.metric}`)} by ${named(by)}</h2>
<p class="sub">${named([series.rig, ...parametersOf(series)].join(" · "))}</p>
${chartFigure(pictures, { name: "scaling", query, label: "Curve", key: measuredLast(chart) })}</li>`;
}
