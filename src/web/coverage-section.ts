/** The promised matrix of a release: each cell measured, stale or never measured. */
import { counted } from "../charts/describe.ts";
import type { CellCoverage, CellState } from "../model/release-coverage.ts";
import { cellWords } from "../model/release-coverage.ts";
import { day, type Html, html, named, scrollBox, shaLink } from "./html.ts";
import { pill } from "./pill.ts";

const STATES: Record<CellState, Html> = {
  measured: pill("tick", "measured", "good"),
  stale: pill("diamond", "too long ago", "warn"),
  never: pill("ring", "not measured", "bad"),
};

const WORST_FIRST = ["never", "stale", "measured"] as const satisfies readonly CellState[];

export function coverageSection(cells: readonly CellCoverage[]): Html {
  if (cells.length === 0)
    return html`<section class="card"><h2>Promised cells</h2><p>Nothing was promised: no train plans this release with cells.</p></section>`;
  const measured = cells.filter(({ state }) => state === "measured").length;
  const rows = WORST_FIRST.flatMap((state) => cells.filter((cell) => cell.state === state));
  return html`<section class="card"><h2>Promised cells</h2><p>${measured} of ${counted(cells.length, "promised cell")} ${measured === 1 ? "is" : "are"} measured.</p>${scrollBox(
    "Promised cells",
    html`<table class="stack"><thead><tr><th scope="col">State</th><th scope="col">Cell</th><th scope="col" class="num">Rigs</th><th scope="col">Measured last</th></tr></thead><tbody>${rows.map(row)}</tbody></table>`,
  )}</section>`;
}

function row(cell: CellCoverage): Html {
  const { state, fresh, needed, last } = cell;
  return html`<tr><td class="keep">${STATES[state]}</td><td class="text">${named(cellWords(cell))}</td><td class="num" data-of="Rigs">${fresh.length} of ${needed}</td>
<td data-of="Measured last">${last === null ? html`–` : html`${day(last.at)}, ${named(last.rig)}, ${shaLink(last.sha)}`}</td></tr>`;
}
