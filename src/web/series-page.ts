/** One series: where it stands, how it came there, which changesets moved it. */
import { counted } from "../charts/describe.ts";
import { inDisplayUnit } from "../charts/display-unit.ts";
import { parametersOf } from "../model/series.ts";
import { changeTable } from "./change-table.ts";
import { changesetTable, excludedList } from "./changeset-table.ts";
import { chartKey } from "./chart-key.ts";
import { type Html, html, NOTHING, named, picture } from "./html.ts";
import { layout } from "./layout.ts";
import { statePill } from "./pill.ts";
import { seriesFigures } from "./series-figures.ts";
import type { SeriesPageData } from "./series-page-data.ts";

export function seriesPage(posted: SeriesPageData): Html {
  const data = { ...posted, chart: inDisplayUnit(posted.chart) };
  const { chart, suite } = data;
  const { series, analysis, excluded } = chart;
  return layout({
    title: `${series.benchmark} ${series.metric} on ${series.rig}`,
    current: "/#series",
    content: html`<p class="crumbs"><a href="/">Overview</a>${suite ? html` / <a href="/?q=${encodeURIComponent(suite)}#series">${named(suite)}</a>` : NOTHING}</p>
<div class="row"><h1>${named(`${series.benchmark} ${series.metric}`)}</h1>${statePill(series, analysis)}</div>
<p class="sub">${named(identity(data).join(" · "))}</p>
${seriesFigures(data)}
${trend(data)}
<section class="card"><h2>Change points</h2>${changeTable(chart)}${findings(data)}</section>
<section class="card"><h2>Last changesets</h2>${changesetTable(chart)}${excludedList(excluded, series.unit)}</section>`,
  });
}

function identity({ chart: { series } }: SeriesPageData): string[] {
  const version = series.version ? [`version ${series.version}`] : [];
  const pairing = series.pairing ? [`pairing ${series.pairing}`] : [];
  return [...parametersOf(series), ...version, ...pairing, `${series.better} is better`];
}

function trend({ chart, pictures, unplaced }: SeriesPageData): Html {
  const query = `series=${encodeURIComponent(chart.series.id)}`;
  return html`<figure class="card" aria-label="Trend"><div class="wide">${picture(pictures.wide)}</div><div class="narrow">${picture(pictures.narrow)}</div>
<figcaption>${chartKey(chart)}${unplaced > 0 ? html`<p class="sub">${counted(unplaced, "more changeset")} with runs ${unplaced === 1 ? "has" : "have"} no place in this history: not landed, of another branch, or in an order that nobody told (<code>tarnish changeset sync --git DIR</code> tells it).</p>` : NOTHING}
<ul class="links" aria-label="The chart's data"><li><a href="/charts/series.json?${query}">Vega-Lite (JSON)</a></li><li><a href="/charts/series.csv?${query}">Table (CSV)</a></li><li><a href="/charts/series.svg?${query}">Picture (SVG)</a></li></ul></figcaption></figure>`;
}

function findings({ chart: { analysis } }: SeriesPageData): Html {
  if (analysis.findings.length === 0) return NOTHING;
  return html`<h3>Also noticed</h3><ul>${analysis.findings.map(({ text }) => html`<li>${text}</li>`)}</ul>`;
}
