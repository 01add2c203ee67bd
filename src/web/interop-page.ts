/** Clients down, servers across: which pairs were measured, how they stand, and which nobody measured. */
import { counted } from "../charts/describe.ts";
import { day, type Html, html, NOTHING, named, scrollBox } from "./html.ts";
import type { InteropCell, InteropMatrix, InteropWord } from "./interop.ts";
import { layout } from "./layout.ts";
import { pill, statePill } from "./pill.ts";
import { rigLink } from "./rig-words.ts";
import { stackTable } from "./stack-table.ts";

export function interopPage(matrix: InteropMatrix): Html {
  const cells = matrix.rows.flat().filter(({ word }) => word !== "same");
  return layout({
    title: "Interop",
    isLive: true,
    current: "/interop",
    content: html`<h1>Interop</h1>
<p class="sub">Client releases against server releases. A cell that nobody measured is no green one.</p>
${cells.length === 0 ? NONE : html`<section class="card"><h2>${summaryOf(cells)}</h2>${matrixTable(matrix)}</section>${cells.filter(({ series }) => series.length > 0).map(cellSection)}`}`,
  });
}

const NONE = html`<p class="none">No run told two versions yet: a run document whose <code>subject.versions</code> names a <code>client</code> and another <code>server</code> fills a cell, and the <code>pairings</code> of a policy or a train say which cells are wanted.</p>`;

function summaryOf(cells: readonly InteropCell[]): string {
  const count = (keep: (cell: InteropCell) => boolean) => cells.filter(keep).length;
  const missing = count(({ word, isPromised }) => word === "missing" && isPromised);
  const parts = [
    `${count(({ word }) => word !== "missing")} of ${counted(cells.length, "pair")} measured`,
    ...(count(({ word }) => word === "worse") > 0 ? [`${count(({ word }) => word === "worse")} worse`] : []),
    ...(missing > 0 ? [`${missing} promised and not measured`] : []),
  ];
  return `${parts.join(", ")}.`;
}

const WORDS: Record<InteropWord, (cell: InteropCell) => Html> = {
  worse: ({ worse }) => pill("triangle-down", `${worse} worse`, "bad"),
  suspected: () => pill("hollow-down", "suspected", "warn"),
  new: () => pill("dot", "measured", "quiet"),
  fine: () => pill("tick", "no worse", "good"),
  same: () => html`<small>the build itself</small>`,
  missing: ({ isPromised, series }) => {
    const word = series.length > 0 ? "not measured lately" : "not measured";
    return isPromised ? pill("ring", `promised, ${word}`, "bad") : pill("ring", word, "quiet");
  },
};

const anchor = ({ client, server }: InteropCell): string => `cell-${encodeURIComponent(`${client}-${server}`)}`;

function matrixTable({ servers, rows }: InteropMatrix): Html {
  return scrollBox(
    "Client by server",
    html`<table class="matrix"><thead><tr><th scope="col">Client</th>${servers.map((server) => html`<th scope="col">server ${named(server)}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr><th scope="row">${named(cells[0]?.client ?? "")}</th>${cells.map((cell) => html`<td class="cell ${cell.word}">${WORDS[cell.word](cell)}${below(cell)}</td>`)}</tr>`)}</tbody></table>`,
  );
}

function below(cell: InteropCell): Html {
  if (cell.lastAt === null) return NOTHING;
  return html`<small><a href="#${anchor(cell)}">${counted(cell.series.length, "series", "series")}</a>, ${day(cell.lastAt)}</small>`;
}

function cellSection(cell: InteropCell): Html {
  return html`<section class="card" id="${anchor(cell)}"><h2>Client ${named(cell.client)} with server ${named(cell.server)}</h2>${stackTable(
    `Client ${cell.client} with server ${cell.server}`,
    [{ head: "State", is: "keep" }, { head: "Series", is: "text" }, { head: "Rig" }],
    cell.series.map(({ series, analysis }) => [
      statePill(series, analysis),
      html`<a href="/series/${series.id}">${named(`${series.benchmark} ${series.metric}`)}</a>`,
      rigLink(series.rig),
    ]),
  )}${cell.isPromised ? html`<p class="sub">Promised by a train or asked for by a policy.</p>` : NOTHING}</section>`;
}
