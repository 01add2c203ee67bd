/** IOR's `-O summaryFormat=CSV`: one row a repeat, no version, host or options: the rig has to say those. */
import type { Reading } from "./format.ts";
import { type IorAccess, iorMeasurements } from "./ior-measurements.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { toNumber } from "./tool-text.ts";

export const IOR_CSV_HEADER = /^access,bw\(MiB\/s\),.*\bnumTasks\b/m;

interface CsvTest {
  readonly options: ReadonlyMap<string, string>;
  readonly accesses: Map<string, IorAccess>;
  /** "write 0" → the row. */
  readonly rows: Map<string, string>;
}

interface State {
  readonly skipped: SkippedLines;
  readonly tests: Map<string, CsvTest>;
  columns: readonly string[];
  isBroken: boolean;
}

export function readIorCsv(text: string): Reading {
  const state: State = { skipped: skippedLines(), tests: new Map(), columns: [], isBroken: false };
  text.split("\n").forEach((line, index) => {
    readLine(state, line.trim(), index + 1);
  });
  const tests = [...state.tests.values()];
  return {
    tool: { name: "ior" },
    measurements: iorMeasurements(
      tests.map((test) => ({ ...test, version: undefined, command: "", suspect: new Set(), isBroken: false })),
    ),
    complete: !state.isBroken && tests.length > 0 && tests.every(hasNoGaps),
    skipped: state.skipped.list(),
    context: {},
  };
}

/** How many repeats there should be is not said: they are counted from 0 without a gap, and each access has as many. */
function hasNoGaps({ accesses, rows }: CsvTest): boolean {
  return [...accesses].every(([access, { bandwidth }]) => {
    const isCounted = bandwidth.every((_, repeat) => rows.has(`${access} ${repeat}`));
    return isCounted && bandwidth.length * accesses.size === rows.size;
  });
}

function readLine(state: State, line: string, number: number): void {
  if (line === "") return;
  if (IOR_CSV_HEADER.test(line)) {
    state.columns = line.split(",");
    return;
  }
  const cells = line.split(",");
  const cell = (name: string) => cells[state.columns.indexOf(name)] ?? "";
  const access = cell("access");
  const bandwidth = toNumber(cell("bw(MiB/s)")) ?? 0;
  const isWhole = cells.length === state.columns.length && cells.slice(1).every((each) => toNumber(each) !== undefined);
  if (!isWhole || !/^(?:write|read)$/.test(access) || bandwidth <= 0) {
    state.isBroken ||= /^(?:write|read),/.test(line);
    state.skipped.add(number, "not a row of results", line);
    return;
  }
  const test = testOf(state, cell);
  const key = `${access} ${Number(cell("iter"))}`;
  if (test.rows.get(key) === line) {
    state.skipped.add(number, "a row printed twice", line);
    return;
  }
  state.isBroken ||= test.rows.has(key);
  test.rows.set(key, line);
  const results = test.accesses.get(access) ?? { unit: "MiB/s", bandwidth: [], iops: [] };
  test.accesses.set(access, results);
  results.bandwidth.push(bandwidth);
  const iops = toNumber(cell("IOPS")) ?? 0;
  if (iops > 0) results.iops.push(iops);
}

function testOf({ tests }: State, cell: (name: string) => string): CsvTest {
  const bytes = (name: string) => `${(toNumber(cell(name)) ?? 0) * 1024} bytes`;
  const options = new Map([
    ["tasks", cell("numTasks")],
    ["xfersize", bytes("xfer(KiB)")],
    ["blocksize", bytes("block(KiB)")],
  ]);
  const key = [...options.values()].join();
  const test = tests.get(key) ?? { options, accesses: new Map(), rows: new Map() };
  tests.set(key, test);
  return test;
}
