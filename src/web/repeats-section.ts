/** The runs of one changeset with each of their repeats: what its point in the trend was made of. */
import type { ChangesetRepeats, RunRepeats } from "../actions/run-repeats.ts";
import { counted } from "../charts/describe.ts";
import { formatNumber } from "../charts/number.ts";
import type { Value } from "../model/run.ts";
import { day, type Html, html, NOTHING, named, scrollBox, shaLink } from "./html.ts";

/** More of one run are in its document. */
const MOST = 200;

export function repeatsSection(repeats: ChangesetRepeats | null): Html {
  if (repeats === null) return NOTHING;
  const { sha, runs, more } = repeats;
  return html`<section class="card" id="repeats"><h2>Runs of ${shaLink(sha)}</h2>
${scrollBox(
  "Runs and their repeats",
  html`<table><thead><tr><th scope="col">Run</th><th scope="col">Block</th><th scope="col">Cause</th><th scope="col">Repeats, in the order of measuring</th></tr></thead><tbody>${runs.map(runRow)}</tbody></table>`,
)}
${more > 0 ? html`<p class="sub">${counted(more, "more run")} of it.</p>` : NOTHING}</section>`;
}

function runRow({ run, block, cause, startedAt, excluded, unit, values, instead }: RunRepeats): Html {
  const left = values.length > MOST ? ` … and ${values.length - MOST} more` : "";
  const text = values.slice(0, MOST).map(figure).join(" · ");
  return html`<tr><td class="keep"><a href="/v1/runs/${run}">${run.slice(0, 8)}</a><small>${day(startedAt)}</small></td><td>${named(block)}</td><td class="keep">${cause}</td>
<td class="text">${instead === "" ? html`${text}${left} ${named(unit)}` : named(instead)}${excluded === "" ? NOTHING : html`<small>excluded: ${named(excluded)}</small>`}</td></tr>`;
}

const figure = (value: Value): string =>
  typeof value === "number" ? formatNumber(value) : `not ended at ${formatNumber(value.censoredAt)}`;
