/** One series: where it stands, how it came there, which changesets moved it. */
import { series as seriesChart } from "../actions/charts/series.ts";
import { counted } from "../charts/describe.ts";
import { inDisplayUnit } from "../charts/display-unit.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { parametersOf, type Series } from "../model/series.ts";
import { TREND_SCRIPT_PATH } from "./assets.ts";
import { changeTable } from "./change-table.ts";
import { changesetTable, excludedList } from "./changeset-table.ts";
import { chartKey } from "./chart-key.ts";
import { chartLinks } from "./chart-links.ts";
import { distributionSection } from "./distribution-section.ts";
import { type Html, html, NOTHING, named, picture } from "./html.ts";
import { around } from "./layout.ts";
import { marksSection } from "./marks-section.ts";
import { overlaySection } from "./overlay-section.ts";
import { narrowPicture, widePicture } from "./pictures.ts";
import { statePill } from "./pill.ts";
import { repeatsSection } from "./repeats-section.ts";
import { seriesFigures } from "./series-figures.ts";
import type { SeriesMeasured, SeriesRest, SeriesTop } from "./series-page-data.ts";

/** In the order in which it is sent: the picture does not wait for what is told below it. */
export async function* seriesParts(series: Series, measured: () => Promise<SeriesMeasured>): AsyncGenerator<Html> {
  const { before, after } = seriesFrame(series);
  yield before;
  const { top: posted, rest } = await measured();
  const top = seriesTop(posted);
  const chart = seriesChart.of(posted.shown);
  yield seriesHead(top, await widePicture(chart));
  yield seriesFigureEnd(top, await narrowPicture(chart));
  yield seriesBelow(top, await rest(), posted.chart);
  yield after;
}

const seriesFrame = (series: Series) =>
  around({
    title: `${series.benchmark} ${series.metric} on ${series.rig}`,
    current: "/#series",
    isLive: true,
    scripts: [TREND_SCRIPT_PATH],
  });

/** `posted` in the unit in which it is shown. */
function seriesTop(posted: SeriesTop): SeriesTop {
  const chart = inDisplayUnit(posted.chart);
  return { ...posted, chart, shown: posted.shown === posted.chart ? chart : inDisplayUnit(posted.shown) };
}

/** Down to the picture for screens. */
function seriesHead(top: SeriesTop, wide: string): Html {
  const { chart, suite, asked } = top;
  const { series, analysis } = chart;
  const { from: _, to: __, ...whole } = asked;
  const rows = `/charts/series.rows?${new URLSearchParams({ series: series.id, ...whole })}`;
  return html`<p class="crumbs"><a href="/">Overview</a>${suite ? html` / <a href="/?q=${encodeURIComponent(suite)}#series">${named(suite)}</a>` : NOTHING}</p>
<div class="row"><h1>${named(`${series.benchmark} ${series.metric}`)}</h1>${statePill(series, analysis)}</div>
<p class="sub">${named(identity(top).join(" · "))}</p>
${top.notes.map((note) => html`<p role="status">${named(note)}</p>`)}${seriesFigures(top)}
<figure class="card" aria-label="Trend" data-trend="${rows}"><div class="wide">${picture(wide)}</div>`;
}

/** The picture for phones, and what is to be known of both. */
function seriesFigureEnd({ chart, shown, asked, unplaced, kept }: SeriesTop, narrow: string): Html {
  const query = new URLSearchParams({ series: chart.series.id, ...asked });
  return html`<div class="narrow">${picture(narrow)}</div>
<figcaption>${chartKey(shown)}${stretches(chart, asked, kept)}${unplaced > 0 ? html`<p class="sub">${counted(unplaced, "more changeset")} with runs ${unplaced === 1 ? "has" : "have"} no place in this history: not landed, of another branch, or in an order that nobody told (<code>tarnish changeset sync --git DIR</code> tells it).</p>` : NOTHING}
${chartLinks("series", String(query))}</figcaption></figure>
`;
}

/** `posted`: the chart's data as it was posted. */
function seriesBelow({ chart, asked }: SeriesTop, rest: SeriesRest, posted: SeriesChartData): Html {
  const { series, excluded } = chart;
  return html`${marksSection(rest.marks, series.id, chart.changesets)}
${overlaySection(rest.overlay)}
<section class="card"><h2>Change points</h2>${changeTable(chart, rest.regressions)}${findings(rest)}</section>
${distributionSection(rest.distribution, posted)}
${rest.charts ?? NOTHING}${repeatsSection(rest.repeats)}
<section class="card"><h2>Last changesets</h2>${changesetTable(chart, asked)}${excludedList(excluded, series.unit)}</section>`;
}

function identity({ chart: { series } }: SeriesTop): string[] {
  const version = series.version ? [`version ${series.version}`] : [];
  const pairing = series.pairing ? [`pairing ${series.pairing}`] : [];
  return [...parametersOf(series), ...version, ...pairing, `${series.better} is better`];
}

const LAST = [30, 100] as const;

/** Where to look closely, as links: since a release, or the last changesets. */
function stretches({ changesets, releases }: SeriesChartData, asked: SeriesTop["asked"], kept: object): Html {
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

function findings({ findings: found }: SeriesRest): Html {
  if (found.length === 0) return NOTHING;
  return html`<h3>Also noticed</h3><ul>${found.map(({ text }) => html`<li>${text}</li>`)}</ul>`;
}
