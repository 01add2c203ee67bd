/** A table of measurements, one row a run, as metrics with their points in landing order. */
import { median, sampleStandardDeviation } from "simple-statistics";
import type { ChangesetPoint } from "../detect/change-points.ts";
import { Fault } from "../model/fault.ts";
import type { Better } from "../model/run.ts";

/** Cells as text, whatever they came from. */
export interface RawTable {
  readonly header: readonly string[];
  readonly rows: readonly RawRow[];
}

export interface RawRow {
  /** Line of the file, or ordinal of the record, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface TableOptions {
  readonly time?: string;
  readonly changeset?: string;
  readonly metrics?: readonly string[];
  readonly attributes?: readonly string[];
  readonly units?: Readonly<Record<string, string>>;
  readonly higher?: readonly string[];
  readonly lower?: readonly string[];
}

export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly better: Better;
  /** Whether the direction was guessed from the unit and not said. */
  readonly isAssumed: boolean;
  /** What each point is called: its changeset, else its time, else its row. */
  readonly labels: readonly string[];
  readonly points: readonly ChangesetPoint[];
  /** The rows' own values, before rows of one changeset became one point. */
  readonly values: readonly number[];
}

export interface MetricTable {
  readonly metrics: readonly Metric[];
  /** One sentence for each cell that is no number; its row is left out of that metric. */
  readonly faults: readonly string[];
}

const TIME_NAME = /^(time|timestamp|date|datetime|day|commit_?time)$/i;
const CHANGESET_NAME = /^(commit|sha|changeset|revision|rev|hash|version|build)$/i;
const ORDINAL_NAME = /^(#|id|index|row|run|position|branch)$/i;
/** A column is a metric when at least this share of its cells are numbers: one typing error must not hide a metric. */
const MOSTLY = 0.5;

export function readMetrics(raw: RawTable, options: TableOptions): MetricTable {
  const { table, units, directions } = withoutWords(raw);
  const time = namedColumn(table.header, options.time, TIME_NAME);
  const changeset = namedColumn(table.header, options.changeset, CHANGESET_NAME);
  const faults: string[] = [];
  const metrics = metricColumns(table, options, [time, changeset]).map((column): Metric => {
    const { name, unit: headerUnit } = nameAndUnit(table.header[column] ?? "");
    const unit = options.units?.[name] ?? headerUnit ?? units?.[column] ?? "";
    const said = saidDirection(name, directions?.[column], options);
    const { labels, points, values } = pointsOf(table, column, name, [changeset, time], faults);
    return {
      name,
      unit,
      better: said ?? guessedDirection(name, unit),
      isAssumed: said === null,
      labels,
      points,
      values,
    };
  });
  if (metrics.length === 0) throw new Fault("invalid", "The table has no column of numbers; name one with --metrics.");
  return { metrics, faults };
}

function metricColumns({ header, rows }: RawTable, options: TableOptions, taken: readonly number[]): number[] {
  if (options.metrics !== undefined) return options.metrics.map((name) => columnOf(header, name));
  const attributes = new Set((options.attributes ?? []).map((name) => columnOf(header, name)));
  return header.flatMap((name, column) => {
    if (taken.includes(column) || attributes.has(column) || ORDINAL_NAME.test(name)) return [];
    const cells = rows.map(({ cells: row }) => row[column] ?? "").filter((cell) => cell !== "");
    const numbers = cells.filter((cell) => numberIn(cell) !== null).length;
    return numbers > 0 && numbers >= MOSTLY * cells.length ? [column] : [];
  });
}

function columnOf(header: readonly string[], name: string): number {
  const column = header.findIndex((title) => title === name || nameAndUnit(title).name === name);
  if (column < 0) throw new Fault("invalid", `There is no column "${name}"; the table has: ${header.join(", ")}.`);
  return column;
}

function namedColumn(header: readonly string[], wanted: string | undefined, usual: RegExp): number {
  return wanted === undefined ? header.findIndex((title) => usual.test(title)) : columnOf(header, wanted);
}

/** "latency [ms]" and "latency (ms)" carry their unit. */
function nameAndUnit(title: string): { readonly name: string; readonly unit: string | null } {
  const [, name, square, round] = /^(.*\S)\s*(?:\[([^\]]+)\]|\(([^)]+)\))$/.exec(title) ?? [];
  return name === undefined ? { name: title, unit: null } : { name, unit: square ?? round ?? null };
}

