/** A YAML file that people write: read strictly, and a fault in it is said with the line and column it stands at. */
import { readFileSync } from "node:fs";
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit } from "yaml";
import { Fault, type FaultDetail } from "../model/fault.ts";

export interface YamlFile {
  readonly value: unknown;
  /** Runs something with the value; faults that name places get the lines of the file. */
  sent<T>(send: () => Promise<T>): Promise<T>;
}

export function readYaml(path: string): YamlFile {
  return yamlText(textOf(path), path);
}

/** `path` is what faults call the text. */
export function yamlText(text: string, path: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const errors = [...document.errors.map(({ message, pos }) => ({ at: pos[0], message })), ...strayStars(document)];
  if (errors.length > 0) {
    const details = errors.map(({ at, message }) => ({ path: `${path}:${placed(lines, at)}`, detail: message }));
    throw new Fault("malformed", `${path} is not YAML.`, details);
  }
  const lineOf = (pointer: string) => {
    const offset = placeOf(document.contents, segmentsOf(pointer));
    return offset === undefined ? undefined : placed(lines, offset);
  };
  return { value: document.toJS({ maxAliasCount: 100 }), sent: (send) => withLines(path, lineOf, send) };
}

/** A text that begins with a star is an alias to YAML, and of nothing when nobody meant one. */
function strayStars(document: Document.Parsed): { at: number; message: string }[] {
  const stray: { at: number; message: string }[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const message = `*${alias.source} is an alias of nothing: a text that begins with * needs quotes, "*${alias.source}"`;
      stray.push({ at: alias.range?.[0] ?? 0, message });
    },
  });
  return stray;
}

/** "line:column", counted from 1. */
function placed(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("malformed", `${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, [], { cause });
  }
}

async function withLines<T>(
  path: string,
  lineOf: (pointer: string) => string | undefined,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof Fault) || error.details.length === 0) throw error;
    const named = error.details.map((detail: FaultDetail) => {
      const line = lineOf(detail.path);
      return { ...detail, path: `${path}${line === undefined ? "" : `:${line}`} ${detail.path}` };
    });
    throw new Fault(error.code, error.message, named, { cause: error });
  }
}

/** Where the deepest part of the pointer that exists begins, in characters: a missing key is said where its map stands. */
function placeOf(root: unknown, segments: readonly string[]): number | undefined {
  let place = (root as Node | null)?.range?.[0];
  let at: unknown = root;
  for (const segment of segments) {
    const pair = isMap(at) ? at.items.find(({ key }) => isScalar(key) && String(key.value) === segment) : undefined;
    const next = isSeq(at) ? at.items[Number(segment)] : (pair as Pair | undefined)?.value;
    const start = ((pair?.key ?? next) as Node | null | undefined)?.range?.[0];
    if (start === undefined) break;
    place = start;
    at = next;
  }
  return place;
}

const segmentsOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
