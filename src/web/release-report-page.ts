/** A release's report as one file that needs nothing else: style and picture inside, no script, no link it depends on. */

import { forest as forestChart } from "../actions/charts/forest.ts";
import { comparedForest } from "../actions/compared-forest.ts";
import { reportSections } from "../actions/release-report-sections.ts";
import { counted } from "../charts/describe.ts";
import type { ReleaseReport, ReportSection } from "../model/release-report.ts";
import { forestKey } from "./forest-key.ts";
import { type Html, html, NOTHING, named, picture, scrollBox } from "./html.ts";
import { pictures } from "./pictures.ts";
import { verdictPill } from "./pill.ts";
import { FRAME } from "./style/frame.ts";
import { PARTS } from "./style/parts.ts";
import { PRINT } from "./style/print.ts";
import { tokens } from "./style/tokens.ts";

export const REPORT_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE = [tokens(), FRAME, PARTS, PRINT].join("\n");

export async function releaseReportPage(report: ReleaseReport): Promise<Html> {
  const { verdict } = report;
  const { release, against, policy } = verdict;
  const title = `${release.name} against ${against.name}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}: ${verdict.verdict.replace("_", " ")}</title>
<style>${picture(STYLE)}</style>
</head>
<body>
<main>
<div class="row"><h1>${named(title)}</h1>${verdictPill(verdict.verdict)}</div>
<section class="card"><p>${verdict.why}</p>${report.partial ? html`<p class="sub">Series of private rigs are left out.</p>` : NOTHING}</section>
${await forest(report)}
${reportSections(report).map(section)}
<p class="sub">${counted(report.compared, "series", "series")} compared; policy ${named(`${policy.name} ${policy.version}`)}, engine ${verdict.engine}, inputs <code>${verdict.inputs}</code>.</p>
</main>
</body>
</html>`;
}

function section({ title, paragraphs, items = [], table }: ReportSection): Html {
  const rows = table?.rows ?? [];
  return html`<section class="card"><h2>${title}</h2>${paragraphs.map((text) => html`<p>${text}</p>`)}
${items.length === 0 ? NOTHING : html`<ul>${items.map((item) => html`<li>${named(item)}</li>`)}</ul>`}
${table === undefined || rows.length === 0 ? NOTHING : scrollBox(title, tableOf(table.head, rows))}</section>`;
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): Html =>
  html`<table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${named(cell)}</td>`)}</tr>`)}</tbody></table>`;

/** The worst and the best on one scale; a difference in a unit has no place on it. */
async function forest({ verdict, worst, best }: ReleaseReport): Promise<Html> {
  const series = [...worst, ...[...best].reverse()];
  const data = comparedForest({ baseline: verdict.against, candidate: verdict.release, series });
  if (data.rows.length === 0) return NOTHING;
  const { wide, narrow } = await pictures(forestChart.of(data));
  return html`<figure class="card" aria-label="Effects"><div class="wide">${picture(wide)}</div><div class="narrow">${picture(narrow)}</div><figcaption>${forestKey()}</figcaption></figure>`;
}
