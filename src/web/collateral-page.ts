/** A collateral as one file that needs nothing else: style and pictures inside, no script, no link that it depends on. */
import { forest as forestChart } from "../actions/charts/forest.ts";
import type { CollateralSeries, LandingCollateral } from "../actions/collateral.ts";
import { byWeight, forestOf } from "../actions/verdict-forest.ts";
import { effectInterval, effectSize } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import { formatNumber } from "../charts/number.ts";
import { sparkChart } from "../charts/spark-chart.ts";
import type { CollateralRun } from "../model/collateral.ts";
import { parametersOf } from "../model/series.ts";
import type { SeriesVerdict, SideSummary } from "../model/verdict.ts";
import { renderSvg } from "../render/svg.ts";
import { forestKey } from "./forest-key.ts";
import { type Html, html, NOTHING, named, picture, scrollBox } from "./html.ts";
import { pictures } from "./pictures.ts";
import { verdictPill } from "./pill.ts";
import { runsOfQuestion } from "./runs-of-question.ts";
import { FRAME } from "./style/frame.ts";
import { PARTS } from "./style/parts.ts";
import { PRINT } from "./style/print.ts";
import { tokens } from "./style/tokens.ts";

export const COLLATERAL_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE = [tokens(), FRAME, PARTS, PRINT].join("\n");
/** Series whose runs are drawn one by one: the ones that decide. */
const MOST_PICTURES = 12;

export async function collateralPage(whole: LandingCollateral): Promise<Html> {
  const { sha, changeset, verdict, question, content } = whole;
  const title = `${changeset?.subject ?? sha}: ${verdict.verdict.replace("_", " ")}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${picture(STYLE)}</style>
</head>
<body>
<main>
<p class="crumbs">Collateral of <code>${sha}</code></p>
<div class="row"><h1>${named(changeset?.subject ?? sha)}</h1>${verdictPill(verdict.verdict)}</div>
<section class="card"><h2>${verdict.why}</h2>${list(verdict.notes)}${list(verdict.waitingFor.map((what) => `Waiting for ${what}`))}
${verdict.partial ? html`<p class="sub">Series of private rigs are left out.</p>` : NOTHING}${facts(whole)}</section>
${await forest(whole)}
${listed(
  "Not measured",
  verdict.missing.map(({ what, why }) => `${what}: ${why}`),
)}
${listed(
  "Waivers",
  verdict.waivers.map(({ text }) => text),
)}
<section class="card"><h2>${counted(verdict.series.length, "series", "series")}</h2>${seriesTable(verdict.series)}</section>
${await evidence(whole)}
${runs(whole.runs)}
<section class="card"><h2>Policy and environments</h2><details><summary>Policy ${named(verdict.policy.name)}</summary><pre>${JSON.stringify(question.policy, null, 1)}</pre></details>
${Object.entries(whole.environments).map(
  ([name, facts_]) =>
    html`<details><summary>Environment <code>${name}</code></summary><pre>${JSON.stringify(facts_, null, 1)}</pre></details>`,
)}</section>
<p class="sub">Content <code>${content}</code>. The JSON of this collateral holds every value; <code>tarnish verify FILE</code> recomputes the verdict from it.</p>
</main>
</body>
</html>`;
}

