/** A table that phones show as a stack: there each figure has the word of its column before it. */
import { type Html, html, scrollBox } from "./html.ts";

export interface Column {
  readonly head: string;
  /** num: figures, to the right; keep: never broken; text: as wide as there is room. */
  readonly is?: "num" | "keep" | "text";
}

/** `label` names the table for those who do not see it. A row has a cell for each column. */
export function stackTable(label: string, columns: readonly Column[], rows: readonly (readonly Html[])[]): Html {
  return scrollBox(
    label,
    html`<table class="stack"><thead><tr>${columns.map(
      ({ head, is }) => html`<th scope="col"${is === "num" ? html` class="num"` : ""}>${head}</th>`,
    )}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell, index) => tableCell(cell, columns[index]))}</tr>`)}</tbody></table>`,
  );
}

function tableCell(cell: Html, column: Column | undefined): Html {
  return html`<td data-of="${column?.head ?? ""}"${column?.is === undefined ? "" : html` class="${column.is}"`}>${cell}</td>`;
}
