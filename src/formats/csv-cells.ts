/** One line of a CSV: cells may be quoted, a quote inside is doubled; white space around cells is taken off. */

const PATTERNS: Readonly<Record<string, RegExp>> = {
  ",": / *(?:"((?:[^"]|"")*)" *|([^",]*))(?:,|$)/y,
  ";": / *(?:"((?:[^"]|"")*)" *|([^";]*))(?:;|$)/y,
  "\t": / *(?:"((?:[^"]|"")*)" *|([^"\t]*))(?:\t|$)/y,
};

export type Delimiter = "," | ";" | "\t";

/** The first of tab, comma and semicolon that a header has; a comma where it has none. */
export function delimiterOf(header: string): Delimiter {
  if (header.includes("\t")) return "\t";
  return header.includes(";") && !header.includes(",") ? ";" : ",";
}

/** [] when a quote is not closed. */
export function csvCells(line: string, delimiter: Delimiter): string[] {
  const pattern = PATTERNS[delimiter] ?? /$/y;
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
