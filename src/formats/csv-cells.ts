/** One line of a CSV: cells may be quoted, a quote inside is doubled; white space around cells is taken off. */

const COMMA = /\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(?:,|$)/y;
const SEMICOLON = /\s*(?:"((?:[^"]|"")*)"\s*|([^";]*))(?:;|$)/y;

/** [] when a quote is not closed. `delimiter` is a comma or a semicolon; the other one may stand in a cell. */
export function csvCells(line: string, delimiter: string): string[] {
  const pattern = delimiter === ";" ? SEMICOLON : COMMA;
  const cells: string[] = [];
  let from = 0;
  while (from <= line.length) {
    pattern.lastIndex = from;
    const match = pattern.exec(line);
    if (match === null) return [];
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2]?.trim() ?? "");
    if (pattern.lastIndex >= line.length && !match[0].endsWith(delimiter)) return cells;
    from = pattern.lastIndex;
  }
  return cells;
}
