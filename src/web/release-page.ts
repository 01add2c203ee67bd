/** One release: is it slower than the one before it, in one sentence; then where, since when, and what is missing. */
import { heatmap } from "../actions/charts/heatmap.ts";
import { groupedBy } from "../actions/grouped-by.ts";
import type { ShownRelease } from "../actions/show-releases.ts";
import { counted } from "../charts/describe.ts";
import type { ReleaseVerdict } from "../model/release-verdict.ts";
import type { VerdictWord } from "../model/verdict.ts";
import { budgetSection } from "./budget-section.ts";
import { type ChartFigure, chartFigure } from "./chart-figure.ts";
import { comparisonQuery } from "./compare-page.ts";
import { coverageSection } from "./coverage-section.ts";
import { creepSection } from "./creep-section.ts";
import { heatmapKey } from "./heatmap-key.ts";
import { day, type Html, html, NOTHING, named, shaLink } from "./html.ts";
import { around } from "./layout.ts";
import { meansTable } from "./means-table.ts";
import type { Pictures } from "./pictures.ts";
import { verdictPill } from "./pill.ts";

interface ReleaseCharts {
  /** Of the heat map; empty strings when there are no two releases yet. */
  readonly pictures: Pictures;
  /** Sections of charts that name this page. */
  readonly charts?: Html;
}

/** In the order of reading: the verdict does not wait until the releases before it are judged for the heat map. */
export async function* releaseParts(shown: ShownRelease, drawn: () => Promise<ReleaseCharts>): AsyncGenerator<Html> {
  yield releaseHead(shown);
  yield releaseRest(shown, await drawn());
}

function frame({ release, judgement }: ShownRelease) {
  const verdict = judgement?.verdict;
  const title = verdict ? `${release.name}: ${verdict.verdict.replace("_", " ")}` : release.name;
  return around({ title, isLive: true, current: "/releases" });
}

/** Down to the verdict. */
function releaseHead(shown: ShownRelease): Html {
  const { release, releasedAt, judgement, whyNot } = shown;
  const verdict = judgement?.verdict;
  return html`${frame(shown).before}<p class="crumbs"><a href="/releases">Releases</a></p>
<div class="row"><h1>${named(release.name)}</h1>${verdict ? verdictPill(verdict.verdict) : NOTHING}</div>
<p class="sub">${release.branch === null ? NOTHING : html`<span class="branch">${named(release.branch)}</span> · `}${shaLink(release.sha)}${releasedAt === null ? NOTHING : html` · out ${day(releasedAt)}`}${verdict?.phase ? html` · phase: ${verdict.phase.replaceAll("_", " ")}` : NOTHING}</p>
${verdict ? verdictCard(verdict) : html`<section class="card verdict"><h2>Nothing to hold it against.</h2><p>${whyNot}</p></section>`}
`;
}

function releaseRest(shown: ShownRelease, { pictures, charts = NOTHING }: ReleaseCharts): Html {
  const { release, judgement } = shown;
  return html`${chartFigure(pictures, heatmapFigure(release.name))}
${charts}
${
  judgement === null
    ? NOTHING
    : html`${meansTable(judgement.comparison.means, judgement.comparison.assumption)}
${budgetSection(judgement.verdict.budget)}
${creepSection(judgement.comparison.series)}
${coverageSection(judgement.verdict.coverage)}
${missing(judgement.verdict)}`
}${frame(shown).after}`;
}

const heatmapFigure = (tag: string): ChartFigure => ({
  ...{ name: heatmap.name, query: `release=${encodeURIComponent(tag)}`, label: heatmap.meta.title, isCard: true },
  head: html`<h2>${heatmap.meta.title}</h2><p class="sub">${heatmap.meta.about}</p>
`,
  key: heatmapKey(),
});

const HEADLINES: Record<VerdictWord, string> = {
  pass: "No slower than",
  fail: "Slower than",
  inconclusive: "Not decided yet whether it is slower than",
  invalid_environment: "What was measured cannot be compared with",
  not_measured: "Not measured enough to be held against",
};

function verdictCard(verdict: ReleaseVerdict): Html {
  const { release, against, why, partial, waitingFor, policy, engine, inputs } = verdict;
  const path = `/v1/releases/${encodeURIComponent(release.name)}`;
  const query = `?against=${encodeURIComponent(against.name)}`;
  return html`<section class="card verdict"><h2>${HEADLINES[verdict.verdict]} ${named(against.name)}.</h2><p>${why}</p>
${partial ? html`<p class="sub">Series of private rigs are left out; a token that may read them shows all.</p>` : NOTHING}
${waitingFor.length === 0 ? NOTHING : html`<h3>What would settle it</h3><ul>${waitingFor.map((what) => html`<li>${what}</li>`)}</ul>`}
<ul class="links" aria-label="More of it"><li><a href="/compare?${comparisonQuery(against.name, release.name)}">Every series compared</a></li><li><a href="${path}/report.html${query}">Report (HTML)</a></li><li><a href="${path}/report.md${query}">Report (Markdown)</a></li><li><a href="${path}/verdict${query}">Verdict (JSON)</a></li></ul>
<p class="sub">Policy ${named(policy.name)} ${policy.version}, engine ${engine}, inputs <code>${inputs.slice(0, 19)}…</code></p></section>`;
}

/** Those of one reason together, folded away. */
function missing({ missing: cells }: ReleaseVerdict): Html {
  if (cells.length === 0) return NOTHING;
  return html`<section class="card"><h2>${counted(cells.length, "measurement")} missing</h2>${[
    ...groupedBy(cells, ({ why }) => why),
  ].map(
    ([why, all]) =>
      html`<details><summary>${all.length}: ${why}</summary><ul>${[...groupedBy(all, ({ what }) => what)].map(([what, same]) => html`<li>${named(what)}${same.length > 1 ? `, ${counted(same.length, "series", "series")}` : ""}</li>`)}</ul></details>`,
  )}</section>`;
}
