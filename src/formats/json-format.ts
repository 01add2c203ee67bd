/** What all tools that print JSON have in common: documents found in the text, told apart, complete when closed. */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { type JsonDocument, jsonDocuments } from "./json-documents.ts";
import { keyPaths } from "./json-shape.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";

export interface JsonDocumentReading {
  readonly version?: string;
  readonly measurements: readonly Measurement[];
  /** The document is whole, but what it tells of is not: a benchmark failed, a repeat is missing. */
  readonly isBroken?: boolean;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly declined?: string;
}

export interface JsonTool {
  readonly id: string;
  /** Sure by the keys of the first document, as `results[].command`. */
  recognizes(paths: ReadonlySet<string>): boolean;
  /** `skip` notes something of this document that cannot be read. A document may be cut: see `wholeItems`. */
  read(root: unknown, isClosed: boolean, skip: (why: string, text?: string) => void): JsonDocumentReading;
}

export function jsonFormat(tool: JsonTool): Format {
  return {
    id: tool.id,
    recognizes: (text) => tool.recognizes(keyPaths(text)),
    read: (text) => readAll(tool, text),
  };
}

function readAll(tool: JsonTool, text: string): Reading {
  const skipped = skippedLines();
  const documents = jsonDocuments(text, skipped);
  const parts = documents.map((document) => readOne(tool, document, skipped));
  const measurements = tellApart(parts.flatMap((part) => part.measurements));
  const [first] = parts;
  const finishedAt = parts.at(-1)?.finishedAt;
  const declined = measurements.length === 0 ? first?.declined : undefined;
  return {
    tool: first?.version === undefined ? { name: tool.id } : { name: tool.id, version: first.version },
    measurements,
    complete: measurements.length > 0 && documents.every(isWhole) && parts.every(({ isBroken }) => isBroken !== true),
    skipped: skipped.list(),
    ...(first?.startedAt === undefined ? {} : { startedAt: first.startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(declined === undefined ? {} : { declined }),
    context: first?.context ?? {},
  };
}

const isWhole = ({ value, closed }: JsonDocument) => closed && value !== undefined;

function readOne(tool: JsonTool, { value, line, closed }: JsonDocument, skipped: SkippedLines): JsonDocumentReading {
  const skip = (why: string, text?: string) => skipped.add(line, why, text);
  const read = tool.read(value, closed, skip);
  if (read.measurements.length === 0) skip("nothing was measured in this document");
  return read;
}

/** The last item of a document that breaks off may lack anything: it is left out. */
export function wholeItems<T>(items: readonly T[], isClosed: boolean): readonly T[] {
  return isClosed ? items : items.slice(0, -1);
}
