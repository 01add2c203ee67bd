/** Reads the rows of a GOLDEN.tsv and finds the measurement that each speaks of. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readOutput } from "../../../src/formats/index.ts";
import type { Measurement } from "../../../src/model/run.ts";
import { parseUnit } from "../../../src/model/unit.ts";

export interface GoldenRow {
  readonly file: string;
  readonly metric: string;
  readonly unit: string;
  readonly better: string;
  readonly values: readonly number[];
}

export function goldenRows(folder: string): GoldenRow[] {
  const path = join(folder, "GOLDEN.tsv");
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => {
      const [file = "", metric = "", unit = "", better = "", , values = ""] = line.split("\t");
      return { file, metric, unit, better, values: values.split(",").map(Number) };
    });
}

/** "run3.write.bw" and "block1.file_creation.rate[max,min,mean,sd]" in the words of the formats. */
function metricOf(golden: string): string {
  const name = golden.replace(/\[.*$/, "").split(".").slice(-2).join(".").replaceAll("_", "-");
  return name.replace(/\.bw$/, ".bandwidth").replace(/\.clat-p99$/, ".clat.p99");
}

/** Tools whose rows are named as their measurements are; those of the others are found by what they say. */
const NAMED = /^(?:ior|mdtest|fio|fio-described)\/|__(?:ior|mdtest)-/;

/** One line for each row that is not read exactly: values in order, unit up to spelling, direction. */
export function unreadRows(folder: string, rows: readonly GoldenRow[]): string[] {
  const used = new Set<Measurement>();
  const readings = new Map<string, readonly Measurement[]>();
  return rows.flatMap((row) => {
    const measurements = readings.get(row.file) ?? measurementsOf(join(folder, row.file));
    readings.set(row.file, measurements);
    if (row.metric === "score[bw,md,total]") return unreadScore(row, measurements);
    const wanted = describeRow(row);
    const isSummary = row.metric.includes("[max,min,mean,sd]");
    const says = (candidate: Measurement) => describe(candidate, isSummary);
    const found = measurements.find((candidate) => {
      const isNamed = candidate.metric === metricOf(row.metric);
      return !used.has(candidate) && (NAMED.test(row.file) ? isNamed : says(candidate) === wanted);
    });
    if (found !== undefined) used.add(found);
    const seen = found === undefined ? "nothing" : says(found);
    return seen === wanted ? [] : [`${row.file} ${row.metric}: ${seen} instead of ${wanted}`];
  });
}

/** Those of a history are in its runs. */
function measurementsOf(file: string): readonly Measurement[] {
  const { measurements, history = [] } = readOutput(readFileSync(file, "utf8")).reading;
  return [...measurements, ...history.flatMap((run) => run.measurements)];
}

/** IO500's row of three figures in three units. */
function unreadScore({ file, values }: GoldenRow, measurements: readonly Measurement[]): string[] {
  const scores = ["bandwidth", "metadata", "total"].map((part) => {
    const found = measurements.find(({ metric }) => metric === `score.${part}`);
    return found?.better === "higher" ? found.values?.[0] : undefined;
  });
  return String(scores) === String(values) ? [] : [`${file}: the score is ${scores}`];
}

/** Labels that mean another unit than they say, or no unit at all: the tools' pages say what is meant. */
const MEANT: Readonly<Record<string, string>> = {
  "GiB/s(labelled GB/s)": "GiB/s",
  "iozone kB/s": "KiB/s",
  "dbench MB/s": "MB/sec",
};

function describeRow({ file, unit, better, values }: GoldenRow): string {
  const meant = MEANT[unit] ?? MEANT[`${file.split("/")[0]} ${unit}`] ?? unit;
  const { dimension, factor } = parseUnit(meant);
  return JSON.stringify({ dimension, better, values: values.map((value) => value * factor) });
}

function describe({ unit, better, values, summary }: Measurement, asSummary: boolean): string {
  const { dimension, factor } = parseUnit(unit);
  const numbers = (values ?? (summary === undefined ? [] : [summary.value])).map(Number);
  const [first = Number.NaN] = numbers;
  const four = summary === undefined ? [first, first, first, 0] : [summary.max, summary.min, summary.value, summary.sd];
  const shown = asSummary ? four : numbers;
  return JSON.stringify({ dimension, better, values: shown.map((value) => (value ?? Number.NaN) * factor) });
}
