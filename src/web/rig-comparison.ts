/** Two rigs on the page Compare: which machine measures more, series by series, and what that does not mean. */
import { slowestFirst } from "../actions/rig-forest.ts";
import { effectInterval, effectSize } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import { formatNumber, formatPercent, unsignedPercent } from "../charts/number.ts";
import { performanceWay } from "../model/release-comparison.ts";
import type { RigComparison, RigLevel } from "../model/rig-comparison.ts";
import { parametersOf } from "../model/series.ts";
import { chartFigure } from "./chart-figure.ts";
import { day, type Html, html, NOTHING, named, shaLink } from "./html.ts";
import type { Pictures } from "./pictures.ts";
import { rigLink } from "./rig-words.ts";
import { stackTable } from "./stack-table.ts";

/** Rows of the table: the rest is in the JSON. */
const MOST_ROWS = 200;

export function rigComparison(found: RigComparison, pictures: Pictures, query: string): Html {
  const { baseline, candidate, series, alone, note, confidence } = found;
  const rows = slowestFirst(series).slice(0, MOST_ROWS);
  return html`<section class="card verdict"><h2>${sentence(found)}</h2><p><strong>${note}</strong></p>
<p class="sub">Baseline: rig ${rigLink(baseline.rig)} ${named(baseline.description)} · candidate: rig ${rigLink(candidate.rig)} ${named(candidate.description)}</p>
<p class="sub">${counted(series.length, "series", "series")} in common, of the newest changesets of a branch that both measured: each is compared with itself on the other rig; ${alone.baseline} that ${named(baseline.rig)} and ${alone.candidate} that ${named(candidate.rig)} measures have no counterpart lately.</p></section>
${chartFigure(pictures, { name: "forest", query, label: "Differences", isCard: true })}
<section class="card"><h2>Series</h2>${stackTable(
    "Series of both rigs",
    [
      { head: "Series", is: "text" },
      { head: "Difference", is: "num" },
      { head: "Baseline", is: "num" },
      { head: "Candidate", is: "num" },
    ],
    rows.map((one) => [
      html`<a href="/series/${one.baseline.series}?with=${one.candidate.series}#overlay">${named(`${one.benchmark} ${one.metric}`)}</a><small>${named([...parametersOf(one), one.pairing].filter(Boolean).join(" · "))}</small>`,
      html`${effectSize(one.effect)}<small>${effectInterval(one.effect)}</small><small>${counted(one.changesets, "changeset")} up to ${shaLink(one.sha)}</small>`,
      side(one.baseline, one.unit),
      side(one.candidate, one.unit),
    ]),
  )}${series.length > rows.length ? html`<p class="sub">${counted(series.length - rows.length, "more series", "more series")} in the JSON.</p>` : NOTHING}</section>
<p class="sub">Intervals at ${Number((100 * confidence).toFixed(1))} % · <a href="/v1/rigs/${baseline.rig}/compare/${candidate.rig}">comparison as JSON</a></p>`;
}

function side({ level, measuredAt }: RigLevel, unit: string): Html {
  return html`${formatNumber(level)} ${named(unit)}<small>until ${day(measuredAt)}</small>`;
}

function sentence({ baseline, candidate, overall, series }: RigComparison): Html {
  if (series.length === 0)
    return html`Rig ${named(candidate.rig)} and rig ${named(baseline.rig)} measured no two changesets of one branch in common lately.`;
  const both = (what: string) => html`Rig ${named(candidate.rig)} ${what} rig ${named(baseline.rig)}`;
  if (overall === null) return html`${both("has no ratio to be put on one scale with")}.`;
  const range = `${formatPercent(overall.low - 1)} … ${formatPercent(overall.high - 1)}`;
  const way = performanceWay(overall);
  return way === "unclear"
    ? html`${both("is neither clearly slower nor clearly faster than")} overall (${range}).`
    : html`${both(`is ${unsignedPercent(overall.value - 1)} ${way} than`)} overall (${range}).`;
}
