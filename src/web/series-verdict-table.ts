/** Every judged series of a changeset, the ones that matter first: effect, sides, role, why. */

import { byWeight } from "../actions/verdict-forest.ts";
import { effectInterval, effectSize } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import { formatNumber } from "../charts/number.ts";
import { parametersOf } from "../model/series.ts";
import type { ChangesetVerdict, SeriesVerdict, SideSummary } from "../model/verdict.ts";
import { type Html, html, NOTHING, named, scrollBox } from "./html.ts";
import { verdictPill } from "./pill.ts";

/** Beyond it the rest is in the JSON. */
const MOST_ROWS = 200;

export function seriesVerdictTable({ series }: ChangesetVerdict): Html {
  if (series.length === 0) return html`<p class="none">No run of this changeset is known here.</p>`;
  const rows = byWeight(series).slice(0, MOST_ROWS);
  const more = series.length - rows.length;
  return html`${scrollBox(
    "Series",
    html`<table class="stack"><thead><tr><th scope="col">Verdict</th><th scope="col">Series, and why</th><th scope="col" class="num">Effect</th><th scope="col" class="num">Baseline</th><th scope="col" class="num">Candidate</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table>`,
  )}${more > 0 ? html`<p class="sub">${counted(more, "more series", "more series")} in the JSON.</p>` : NOTHING}`;
}

function row(one: SeriesVerdict): Html {
  const notes = [...(one.suspected ? ["suspected"] : []), one.role];
  const where = [one.rig, ...parametersOf(one)].join(" · ");
  return html`<tr><td class="keep">${verdictPill(one.verdict)}<small>${notes.join(", ")}</small></td>
<td class="text"><a href="/series/${one.series}">${named(`${one.benchmark} ${one.metric}`)}</a> <small>${named(where)}</small><small>${one.why}</small>${warnings(one)}</td>
<td class="num" data-of="Effect">${effect(one)}</td><td class="num" data-of="Baseline">${side(one.baseline, one.unit)}</td><td class="num" data-of="Candidate">${side(one.candidate, one.unit)}</td></tr>`;
}

function effect({ effect: found }: SeriesVerdict): Html {
  return found === null ? html`–` : html`${effectSize(found)}<small>${effectInterval(found)}</small>`;
}

function side({ level, runs, blocks }: SideSummary, unit: string): Html {
  if (level === null) return html`–`;
  return html`${formatNumber(level)} ${named(unit)}<small>${counted(runs, "run")} in ${counted(blocks, "block")}</small>`;
}

function warnings({ warnings: said }: SeriesVerdict): Html {
  if (said.length === 0) return NOTHING;
  return html`<details><summary>${counted(said.length, "remark")}</summary><ul>${said.map(({ text }) => html`<li>${text}</li>`)}</ul></details>`;
}
