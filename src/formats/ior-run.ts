/** One run of IOR as text: from its banner to "Finished". */
import type { Summary } from "../model/run.ts";
import { hasAllRepeats, IOR_OPTIONS, type IorAccess, type IorTest } from "./ior-measurements.ts";
import { toRepeat, toSummary } from "./ior-rows.ts";
import type { SkippedLines } from "./skipped-lines.ts";
import { present, toInstant } from "./tool-text.ts";

export interface IorRun {
  /** Absent without a banner. */
  readonly version: string | undefined;
  readonly tests: readonly IorTest[];
  readonly complete: boolean;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  readonly context: Readonly<Record<string, string>>;
}

interface OpenTest {
  readonly options: Map<string, string>;
  readonly accesses: Map<string, IorAccess>;
  readonly suspect: Set<string>;
  /** "write 0" → the row as printed, to notice rows printed twice. */
  readonly rows: Map<string, string>;
  /** Rows were damaged, lost or contradict each other. */
  isBroken: boolean;
}

interface State {
  readonly skipped: SkippedLines;
  /** What is said once for the run: when it began, its command, its machine. */
  readonly said: Map<string, string>;
  readonly tests: OpenTest[];
  /** Columns of the table that is being read. */
  columns: readonly string[];
  part: "options" | "rows" | "summary";
}

