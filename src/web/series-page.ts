/** One series: where it stands, how it came there, which changesets moved it. */
import { counted } from "../charts/describe.ts";
import { inDisplayUnit } from "../charts/display-unit.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { parametersOf } from "../model/series.ts";
import { TREND_SCRIPT_PATH } from "./assets.ts";
import { changeTable } from "./change-table.ts";
import { changesetTable, excludedList } from "./changeset-table.ts";
import { chartKey } from "./chart-key.ts";
import { chartLinks } from "./chart-links.ts";
import { distributionSection } from "./distribution-section.ts";
import { type Html, html, NOTHING, named, picture } from "./html.ts";
import { layout } from "./layout.ts";
import { marksSection } from "./marks-section.ts";
import { overlayQuery } from "./overlay-ask.ts";
import { overlaySection } from "./overlay-section.ts";
import { statePill } from "./pill.ts";
import { repeatsSection } from "./repeats-section.ts";
import { seriesFigures } from "./series-figures.ts";
import type { SeriesPageData } from "./series-page-data.ts";

export function seriesPage(posted: SeriesPageData): Html {
  const data = { ...posted, chart: inDisplayUnit(posted.chart), shown: inDisplayUnit(posted.shown) };
  const { chart, suite } = data;
  const { series, analysis, excluded } = chart;
  return layout({
    title: `${series.benchmark} ${series.metric} on ${series.rig}`,
    current: "/#series",
    isLive: true,
    scripts: [TREND_SCRIPT_PATH],
    content: html`<p class="crumbs"><a href="/">Overview</a>${suite ? html` / <a href="/?q=${encodeURIComponent(suite)}#series">${named(suite)}</a>` : NOTHING}</p>
<div class="row"><h1>${named(`${series.benchmark} ${series.metric}`)}</h1>${statePill(series, analysis)}</div>
<p class="sub">${named(identity(data).join(" · "))}</p>
${seriesFigures(data)}
${trend(data)}
${marksSection(data.marks, series.id, chart.changesets)}
${overlaySection(data.overlay)}
<section class="card"><h2>Change points</h2>${changeTable(chart, data.regressions)}${findings(data)}</section>
${distributionSection(data.distribution, posted.chart)}
${repeatsSection(data.repeats)}
<section class="card"><h2>Last changesets</h2>${changesetTable(chart, data.asked)}${excludedList(excluded, series.unit)}</section>`,
  });
}

function identity({ chart: { series } }: SeriesPageData): string[] {
  const version = series.version ? [`version ${series.version}`] : [];
  const pairing = series.pairing ? [`pairing ${series.pairing}`] : [];
  return [...parametersOf(series), ...version, ...pairing, `${series.better} is better`];
}

function trend({ chart, shown, asked, pictures, unplaced, overlay }: SeriesPageData): Html {
  const query = new URLSearchParams({ series: chart.series.id, ...asked });
  const { from: _, to: __, ...whole } = Object.fromEntries(query);
  return html`<figure class="card" aria-label="Trend" data-trend="/charts/series.rows?${new URLSearchParams(whole)}"><div class="wide">${picture(pictures.wide)}</div><div class="narrow">${picture(pictures.narrow)}</div>
<figcaption>${chartKey(shown)}${stretches(chart, asked, overlayQuery(overlay.lines, overlay.relative))}${unplaced > 0 ? html`<p class="sub">${counted(unplaced, "more changeset")} with runs ${unplaced === 1 ? "has" : "have"} no place in this history: not landed, of another branch, or in an order that nobody told (<code>tarnish changeset sync --git DIR</code> tells it).</p>` : NOTHING}
${chartLinks("series", String(query))}</figcaption></figure>`;
}

const LAST = [30, 100] as const;

/** Where to look closely, as links: since a release, or the last changesets. */
function stretches({ changesets, releases }: SeriesChartData, asked: SeriesPageData["asked"], kept: object): Html {
  const since = (index: number, text: string) => ({ from: changesets[index]?.sha.slice(0, 12) ?? "", text });
  const links = [
    ...LAST.filter((last) => last < changesets.length).map((last) => since(changesets.length - last, `last ${last}`)),
    ...releases
      .slice(-3)
      .filter(({ index }) => index < changesets.length - 1)
      .map(({ tag, index }) => since(index, `since ${tag}`)),
  ];
  if (links.length === 0) return NOTHING;
  const { from, to: _, ...rest } = asked;
  const href = (begin: string) => `?${new URLSearchParams({ ...rest, ...kept, ...(begin && { from: begin }) })}`;
  return html`<ul class="links" aria-label="Stretches"><li>Show <a href="${href("")}"${from === undefined ? html` aria-current="true"` : NOTHING}>all</a></li>${links.map((link) => html`<li><a href="${href(link.from)}"${from === link.from ? html` aria-current="true"` : NOTHING}>${named(link.text)}</a></li>`)}</ul>`;
}

function findings({ chart: { analysis } }: SeriesPageData): Html {
  if (analysis.findings.length === 0) return NOTHING;
  return html`<h3>Also noticed</h3><ul>${analysis.findings.map(({ text }) => html`<li>${text}</li>`)}</ul>`;
}
