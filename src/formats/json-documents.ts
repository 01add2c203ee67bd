/**
 * The JSON documents in a text that need not be JSON: tools print several after one another, with progress lines
 * around and inside, unescaped quotes, bare nan and inf, missing commas, and break off when they are killed.
 */

import { documentWriter } from "./json-writer.ts";
import type { SkippedLines } from "./skipped-lines.ts";

export interface JsonDocument {
  /** Undefined when nothing could be saved of it. */
  readonly value: unknown;
  /** The line where it begins, from 1. */
  readonly line: number;
  /** False when the text ended before it did: what was whole up to there is in `value`. */
  readonly closed: boolean;
}

const TOKEN = /[ \t]*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[[\]{},:]|(?:null|true|false)\b|[+-]?(?:nan|inf(?:inity)?)\b)/iy;
const QUOTED_LINE = /^(\s*"[^"]+"\s*:\s*)"(.*)"(\s*,?\s*)$/;

/** Lines that are not JSON are left out and noted in `skipped`. Linear in the size of the text. */
export function jsonDocuments(text: string, skipped: SkippedLines): JsonDocument[] {
  const whole = parse(text);
  if (whole !== undefined) return [{ value: whole, line: 1, closed: true }];
  const documents: JsonDocument[] = [];
  let writer = documentWriter();
  let begin = 0;
  text.split("\n").forEach((line, index) => {
    const tokens = tokensOf(line);
    if (tokens === undefined || (writer.depth() === 0 && !/^[[{]/.test(tokens[0] ?? "{"))) {
      skipped.add(index + 1, "not JSON", line);
      return;
    }
    for (const token of tokens) {
      if (writer.depth() === 0) begin = index + 1;
      writer.write(token);
      if (writer.depth() > 0) continue;
      const value = parse(writer.text());
      documents.push({ value, line: begin, closed: value !== undefined });
      writer = documentWriter();
    }
  });
  if (writer.depth() > 0) {
    skipped.add(text.split("\n").length, "the JSON breaks off here");
    documents.push({ value: parse(writer.textClosed()), line: begin, closed: false });
  }
  return documents;
}

/** The line as JSON tokens, [] for a blank one, undefined when it is something else. */
function tokensOf(line: string): string[] | undefined {
  return scan(line) ?? scan(line.replace(QUOTED_LINE, (_, key, value, end) => `${key}${JSON.stringify(value)}${end}`));
}

function scan(line: string): string[] | undefined {
  const end = line.trimEnd().length;
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const token = TOKEN.exec(line)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