function facts({ changeset, verdict, question }: LandingCollateral): Html {
  const rows = [
    ["branch", changeset?.branch],
    ["parent", question.parentSha ?? undefined],
    ["patchset", verdict.patchset ?? undefined],
    ["ticket", changeset?.ticket],
    ["policy", `${verdict.policy.name} ${verdict.policy.version}`],
    ["look", verdict.final ? `${verdict.look}, final` : `${verdict.look}, still measuring`],
    ["engine", verdict.engine],
    ["inputs", verdict.inputs],
  ].filter(([, value]) => value !== undefined);
  return html`<table><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${named(String(value))}</td></tr>`)}</tbody></table>`;
}

const list = (items: readonly string[]): Html =>
  items.length === 0 ? NOTHING : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

const listed = (title: string, items: readonly string[]): Html =>
  items.length === 0 ? NOTHING : html`<section class="card"><h2>${title}</h2>${list(items)}</section>`;

async function forest(whole: LandingCollateral): Promise<Html> {
  const data = forestOf({ verdict: { ...whole.verdict, eta: null } });
  if (data.rows.length === 0) return NOTHING;
  const { wide, narrow } = await pictures(forestChart.of(data));
  return html`<figure class="card" aria-label="Effects"><div class="wide">${picture(wide)}</div><div class="narrow">${picture(narrow)}</div><figcaption>${forestKey()}</figcaption></figure>`;
}

function seriesTable(series: readonly SeriesVerdict[]): Html {
  if (series.length === 0) return html`<p class="none">No run of this changeset is known.</p>`;
  return scrollBox(
    "Series",
    html`<table class="stack"><thead><tr><th scope="col">Verdict</th><th scope="col">Series, and why</th><th scope="col" class="num">Effect</th><th scope="col" class="num">Baseline</th><th scope="col" class="num">Candidate</th></tr></thead>
<tbody>${byWeight(series).map(seriesRow)}</tbody></table>`,
  );
}

function seriesRow(one: SeriesVerdict): Html {
  const remarks = one.warnings.map(({ text }) => html`<small>${text}</small>`);
  return html`<tr><td class="keep">${verdictPill(one.verdict)}<small>${[...(one.suspected ? ["suspected"] : []), one.role].join(", ")}</small></td>
<td class="text">${named(`${one.benchmark} ${one.metric}`)}<small>${named([one.rig, ...parametersOf(one)].join(" · "))}</small><small>${one.why}</small>${remarks}</td>
<td class="num">${one.effect === null ? "–" : html`${effectSize(one.effect)}<small>${effectInterval(one.effect)}</small>`}</td>
<td class="num">${side(one.baseline, one.unit)}</td><td class="num">${side(one.candidate, one.unit)}</td></tr>`;
}

function side({ level, runs: count, blocks }: SideSummary, unit: string): Html {
  if (level === null) return html`–`;
  return html`${formatNumber(level)} ${named(unit)}<small>${counted(count, "run")} in ${counted(blocks, "block")}</small>`;
}

/** Baseline by block, then the candidate's blocks: what the eye compares. */
async function evidence({ verdict, question }: LandingCollateral): Promise<Html> {
  const asked = new Map(question.series.map((one) => [one.series.id, one]));
  const deciding = byWeight(verdict.series)
    .slice(0, MOST_PICTURES)
    .flatMap(({ series }) => asked.get(series) ?? []);
  if (deciding.length === 0) return NOTHING;
  const cards = await Promise.all(deciding.map(card));
  return html`<section><h2>Runs, block by block: the baseline, then the candidate</h2><div class="cards">${cards}</div></section>`;
}

async function card(one: CollateralSeries): Promise<Html> {
  const { series } = one;
  const svg = await renderSvg(sparkChart(runsOfQuestion(one), { width: 320, height: 120 }));
  return html`<figure class="card"><figcaption class="name">${named(`${series.benchmark} ${series.metric}`)}<small class="which">${named([series.rig, ...parametersOf(series)].join(" · "))}</small></figcaption>${picture(svg)}</figure>`;
}

function runs(all: readonly CollateralRun[]): Html {
  if (all.length === 0) return NOTHING;
  return html`<section class="card"><h2>${counted(all.length, "run")}</h2><details><summary>All of them</summary>${scrollBox(
    "Runs",
    html`<table><thead><tr>${["Run", "Rig", "Changeset", "Block", "Cause", "Started at", "Environment"].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${all.map(
      (
        one,
      ) => html`<tr><td><code>${one.run}</code></td><td>${named(one.rig)}</td><td><code>${one.sha.slice(0, 12)}</code></td><td>${named(one.block)}</td>
<td>${one.cause}</td><td>${one.startedAt}</td><td><code>${one.environment ?? "–"}</code></td></tr>`,
    )}</tbody></table>`,
  )}</details></section>`;
}