/** A finite number, or null. A comma may stand for the point: the delimiter is another character then. */
function numberIn(cell: string): number | null {
  const text = /^[+-]?\d+,\d+$/.test(cell) ? cell.replace(",", ".") : cell;
  const value = text === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

const DIRECTION_WORDS: Readonly<Record<string, Better>> = {
  higher: "higher",
  bigger: "higher",
  up: "higher",
  lower: "lower",
  smaller: "lower",
  down: "lower",
};

interface Worded {
  readonly table: RawTable;
  readonly units: readonly string[] | null;
  readonly directions: readonly string[] | null;
}

/** Rows under the header that hold no number are units, or words for which direction is better. */
function withoutWords({ header, rows }: RawTable): Worded {
  let units: readonly string[] | null = null;
  let directions: readonly string[] | null = null;
  let first = 0;
  for (const { cells } of rows.slice(0, 2)) {
    if (cells.some((cell) => /\d/.test(cell)) || rows.length < 3) break;
    if (cells.some((cell) => DIRECTION_WORDS[cell.toLowerCase()] !== undefined)) directions = cells;
    else units = cells;
    first++;
  }
  return { table: { header, rows: rows.slice(first) }, units, directions };
}

function saidDirection(name: string, word: string | undefined, options: TableOptions): Better | null {
  if (options.higher?.includes(name)) return "higher";
  if (options.lower?.includes(name)) return "lower";
  return DIRECTION_WORDS[(word ?? "").toLowerCase()] ?? null;
}

const MORE_IS_BETTER =
  /throughput|bandwidth|\brate|iops|(?:ops|tps|qps|rps|fps)(?:$|[^a-z])|score|speed|per[_ ]?sec|hits?$/i;

/** A rate is better when higher, by its name or unit; anything else is taken for a cost. */
function guessedDirection(name: string, unit: string): Better {
  if (MORE_IS_BETTER.test(name)) return "higher";
  return /(\/s|\/sec|ps|iops|ops)$/i.test(unit) && !/^ps$/i.test(unit) ? "higher" : "lower";
}

interface Points {
  readonly labels: readonly string[];
  readonly points: readonly ChangesetPoint[];
  readonly values: readonly number[];
}

/** Rows of one changeset become one point, where the first of them stands. */
function pointsOf(
  { rows }: RawTable,
  column: number,
  name: string,
  labelColumns: readonly [number, number],
  faults: string[],
): Points {
  const groups = new Map<string, number[]>();
  const values: number[] = [];
  const labels = new Map<string, string>();
  for (const { line, cells } of rows) {
    const cell = cells[column] ?? "";
    if (cell === "") continue;
    const value = numberIn(cell);
    if (value === null) {
      faults.push(`line ${line}: ${name} is ${JSON.stringify(cell)}, not a finite number; the row is left out of it.`);
      continue;
    }
    const [changeset = "", time = ""] = labelColumns.map((at) => cells[at] ?? "");
    const key = changeset === "" ? `line ${line}` : `changeset ${changeset}`;
    labels.set(key, changeset || time || `row ${line}`);
    groups.set(key, [...(groups.get(key) ?? []), value]);
    values.push(value);
  }
  const points = [...groups.values()].map((group): ChangesetPoint => {
    const spread = group.length < 2 ? null : sampleStandardDeviation(group);
    return { value: median(group), runs: group.length, blocks: 1, spread };
  });
  return { labels: [...labels.values()], points, values };
}
