/** The text of a CSV or JSON file → a table of cells. */
import { Fault } from "../model/fault.ts";
import type { RawRow, RawTable } from "./metric-table.ts";

export interface CsvOptions {
  /** Recognised from the header when absent. */
  readonly delimiter?: string;
  readonly quote?: string;
}

export async function rawTable(text: string, options: CsvOptions): Promise<RawTable> {
  const start = text.trimStart();
  return start.startsWith("[") || start.startsWith("{") ? jsonTable(start) : csvTable(text, options);
}

const DELIMITERS = [",", ";", "\t", "|"] as const;

async function csvTable(text: string, { delimiter, quote }: CsvOptions): Promise<RawTable> {
  const { parse } = await import("csv-parse/sync");
  const headerLine = text.split(/\r?\n/, 1)[0] ?? "";
  const usual = [...DELIMITERS].sort((a, b) => headerLine.split(b).length - headerLine.split(a).length)[0];
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      delimiter: delimiter ?? usual ?? ",",
      quote: quote ?? '"',
    }) as unknown as typeof records;
  } catch (error) {
    throw new Fault("malformed", `The file is not CSV: ${(error as Error).message}.`);
  }
  const [header, ...rows] = records;
  if (header === undefined || rows.length === 0) throw new Fault("malformed", "The file has no header and rows.");
  return { header: header.record, rows: rows.map(({ record, info }) => ({ line: info.lines, cells: record })) };
}

/**
 * JSON in one of four shapes: [1, 2, …]; {"name": [1, 2, …], …}; [{"time": …, "name": 1, …}, …]; or
 * [{"timestamp": …, "metrics": [{"name", "value"}], "attributes": {…}}, …].
 */
function jsonTable(text: string): RawTable {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new Fault("malformed", `The file is not JSON: ${(error as Error).message}. For JSON lines say --jsonl.`);
  }
  const records = Array.isArray(document) ? document.map(flatRecord) : columnRecords(document as object);
  const header = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record, i): RawRow => ({ line: i + 1, cells: header.map((name) => cellOf(record[name])) }));
  if (header.length === 0) throw new Fault("invalid", "The JSON holds no numbers under a name.");
  return { header, rows };
}

type FlatRecord = Readonly<Record<string, unknown>>;

function flatRecord(item: unknown): FlatRecord {
  if (typeof item !== "object" || item === null) return { value: item };
  const { metrics, attributes, ...rest } = item as FlatRecord;
  if (!Array.isArray(metrics)) return item as FlatRecord;
  const named = (metrics as readonly FlatRecord[]).map((metric) => [titleOf(metric), metric["value"]]);
  return { ...rest, ...((attributes as FlatRecord | undefined) ?? {}), ...Object.fromEntries(named) };
}

const titleOf = ({ name, unit }: FlatRecord): string => (unit === undefined ? String(name) : `${name} [${unit}]`);

function columnRecords(document: object): FlatRecord[] {
  const columns = Object.entries(document).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const length = Math.max(0, ...columns.map(([, values]) => values.length));
  return Array.from({ length }, (_, i) => Object.fromEntries(columns.map(([name, values]) => [name, values[i]])));
}

const cellOf = (value: unknown): string => (value === undefined || value === null ? "" : String(value).trim());
