/** Two rigs on the page Compare: which machine measures more, series by series, and what that does not mean. */
import { effectInterval, effectSize } from "../charts/change.ts";
import { counted, shortened } from "../charts/describe.ts";
import type { ForestChartData } from "../charts/forest-data.ts";
import { formatNumber, formatPercent, unsignedPercent } from "../charts/number.ts";
import type { RigComparison, RigLevel, RigTwin } from "../model/rig-comparison.ts";
import { parametersOf } from "../model/series.ts";
import { chartLinks } from "./chart-links.ts";
import { day, type Html, html, NOTHING, named, picture, shaLink } from "./html.ts";
import { performanceWay } from "./means-table.ts";
import type { Pictures } from "./pictures.ts";
import { rigLink } from "./rig-words.ts";
import { stackTable } from "./stack-table.ts";

/** Rows of the picture, and of the table: the rest is in the JSON. */
const MOST_DRAWN = 40;
/** Characters of a rig's name at the axis of the picture. */
const AXIS = 18;
const MOST_ROWS = 200;

/** Slowest of the candidate first. */
export function rigForest({ baseline, candidate, series }: RigComparison): ForestChartData {
  const rows = inOrder(series).flatMap((one) => {
    const { benchmark, metric, performance, effect } = one;
    if (performance === null) return [];
    return [
      {
        label: `${benchmark} ${metric}`,
        details: parametersOf(one),
        worsening: 1 - performance.value,
        low: 1 - performance.high,
        high: 1 - performance.low,
        material: null,
        effect: effectSize(effect),
        word: "told" as const,
      },
    ];
  });
  return {
    title: `rig ${candidate.rig} against rig ${baseline.rig}`,
    axis: axisOf(candidate.rig, baseline.rig),
    axisInFull: `${candidate.rig} behind ${baseline.rig} by`,
    rows: rows.slice(0, MOST_DRAWN),
  };
}

/** Two names that are alike when cut off would name the same rig twice. */
function axisOf(candidate: string, baseline: string): string {
  const [of, to] = [shortened(candidate, AXIS), shortened(baseline, AXIS)];
  return of === to ? "candidate behind baseline by" : `${of} behind ${to} by`;
}

function inOrder(series: readonly RigTwin[]): RigTwin[] {
  return [...series].sort((a, b) => (a.performance?.value ?? 1) - (b.performance?.value ?? 1));
}

export function rigComparison(found: RigComparison, pictures: Pictures, query: string): Html {
  const { baseline, candidate, series, alone, note, confidence } = found;
  const rows = inOrder(series).slice(0, MOST_ROWS);
  return html`<section class="card verdict"><h2>${sentence(found)}</h2><p><strong>${note}</strong></p>
<p class="sub">Baseline: rig ${rigLink(baseline.rig)} ${named(baseline.description)} · candidate: rig ${rigLink(candidate.rig)} ${named(candidate.description)}</p>
<p class="sub">${counted(series.length, "series", "series")} in common, of the newest changesets of a branch that both measured: each is compared with itself on the other rig; ${alone.baseline} that ${named(baseline.rig)} and ${alone.candidate} that ${named(candidate.rig)} measures have no counterpart lately.</p></section>
${pictures.wide === "" ? NOTHING : html`<figure class="card" aria-label="Differences"><div class="wide">${picture(pictures.wide)}</div><div class="narrow">${picture(pictures.narrow)}</div><figcaption>${chartLinks("forest", query)}</figcaption></figure>`}
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
