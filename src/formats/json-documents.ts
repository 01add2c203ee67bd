/**
 * The JSON documents in a text that need not be JSON: tools print several after one another, with progress lines
 * around and inside, unescaped quotes, bare nan and inf, missing commas, and break off when they are killed.
 */

import { parse, scanDocument, type Thin } from "./json-scan.ts";
import { type DocumentWriter, documentWriter } from "./json-writer.ts";
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
export const jsonDocuments = (text: string, skipped: SkippedLines): JsonDocument[] => [
  ...eachJsonDocument(text, skipped),
];

/**
 * The same one by one, so that a file of many documents needs the memory of one. `thin` makes the objects in the lists
 * of a document's root smaller as each is read; those of a document that is not well-formed stay as they are.
 */
export function* eachJsonDocument(text: string, skipped: SkippedLines, thin?: Thin): Generator<JsonDocument> {
  const scalar = /^\s*[[{]/.test(text) ? undefined : parse(text);
  if (scalar !== undefined) yield { value: scalar, line: 1, closed: true };
  else yield* inLines(text, skipped, thin);
}

/** Well-formed documents that have their lines for themselves are taken whole, what is between them line by line. */
function* inLines(text: string, skipped: SkippedLines, thin: Thin | undefined): Generator<JsonDocument> {
  const reader: LineReader = { writer: documentWriter(), begin: 0 };
  const last = text.trimEnd().length;
  let line = 1;
  /** What was looked at in vain is not looked at again: that would be quadratic. */
  let tried = 0;
  for (let at = 0, end = 0; at <= text.length; at = end + 1, line += 1) {
    const isBetween = reader.writer.depth() === 0;
    const scanned = isBetween && at >= tried ? scanDocument(text, at, thin) : undefined;
    if (scanned?.value !== undefined) {
      const isAll = scanned.end >= last && text.slice(0, at).trim() === "";
      yield { value: scanned.value, line: isAll ? 1 : line, closed: true };
      line += linesIn(text, at, scanned.end);
      end = endOfLine(text, scanned.end);
      continue;
    }
    tried = Math.max(tried, scanned?.end ?? 0);
    end = endOfLine(text, at);
    yield* readLine(reader, text.slice(at, end), line, skipped);
  }
  if (reader.writer.depth() === 0) return;
  skipped.add(line - 1, "the JSON breaks off here");
  yield { value: parse(reader.writer.textClosed()), line: reader.begin, closed: false };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

interface LineReader {
  writer: DocumentWriter;
  /** The line where the open document began. */
  begin: number;
}

/** The documents that end in this line. */
function* readLine(reader: LineReader, text: string, line: number, skipped: SkippedLines): Generator<JsonDocument> {
  const tokens = tokensOf(text);
  if (tokens === undefined || (reader.writer.depth() === 0 && !/^[[{]/.test(tokens[0] ?? "{"))) {
    skipped.add(line, "not JSON", text);
    return;
  }
  for (const token of tokens) {
    if (reader.writer.depth() === 0) reader.begin = line;
    reader.writer.write(token);
    if (reader.writer.depth() > 0) continue;
    const value = parse(reader.writer.text());
    yield { value, line: reader.begin, closed: value !== undefined };
    reader.writer = documentWriter();
  }
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
