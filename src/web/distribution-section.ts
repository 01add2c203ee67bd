/** How the runs were distributed before and after, and what that says of their figures, in words. */
import type { RunDistribution } from "../actions/run-distribution.ts";
import { effectSize, judgement } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import { displayUnit } from "../charts/display-unit.ts";
import type { DistributionSide } from "../charts/distribution-data.ts";
import { formatNumber, unsignedPercent } from "../charts/number.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { FEWEST, type RunLaw } from "../model/run-law.ts";
import { chartFigure } from "./chart-figure.ts";
import { type Html, html, NOTHING, named } from "./html.ts";
import type { Pictures } from "./pictures.ts";

export interface DistributionSection {
  readonly distribution: RunDistribution;
  readonly pictures: Pictures;
  /** What of the address asks for it: `at`, or `before` and `after`. */
  readonly query: Readonly<Record<string, string>>;
  /** What of the address is not of the distribution, and stays. */
  readonly asked: Readonly<Record<string, string>>;
}

export function distributionSection(
  { distribution, pictures, query, asked }: DistributionSection,
  chart: SeriesChartData,
): Html {
  const { sides, notes } = distribution;
  const { id } = chart.series;
  const address = new URLSearchParams({ series: id, ...(asked["branch"] && { branch: asked["branch"] }), ...query });
  return html`<section class="card" id="runs"><h2>${sides.length === 2 ? "Runs before and after" : "Distribution of the runs"}</h2>
${form(distribution, query, asked, chart)}
${notes.map((note) => html`<p role="status"><bdi>${note}</bdi></p>`)}
${chartFigure(pictures, { name: "distribution", query: String(address), label: "Distribution of the runs", key: key(distribution) })}</section>`;
}

const key = ({ sides, unit }: RunDistribution): Html =>
  html`<p class="sub">Line: <a href="/help#quartiles">median</a>. Bar: <a href="/help#quartiles">middle half</a> of the <a href="/help#run">runs</a>.</p>
<ul class="told">${sides.map((side) => html`<li>${sideWords(side, unit)}</li>`)}</ul>
`;

function form(
  { at }: RunDistribution,
  query: DistributionSection["query"],
  asked: DistributionSection["asked"],
  chart: SeriesChartData,
): Html {
  const { series, analysis, changesets, releases } = chart;
  const hidden = Object.entries(asked).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const state = (label: string, name: string) =>
    html`<label>${label}<input name="${name}" value="${query[name] ?? ""}" list="measured" maxlength="200" placeholder="tag or sha" autocomplete="off" spellcheck="false"></label>`;
  const choices = [...analysis.changes].reverse().map((change) => {
    const sha = changesets[change.index]?.sha ?? "";
    const text = `${effectSize(change.effect)} ${judgement(change, series.better)} at ${sha.slice(0, 10)}`;
    return html`<option value="${sha.slice(0, 12)}"${sha === at ? html` selected` : NOTHING}>${text}</option>`;
  });
  const action = `/series/${series.id}#runs`;
  return html`${choices.length < 2 ? NOTHING : html`<form class="filter" method="get" action="${action}" aria-label="Around a change point">${hidden}<label class="grow">Change point<select name="at">${choices}</select></label><button type="submit">Show</button></form>`}
<form class="filter" method="get" action="${action}" aria-label="Of two states">${hidden}${state("Before", "before")}${state("After", "after")}
<datalist id="measured">${releases.map(({ tag }) => html`<option value="${tag}">`)}${changesets.slice(-20).map(({ sha }) => html`<option value="${sha.slice(0, 12)}">`)}</datalist><button type="submit">Show</button>
${Object.keys(query).length === 0 ? NOTHING : html`<a class="clear" href="/series/${series.id}?${new URLSearchParams(asked)}#runs">Clear</a>`}</form>`;
}

function sideWords({ label, law }: DistributionSide, posted: string): Html {
  if (law === null) return html`<b>${named(label)}</b>: no usable run.`;
  const { unit, by } = displayUnit(law.median, posted);
  const figure = (value: number) => formatNumber(value * by);
  return html`<b>${named(label)}</b>: ${counted(law.runs, "run")} in <a href="/help#run">${counted(law.blocks, "block")}</a>, median ${figure(law.median)} ${named(unit)}, half of them ${figure(law.lower)} … ${figure(law.upper)}. ${memoryWords(law)} ${modeWords(law, figure, unit)}`;
}

function memoryWords({ memory, runs }: RunLaw): Html {
  const word = html`<a href="/help#autocorrelation">resemble</a>`;
  if (memory === null) return html`Whether neighbours ${word} each other takes ${FEWEST.memory} runs to tell.`;
  const correlation = memory.correlation.toFixed(2).replace("-", "−");
  if (!memory.isPlain) return html`Neighbours ${word} each other no more than chance does (${correlation}).`;
  const worth = counted(Math.max(1, Math.round(memory.worth)), "independent one");
  return html`<strong>Neighbours ${word} each other (${correlation}): these ${runs} runs say as much of the level as ${worth}.</strong>`;
}

function modeWords({ modes }: RunLaw, figure: (value: number) => string, unit: string): Html {
  const word = (text: string) => html`<a href="/help#modality">${text}</a>`;
  if (modes === null) return html`Whether they have ${word("several modes")} takes ${FEWEST.modes} runs to tell.`;
  if (modes.count === 1) return html`A ${word("second mode")} does not show.`;
  const share = unsignedPercent(modes.highShare);
  return html`<strong>They gather about ${word("two modes")}, ${figure(modes.low)} and ${figure(modes.high)} ${named(unit)}, ${share} of them at the upper one: the median jumps between them. Find out what decides, and make it a parameter.</strong>`;
}
