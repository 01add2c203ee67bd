/**
 * bonnie++'s CSV, 1.96 to 2.00 (`-q`): each row is a repeat, K/sec is KiB/s. "+++++" was too fast to measure and is
 * absent; latencies carry their unit. 2.00 writes two cells more than its header has names, before the rates of
 * blocks or after: those are named as the header says and suspect, what follows is counted from the end.
 */
import type { Format, Reading } from "./format.ts";
import { type Repeats, repeats, type Series } from "./repeats.ts";
import { skippedLines } from "./skipped-lines.ts";
import { present, toNumber } from "./tool-text.ts";

const ROW = /^1\.9[678],[\d.]+[a-z]?,/;
const ANY_ROW = /^1\.9[678],[\d.]+[a-z]?,(?:[^,\n]*,){20}/m;
const BLOCKS = ["putc", "put_block", "rewrite", "getc", "get_block"];
const FILES = ["seq_create", "seq_stat", "seq_del", "ran_create", "ran_stat", "ran_del"];
const RATED = [...BLOCKS, "seeks"];
const withCpu = (names: readonly string[]) => names.flatMap((name) => [name, `${name}_cpu`]);
const COLUMNS = [
  ...["format_version", "bonnie_version", "name", "concurrency", "seed", "file_size", "io_chunk_size"],
  ...withCpu(RATED),
  ...["num_files", "max_size", "min_size", "num_dirs", "file_chunk_size"],
  ...withCpu(FILES),
  ...[...RATED, ...FILES].map((name) => `${name}_latency`),
];
const CELLS_OF_2_00 = COLUMNS.length + 2;
const AFTER_RATES = COLUMNS.indexOf("num_files");
const DOUBT = "bonnie++ 2.00 writes two cells more than its header names: which rate this is is not sure";
const PARAMETERS = ["concurrency", "file_size", "io_chunk_size", "num_files", "max_size", "min_size", "num_dirs"];
const TO_MICROSECONDS: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000 };

export const bonnie: Format = {
  id: "bonnie",
  recognizes: (text) => ANY_ROW.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const rows: string[][] = [];
    let isBroken = false;
    text.split("\n").forEach((line, index, lines) => {
      const cells = line.trim().split(",");
      if (
        ROW.test(line) &&
        [COLUMNS.length, CELLS_OF_2_00].includes(cells.length) &&
        /^(?:\d+[mu]?s|\+*)$/.test(cells.at(-1) ?? "")
      )
        rows.push(cells);
      else if (line.trim() !== "" && !line.startsWith("format_version,")) {
        isBroken ||= ROW.test(line) || index === lines.length - 1;
        skipped.add(index + 1, "not a whole row", line);
      }
    });
    const [first] = rows;
    return {
      tool: first?.[1] === undefined ? { name: "bonnie" } : { name: "bonnie", version: first[1] },
      measurements: measurementsOf(rows),
      complete: rows.length > 0 && !isBroken,
      skipped: skipped.list(),
      context: present({ host: first?.[2] }),
    };
  },
};

type Common = Pick<Series, "benchmark" | "version" | "parameters">;
type Row = readonly string[];

function measurementsOf(rows: readonly Row[]) {
  const found = repeats();
  const mixed = new Set([...RATED, ...FILES].filter((name) => hasSeveralUnits(rows, name)));
  for (const row of rows) {
    const common = {
      benchmark: "bonnie",
      version: cellOf(row, "bonnie_version"),
      parameters: present(Object.fromEntries(PARAMETERS.map((name) => [name, cellOf(row, name)]))),
    };
    for (const name of [...RATED, ...FILES]) addTest(found, row, common, name, mixed.has(name));
  }
  return found.list();
}

function addTest(found: Repeats, row: Row, common: Common, name: string, isMixed: boolean): void {
  const value = toNumber(cellOf(row, name)) ?? 0;
  const unit = BLOCKS.includes(name) ? "KiB/s" : "ops/s";
  const doubt = row.length === CELLS_OF_2_00 && RATED.includes(name) ? [DOUBT] : [];
  if (value > 0) found.add({ ...common, metric: name, unit, better: "higher" }, value, doubt);
  const latency = latencyOf(row, name, isMixed);
  if (latency === undefined) return;
  found.add({ ...common, metric: `${name}_latency`, unit: latency.unit, better: "lower" }, latency.value);
}

function cellOf(row: readonly string[], name: string): string {
  const column = COLUMNS.indexOf(name);
  return row[column < AFTER_RATES ? column : column + row.length - COLUMNS.length] ?? "";
}

const latencyCell = (row: Row, name: string) => /^(\d+)(us|ms|s)$/.exec(cellOf(row, `${name}_latency`));

const hasSeveralUnits = (rows: readonly Row[], name: string) =>
  new Set(rows.flatMap((row) => latencyCell(row, name)?.[2] ?? [])).size > 1;

/** In the unit that all rows have, otherwise in microseconds. */
function latencyOf(row: Row, name: string, isMixed: boolean) {
  const [, amount, unit = ""] = latencyCell(row, name) ?? [];
  if (amount === undefined) return undefined;
  return isMixed
    ? { value: Number(amount) * (TO_MICROSECONDS[unit] ?? Number.NaN), unit: "us" }
    : { value: Number(amount), unit };
}