/** Labels of 2.10 to 4.x for what is said once a run. */
const SAID: Readonly<Record<string, string>> = {
  "Run began": "began",
  Began: "began",
  "Run finished": "finished",
  Finished: "finished",
  "Command line": "command",
  "Command line used": "command",
  Machine: "machine",
};
const ERROR_LINE = /^(?:ior )?(?:\*\* ?)?ERROR\b|^WARNING: incorrect data|\bdata errors? \(/i;

/** `first` is the line number of `lines[0]`. */
export function readIorRun(lines: readonly string[], first: number, skipped: SkippedLines): IorRun {
  const state: State = { skipped, said: new Map(), tests: [], columns: [], part: "options" };
  lines.forEach((line, index) => {
    readLine(state, line.trim(), first + index);
  });
  const version = /^\s*IOR-(\d[\w.+~-]{0,80}):/.exec(lines[0] ?? "")?.[1];
  const command = state.said.get("command") ?? "";
  const tests = state.tests
    .filter(({ options, accesses }) => options.size > 0 || accesses.size > 0)
    .map((test): IorTest => ({ ...test, version, command }));
  return {
    version,
    tests,
    complete: tests.length > 0 && tests.every(hasAllRepeats) && hasEnded(state, command, lines),
    startedAt: toInstant(state.said.get("began") ?? ""),
    finishedAt: toInstant(state.said.get("finished") ?? ""),
    context: present({ command, machine: state.said.get("machine") }),
  };
}

/** Called from IO500, IOR says nothing after its rows: there, all rows and a whole last line are the end. */
function hasEnded({ said, part }: State, command: string, lines: readonly string[]): boolean {
  if (said.has("finished")) return true;
  const isFromIo500 = command.startsWith("./ior ") && command.includes("stoneWallingStatusFile");
  return isFromIo500 && part === "rows" && lines.at(-1) === "";
}

function readLine(state: State, line: string, number: number): void {
  if (line === "") return;
  if (ERROR_LINE.test(line)) {
    current(state).suspect.add("IOR reports an error");
    state.skipped.add(number, "an error of IOR", line);
  } else if (line.startsWith("access") && /\sbw\(/.test(line)) {
    state.columns = line.split(/\s+/);
    state.part = "rows";
  } else if (/^Operation\s/.test(line)) {
    state.columns = line.split(/\s+/);
    state.part = "summary";
  } else if (/^(?:Summary of all|Max (?:Write|Read)\s*:)/.test(line)) {
    state.part = "options";
  } else if (state.part === "rows") readRow(state, line, number);
  else if (state.part === "summary") readSummaryRow(state, line, number);
  else readLabel(state, line);
}

function readRow(state: State, line: string, number: number): void {
  if (line.startsWith("------") || /^(?:remove|Commencing|stonewalling|WARNING:|ior WARNING:)/.test(line)) {
    readWarning(state, line);
    return;
  }
  const said = saidLabel(line);
  if (said !== undefined) {
    readLabel(state, line);
    return;
  }
  const row = toRepeat(line, state.columns);
  const test = current(state);
  if (row === undefined) {
    test.isBroken ||= /^(?:write|read)\s+[\d.]/.test(line);
    state.skipped.add(number, "not a row of results", line);
    return;
  }
  const printed = test.rows.get(`${row.access} ${row.repeat}`);
  if (printed === line) {
    state.skipped.add(number, "a row printed twice", line);
    return;
  }
  test.isBroken ||= printed !== undefined;
  test.rows.set(`${row.access} ${row.repeat}`, line);
  const results = test.accesses.get(row.access) ?? { unit: row.unit, bandwidth: [], iops: [] };
  test.accesses.set(row.access, results);
  results.bandwidth.push(row.bandwidth);
  if (row.iops !== undefined) results.iops.push(row.iops);
}

/** With a stonewall the files are shorter than planned; without one, fewer bytes were moved than counted on. */
function readWarning(state: State, line: string): void {
  const { options, suspect } = current(state);
  const bytes = /^WARNING: (Expected aggregate|Using actual aggregate).*= *(\d+)/.exec(line);
  const hasStonewall = options.has("stonewallingTime") || /stonewall/i.test(state.said.get("command") ?? "");
  if (bytes === null || hasStonewall || / -D /.test(state.said.get("command") ?? "")) return;
  if (bytes[1] === "Expected aggregate") options.set("expected bytes", bytes[2] ?? "");
  else if (options.get("expected bytes") !== bytes[2]) suspect.add("IOR moved another number of bytes than planned");
}

/** The means of the rows; used only where a script has dropped all rows. One access of two without rows lost them. */
function readSummaryRow(state: State, line: string, number: number): void {
  const test = current(state);
  const row = toSummary(line, state.columns, Number(test.options.get("repetitions")));
  if (row === undefined) {
    readLabel(state, line);
    return;
  }
  if (state.tests.length !== 1) return;
  const results = test.accesses.get(row.access);
  if (results !== undefined && !agrees(results.bandwidth, row.summary)) {
    state.skipped.add(number, "this summary is not that of the rows, which are used", line);
  }
  if (results !== undefined) return;
  test.isBroken ||= test.rows.size > 0;
  test.accesses.set(row.access, { unit: "MiB/s", bandwidth: [], iops: [], summary: row.summary });
}

/** Rows from about 3600 MiB/s on are printed without decimals. */
function agrees(bandwidth: readonly number[], { value, min, max }: Summary): boolean {
  const mean = bandwidth.reduce((sum, each) => sum + each, 0) / bandwidth.length;
  const isNear = (a: number, b: number | undefined) => b === undefined || Math.abs(a - b) <= 0.51 + 1e-4 * b;
  return isNear(mean, value) && isNear(Math.min(...bandwidth), min) && isNear(Math.max(...bandwidth), max);
}

function readLabel(state: State, line: string): void {
  const said = saidLabel(line);
  const at = line.search(/[:=]/);
  if (at <= 0) return;
  const label = line.slice(0, at).trim();
  const value = line.slice(at + 1).trim();
  if (said !== undefined) state.said.set(said, value);
  else if (label === "TestID" || /^Test \d+ started$/.test(label)) state.tests.push(openTest());
  else if (IOR_OPTIONS.has(label) && !current(state).options.has(label)) current(state).options.set(label, value);
}

function saidLabel(line: string): string | undefined {
  const label = line.slice(0, Math.max(0, line.indexOf(":"))).trim();
  return Object.hasOwn(SAID, label) ? SAID[label] : undefined;
}

function current(state: State): OpenTest {
  const test = state.tests.at(-1) ?? openTest();
  if (state.tests.length === 0) state.tests.push(test);
  return test;
}

function openTest(): OpenTest {
  return { options: new Map(), accesses: new Map(), suspect: new Set(), rows: new Map(), isBroken: false };
}
