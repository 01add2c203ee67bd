/** Keeps count of the lines that could not be read: neighbours with one cause become one entry, and the list is bounded. */
import type { SkippedLine } from "../model/run.ts";

const MOST_ENTRIES = 50;
const MOST_CHARACTERS = 160;

export interface SkippedLines {
  /** `line` counts from 1. `cause` says what is wrong, `text` shows the line itself. */
  add(line: number, cause: string, text?: string): void;
  list(): readonly SkippedLine[];
}

export function skippedLines(): SkippedLines {
  const entries: { line: number; last: number; lines: number; cause: string; text: string }[] = [];
  let beyond = 0;
  return {
    add(line, cause, text = "") {
      const open = entries.at(-1);
      if (open !== undefined && open.cause === cause && line - open.last <= 2) {
        open.last = line;
        open.lines += 1;
      } else if (entries.length < MOST_ENTRIES)
        entries.push({ line, last: line, lines: 1, cause, text: excerpt(text) });
      else beyond += 1;
    },
    list() {
      const told = entries.map(({ line, lines, cause, text }) => ({
        line,
        why: `${cause}${lines > 1 ? `, ${lines} lines` : ""}${text === "" ? "" : `: ${text}`}`,
      }));
      return beyond === 0 ? told : [...told, { line: 0, why: `and ${beyond} more` }];
    },
  };
}

/** One printable line, short enough to show. */
export function excerpt(text: string): string {
  const printable = text
    .replace(/\p{C}+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return printable.length <= MOST_CHARACTERS ? printable : `${printable.slice(0, MOST_CHARACTERS)}…`;
}
