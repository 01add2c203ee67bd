/** docs/decisions.md as HTML for the page `/help/decisions`: every heading is an address, every table scrolls in its own box. */
import { readFileSync } from "node:fs";
import { Marked, type Tokens } from "marked";

const SOURCE = new URL("../../docs/decisions.md", import.meta.url);

/** As the module `src/web/decisions-text.ts`. */
export function decisionsModule(): string {
  const html = decisionsHtml().replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n");
  return `/** docs/decisions.md as HTML, made by \`node tools/ts.mjs tools/decisions.ts\`. */\nexport const DECISIONS_HTML =\n  '${html}';\n`;
}

/** One first heading; what the document calls first headings besides are parts of it. */
export function decisionsHtml(): string {
  let heading = "";
  let tables = 0;
  const marked = new Marked();
  marked.use({
    renderer: {
      heading({ depth, text, tokens }: Tokens.Heading): string {
        [heading, tables] = [text, 0];
        const level = heading === "How decisions are reached" ? 1 : depth + 1;
        return `<h${level} id="${slug(text)}">${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const text = this.parser.parseInline(tokens);
        return /^(https?:|#)/.test(href)
          ? `<a href="${href}">${text}</a>`
          : `${text} (<code>docs/${href.replace(/#.*/, "")}</code>)`;
      },
      table({ header, rows }: Tokens.Table): string {
        const label = `${heading.replaceAll('"', "")}${tables++ === 0 ? "" : `, table ${tables}`}`;
        const cells = (row: readonly Tokens.TableCell[], tag: (cell: string, at: number) => string) =>
          `<tr>${row.map((cell, at) => tag(this.parser.parseInline(cell.tokens), at)).join("")}</tr>`;
        const head = cells(header, (cell) => (cell === "" ? "<td></td>" : `<th scope="col">${cell}</th>`));
        const body = rows.map((row) => cells(row, (cell) => `<td>${cell}</td>`)).join("");
        return `<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table><thead>${head}</thead><tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  return marked.parse(readFileSync(SOURCE, "utf8"), { async: false });
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
