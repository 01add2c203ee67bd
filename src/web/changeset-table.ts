/** The last changesets with what was measured of them, newest first. */
import { counted } from "../charts/describe.ts";
import { fixed, formatNumber, formatPercent } from "../charts/number.ts";
import type { ChangesetRow, ExcludedRow, SeriesChartData } from "../charts/series-data.ts";
import { day, type Html, html, NOTHING, named, scrollBox, shaLink } from "./html.ts";

/** As many as one screen holds; the rest is in the CSV. */
const LAST_CHANGESETS = 15;

/** `asked`: what the address asks for already. */
export function changesetTable(data: SeriesChartData, asked: Readonly<Record<string, string>>): Html {
  const rows = data.changesets.slice(-LAST_CHANGESETS).reverse();
  if (rows.length === 0) return html`<p class="none">No usable run yet.</p>`;
  const { unit } = data.series;
  return scrollBox(
    "Last changesets",
    html`<table><thead><tr><th scope="col">Changeset</th><th scope="col" class="num">Median (${unit})</th>
<th scope="col" class="num">${data.band === "interval" ? "Interval" : "Lowest … highest run"}</th><th scope="col" class="num">Against level</th><th scope="col" class="num">Runs</th><th scope="col" class="num">Blocks</th><th scope="col">Subject</th></tr></thead>
<tbody>${rows.map((row) => changesetRow(row, data, asked))}</tbody></table>`,
  );
}

function changesetRow(row: ChangesetRow, { analysis }: SeriesChartData, asked: Readonly<Record<string, string>>): Html {
  const level = analysis.levels.find(({ from, to }) => row.index >= from && row.index < to);
  const against = level && level.value !== 0 ? formatPercent(row.value / level.value - 1) : "–";
  return html`<tr><td class="keep">${shaLink(row.sha)}<small>${row.position === null ? NOTHING : html`#${fixed(row.position, 0)} `}${day(row.committedAt)}</small></td>
<td class="num">${formatNumber(row.value)}</td>
<td class="num">${row.low === row.high ? "–" : `${formatNumber(row.low)} … ${formatNumber(row.high)}`}</td>
<td class="num">${against}</td><td class="num"><a href="?${new URLSearchParams({ ...asked, repeats: row.sha.slice(0, 12) })}#repeats" aria-label="${counted(row.runs, "run")} of ${row.sha.slice(0, 10)} with their repeats">${row.runs}</a></td><td class="num">${row.blocks}</td><td class="text">${named(row.subject ?? "–")}</td></tr>`;
}

/** The hollow points in words, folded away. */
export function excludedList(excluded: readonly ExcludedRow[], unit: string): Html {
  if (excluded.length === 0) return NOTHING;
  const shown = excluded.slice(-LAST_CHANGESETS).reverse();
  return html`<details><summary>${counted(excluded.length, "run")} shown hollow, never part of a level or a verdict</summary>
<ul>${shown.map(({ sha, value, why }) => html`<li>${shaLink(sha)} ${formatNumber(value)} ${unit}: ${why}</li>`)}</ul></details>`;
}
