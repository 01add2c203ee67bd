/** The table of `iozone -a`: a row for each size of file and record, a column for each test. */
import { toNumber } from "./tool-text.ts";

const TITLE = /^ *(?:kB|KB) +reclen +write\b/;

export const isMatrixTitle = (line: string): boolean => TITLE.test(line);

/** The word above a column tells "random read" from "read": "bkwd read", "record rewrite", "stride read". */
export function matrixColumns(above: string, title: string): string[] {
  const qualifiers = [...above.matchAll(/\S+/g)].map((match) => ({
    word: match[0],
    end: match.index + match[0].length,
  }));
  return [...title.matchAll(/\S+/g)].slice(2).map((match) => {
    const end = match.index + match[0].length;
    const qualifier = qualifiers.find((candidate) => Math.abs(candidate.end - end) <= 3)?.word;
    return qualifier === undefined ? match[0] : `${qualifier}-${match[0]}`;
  });
}

export interface MatrixRow {
  readonly parameters: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [test: string, value: number])[];
}

/** "64 4 1014052 3057153 …": undefined unless every test of the title has its number. */
export function readMatrixRow(line: string, columns: readonly string[]): MatrixRow | undefined {
  const cells = line.trim().split(/\s+/);
  if (columns.length === 0 || cells.length !== columns.length + 2 || !/^ *\d+ +\d+ +\d/.test(line)) return undefined;
  const numbers = cells.map(toNumber);
  if (numbers.includes(undefined)) return undefined;
  const values = columns.map((test, index) => [test, numbers[index + 2] ?? 0] as const);
  return { parameters: { file: `${cells[0]}KiB`, record: `${cells[1]}KiB` }, values: values.filter(([, v]) => v > 0) };
}
