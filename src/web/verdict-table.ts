/** The latest verdicts: which changeset, may it land, and why. */
import type { RecentVerdict } from "../actions/show-overview.ts";
import { day, type Html, html, NOTHING, named, scrollBox, shaLink } from "./html.ts";
import { verdictPill } from "./pill.ts";

export function verdictTable(verdicts: readonly RecentVerdict[]): Html {
  if (verdicts.length === 0) return NOTHING;
  return html`<section class="card"><h2>Recent verdicts</h2>
${scrollBox(
  "Recent verdicts",
  html`<table class="stack"><thead><tr><th scope="col">Verdict</th><th scope="col">Changeset</th><th scope="col">Subject, and why</th></tr></thead>
<tbody>${verdicts.map(verdictRow)}</tbody></table>`,
)}<p class="sub"><a href="/changesets">All changesets</a></p></section>`;
}

function verdictRow(row: RecentVerdict): Html {
  const notes = [...(row.suspected ? ["suspected"] : []), ...(row.final ? [] : ["still measuring"])];
  return html`<tr><td class="keep">${verdictPill(row.verdict)}${notes.length > 0 ? html`<small>${notes.join(", ")}</small>` : NOTHING}</td>
<td class="keep">${shaLink(row.sha)}<small>${day(row.committedAt)}</small></td>
<td class="text">${named(row.subject ?? "–")}${row.branch ? html` <span class="branch">${named(row.branch)}</span>` : NOTHING}<small>${row.why}</small></td></tr>`;
}
