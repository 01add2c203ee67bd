/** One launch of mdtest as text, from its banner to "-- finished at", and the tables in it. */
import { hasAllRows, type MdtestRow, toMdtestRow } from "./mdtest-row.ts";
import type { SkippedLines } from "./skipped-lines.ts";
import { toInstant, words } from "./tool-text.ts";

/** One table of rates. A launch prints one for each number of tasks it tries. */
export interface MdtestTable {
  tasks: string | undefined;
  /** Of all tasks together: files, directories or both. */
  items: string | undefined;
  iterations: number;
  /** Heading "SUMMARY rate:" of IOR 3.2 and 3.3, where rows may be over the ranks of one iteration. */
  mayBeOverRanks: boolean;
  readonly rows: MdtestRow[];
  /** Operation → its row as printed, also where the phase did not run. */
  readonly printed: Map<string, string>;
  /** Rows were damaged or contradict each other. */
  isBroken: boolean;
  /** Per operation, the rates that `-v` prints after each iteration. */
  readonly perIteration: Map<string, number[]>;
}

export interface MdtestLaunch {
  version: string | undefined;
  command: string;
  nodes: string | undefined;
  startedAt: string | undefined;
  finishedAt: string | undefined;
  isComplete: boolean;
  readonly tables: MdtestTable[];
}

const BANNER = /^mdtest-(\d[\w.+~-]{0,80}) was launched with (\d+) total task\(s\) on (\d+) node\(s\)/;
const STARTED = /^-- started at (.+?) --/;
const FINISHED = /^-- finished at (.+?) --/;
const SUMMARY = /^SUMMARY( rate| time)?( \(in [^)]*\))?: \(of (\d+) iterations\)/;
const SIZE = /^(\d+) tasks, (\d+) (?:files|directories)/;
const ITERATION = /^V-1:.*?((?:Directory|File|Tree) [a-z]+)\s*:\s+\d+\.\d+ sec,\s+(\d+\.\d+) ops\/sec\s*$/;

interface Chunk {
  readonly from: number;
  readonly lines: string[];
  hasBanner: boolean;
}

export function mdtestLaunches(lines: readonly string[], skipped: SkippedLines): MdtestLaunch[] {
  const seen = new Set<string>();
  return chunksOf(lines).flatMap(({ from, lines: part }) => {
    const content = part.join("\n").trim();
    const launch = readLaunch(part, from + 1, skipped);
    if (launch.version === undefined && launch.tables.length === 0) return [];
    if (launch.isComplete && seen.has(content)) {
      skipped.add(from + 1, "the same run again, letter by letter: counted once");
      return [];
    }
    seen.add(content);
    if (!launch.isComplete) skipped.add(from + part.length, "the run breaks off here", part.at(-1));
    return [launch];
  });
}

function chunksOf(lines: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let open: Chunk = { from: 0, lines: [], hasBanner: false };
  const cut = (from: number) => {
    chunks.push(open);
    open = { from, lines: [], hasBanner: false };
  };
  lines.forEach((line, index) => {
    const isBanner = BANNER.test(line);
    if (STARTED.test(line) || (isBanner && open.hasBanner)) cut(index);
    open.lines.push(line);
    open.hasBanner ||= isBanner;
    if (FINISHED.test(line)) cut(index + 1);
  });
  chunks.push(open);
  return chunks;
}

function readLaunch(lines: readonly string[], first: number, skipped: SkippedLines): MdtestLaunch {
  const launch: MdtestLaunch = {
    version: undefined,
    command: "",
    nodes: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    isComplete: false,
    tables: [],
  };
  const reader = { launch, next: emptyTable(), isInTable: false, skipped };
  lines.forEach((line, index) => {
    if (reader.isInTable && readRow(reader, line, first + index)) return;
    readHeading(reader, line);
  });
  // A table without its surroundings, as people paste it, is whole when all its rows are there.
  const hasEnd = launch.version === undefined || launch.finishedAt !== undefined;
  launch.isComplete = hasEnd && launch.tables.length > 0 && launch.tables.every((table) => isWhole(launch, table));
  return launch;
}

function isWhole({ version, command }: MdtestLaunch, { printed, rows, isBroken }: MdtestTable): boolean {
  const switches = words(command).filter((word) => /^-[A-Za-z]+$/.test(word));
  const has = (letter: string) => version === undefined || switches.some((word) => word.includes(letter));
  return !isBroken && rows.length > 0 && hasAllRows([...printed.keys()], has("F"), has("D"));
}

interface Reader {
  readonly launch: MdtestLaunch;
  /** What is known of the table that comes next. */
  next: MdtestTable;
  isInTable: boolean;
  readonly skipped: SkippedLines;
}

function readHeading(reader: Reader, line: string): void {
  const { launch, next } = reader;
  const summary = SUMMARY.exec(line);
  if (summary !== null) {
    openTable(reader, summary);
    return;
  }
  const banner = BANNER.exec(line);
  if (banner !== null) {
    launch.version = banner[1];
    next.tasks = banner[2];
    launch.nodes = banner[3];
  }
  const size = SIZE.exec(line);
  if (size !== null) {
    next.tasks = size[1];
    next.items = size[2];
  }
  const iteration = ITERATION.exec(line);
  if (iteration !== null) {
    const rates = next.perIteration.get(iteration[1] ?? "") ?? [];
    next.perIteration.set(iteration[1] ?? "", [...rates, Number(iteration[2])]);
  }
  if (line.startsWith("Command line used:")) launch.command = line.slice("Command line used:".length).trim();
  launch.startedAt ??= toInstant(STARTED.exec(line)?.[1] ?? "");
  const finished = FINISHED.exec(line)?.[1];
  if (finished !== undefined) launch.finishedAt = toInstant(finished) ?? launch.startedAt;
}

/** Only tables of rates are read: those of times are labelled wrongly, and are total seconds of the phase. */
function openTable(reader: Reader, [, kind, unit, iterations]: RegExpExecArray): void {
  reader.isInTable = kind !== " time";
  if (!reader.isInTable) return;
  const table = {
    ...reader.next,
    iterations: Number(iterations),
    mayBeOverRanks: kind === " rate" && unit === undefined,
  };
  reader.launch.tables.push(table);
  reader.next = { ...emptyTable(), tasks: table.tasks, items: table.items };
}

/** False when the table is over. */
function readRow(reader: Reader, line: string, number: number): boolean {
  if (/^\s+(?:Operation|-{3,})\s/.test(line) || line.trim() === "") return true;
  const row = toMdtestRow(line);
  const table = reader.launch.tables.at(-1);
  if (row !== undefined && table !== undefined) {
    const { isMeasured, ...rates } = row;
    const printed = table.printed.get(row.operation);
    if (printed === line) reader.skipped.add(number, "a row printed twice", line);
    else if (printed === undefined && isMeasured) table.rows.push(rates);
    table.isBroken ||= printed !== undefined && printed !== line;
    table.printed.set(row.operation, line);
    return true;
  }
  if (/^(?:SUMMARY|--|mdtest-|V-1:)/.test(line)) {
    reader.isInTable = false;
    return false;
  }
  if (table !== undefined) table.isBroken ||= /^\s+(?:Directory|File|Tree) /.test(line);
  reader.skipped.add(number, "not a row of rates", line);
  return true;
}

function emptyTable(): MdtestTable {
  return {
    tasks: undefined,
    items: undefined,
    iterations: 0,
    mayBeOverRanks: false,
    rows: [],
    printed: new Map(),
    isBroken: false,
    perIteration: new Map(),
  };
}
