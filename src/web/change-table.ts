/** Every change of the level as a table row, newest first: what moved, since when, by how much, how sure. */
import { direction, effectInterval, effectSize, judgement } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import { formatNumber } from "../charts/number.ts";
import type { ChangesetRow, SeriesChartData } from "../charts/series-data.ts";
import type { ChangePoint } from "../model/series.ts";
import { day, type Html, html, NOTHING, named, scrollBox, shaLink } from "./html.ts";
import { pill } from "./pill.ts";

/** `regressions`: ids by the first changeset of the new level, of those that people were told of. */
export function changeTable(data: SeriesChartData, regressions: ReadonlyMap<string, string>): Html {
  const { changes } = data.analysis;
  if (changes.length === 0) return html`<p class="none">No change point: one level throughout.</p>`;
  const { unit } = data.series;
  return scrollBox(
    "Change points",
    html`<table><thead><tr><th scope="col">Change</th><th scope="col" class="num">Before (${unit})</th><th scope="col" class="num">After (${unit})</th><th scope="col" class="num">Interval</th>
<th scope="col">State</th><th scope="col">Candidates</th><th scope="col">First changeset of the new level</th></tr></thead>
<tbody>${[...changes].reverse().map((change) => changeRow(change, data, regressions))}</tbody></table>`,
  );
}

function changeRow(
  change: ChangePoint,
  { changesets, series }: SeriesChartData,
  regressions: ReadonlyMap<string, string>,
): Html {
  const { effect, state, before, after } = change;
  const verdict = judgement(change, series.better);
  const way = direction(effect);
  const mark = state === "confirmed" ? (`triangle-${way}` as const) : (`hollow-${way}` as const);
  const first = changesets[change.index];
  return html`<tr><td class="keep">${pill(mark, `${effectSize(effect)} ${verdict}`, verdict === "worse" ? "bad" : "good")}</td>
<td class="num">${formatNumber(before)}</td><td class="num">${formatNumber(after)}</td>
<td class="num">${effectInterval(effect)}<small>at ${Number((100 * effect.confidence).toFixed(1))} %</small></td><td class="keep">${state}${told(regressions.get(first?.sha ?? ""))}</td>
<td class="keep">${candidates(change, changesets)}</td><td class="text">${first ? changesetCell(first) : NOTHING}</td></tr>`;
}

const told = (id: string | undefined): Html =>
  id === undefined ? NOTHING : html`<small><a href="/regressions?state=all&kind=all#r${id}">in triage</a></small>`;

function changesetCell({ sha, committedAt, subject }: ChangesetRow): Html {
  return html`${shaLink(sha)} ${day(committedAt)}<small>${named(subject ?? "")}</small>`;
}

/** After the last good changeset, up to the first bad one: untested ones in between are candidates as well. */
function candidates({ earliest, latest }: ChangePoint, rows: readonly ChangesetRow[]): Html {
  const [good, bad] = [rows[Math.max(0, earliest)], rows[latest] ?? rows.at(-1)];
  if (!good || !bad) return html`–`;
  const count = good.position === null || bad.position === null ? latest - earliest : bad.position - good.position;
  return html`${counted(count, "changeset")}<small>after ${shaLink(good.sha)}</small><small>up to ${shaLink(bad.sha)}</small>`;
}
