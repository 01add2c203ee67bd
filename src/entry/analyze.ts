/** `tarnish analyze`: change points of a CSV or JSON file, or of JSON lines, with no service at all. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import { Fault } from "../model/fault.ts";
import { EXIT, exitCodeOf } from "./exit.ts";
import type { MetricTable, TableOptions } from "./metric-table.ts";
import type { CsvOptions } from "./raw-table.ts";

interface AnalyzeOptions extends CsvOptions {
  readonly jsonl?: boolean;
  readonly json?: boolean;
  readonly against?: string;
  readonly plot?: string;
  readonly threshold?: number;
  readonly time?: string;
  readonly changeset?: string;
  readonly metrics?: readonly string[];
  readonly attributes?: readonly string[];
  readonly unit?: Readonly<Record<string, string>>;
  readonly higher?: readonly string[];
  readonly lower?: readonly string[];
}

const NAMES = "NAME,…";
/** Loaded when a command line is to be read: JSON lines on standard input need none, and are answered the sooner. */
const commander = () => createRequire(import.meta.url)("commander") as typeof import("commander");

export function analyzeCommand(): Command {
  const { Command } = commander();
  return new Command("analyze")
    .description("find the change points of every metric in a CSV or JSON file, oldest row first")
    .argument("[file]", "the file, or - for standard input", "-")
    .option("--jsonl", 'answer JSON lines: {"id": …, "values": [ … ]} a line, with "baseline" and "candidate" compared')
    .option("--json", "print JSON, one metric a line")
    .option("--plot <file>", "write the trend as SVG, one picture a metric")
    .option("--against <file>", "compare with an older file instead, every row a run")
    .option("--threshold <share>", "material difference for --against: 0.05 is 5 %", positive)
    .option("--time <name>", "the time column")
    .option("--changeset <name>", "the changeset column; rows of one changeset become one point")
    .option(`--metrics <${NAMES}>`, "the metric columns (all columns of numbers otherwise)", names)
    .option(`--attributes <${NAMES}>`, "columns of numbers that are no metrics", names)
    .option("--unit <name=unit…>", "units, where the header does not say them as in latency [ms]", units, {})
    .option(`--higher <${NAMES}>`, "metrics of which more is better", names)
    .option(`--lower <${NAMES}>`, "metrics of which less is better", names)
    .option("--delimiter <character>", "of the CSV; recognised otherwise")
    .option("--quote <character>", 'of the CSV; " otherwise')
    .action(async (file: string, options: AnalyzeOptions) => {
      process.exitCode = options.jsonl === true ? await answerLines() : await analyzeFile(file, options);
    });
}

const names = (text: string): string[] => text.split(",").map((name) => name.trim());

function units(text: string, known: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at < 1) throw new (commander().InvalidArgumentError)("Write NAME=UNIT.");
  return { ...known, [text.slice(0, at)]: text.slice(at + 1) };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new (commander().InvalidArgumentError)("Write a positive share: 0.05 is 5 %.");
  return value;
}

async function answerLines(): Promise<number> {
  const { analyzeJsonLines } = await import("./analyze-jsonl.ts");
  return analyzeJsonLines({ input: process.stdin, output: process.stdout, errors: process.stderr });
}

async function analyzeFile(file: string, options: AnalyzeOptions): Promise<number> {
  const { metrics, faults } = await readTable(file, options);
  if (options.against !== undefined) {
    const older = await readTable(options.against, options);
    const code = await compareTables(older, { metrics, faults }, options);
    return older.faults.length + faults.length > 0 ? EXIT.badInput : code;
  }
  const { analysisTable, analyzeMetric } = await import("./analyze-report.ts");
  const analyzed = metrics.map(analyzeMetric);
  print(analyzed, options.json, await analysisTable(analyzed));
  if (options.plot !== undefined) {
    const { plotMetrics } = await import("./analyze-plot.ts");
    for (const name of await plotMetrics(metrics, basename(file), options.plot))
      process.stderr.write(`wrote ${name}\n`);
  }
  return faults.length > 0 ? EXIT.badInput : EXIT.ok;
}

async function compareTables(older: MetricTable, newer: MetricTable, options: AnalyzeOptions): Promise<number> {
  const { compareMetric, comparisonTable, exitCodeOfComparison } = await import("./analyze-against.ts");
  const compared = newer.metrics.flatMap((after) => {
    const before = older.metrics.find(({ name }) => name === after.name);
    return before === undefined ? [] : [compareMetric(before, after, options.threshold)];
  });
  print(compared, options.json, await comparisonTable(compared));
  return exitCodeOfComparison(compared);
}

function print(rows: readonly unknown[], asJson: boolean | undefined, table: string): void {
  process.stdout.write(asJson === true ? rows.map((row) => `${JSON.stringify(row)}\n`).join("") : table);
}

async function readTable(file: string, options: AnalyzeOptions): Promise<MetricTable> {
  const [{ readMetrics }, { rawTable }] = await Promise.all([import("./metric-table.ts"), import("./raw-table.ts")]);
  const { unit, ...rest } = options;
  const tableOptions: TableOptions = unit === undefined ? rest : { ...rest, units: unit };
  const table = readMetrics(await rawTable(await textOf(file), options), tableOptions);
  for (const fault of table.faults) process.stderr.write(`${fault}\n`);
  return table;
}

async function textOf(file: string): Promise<string> {
  try {
    if (file !== "-") return await readFile(file, "utf8");
  } catch (error) {
    throw new Fault(
      "not_found",
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}); name a file or -.`,
    );
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    if (process.argv.slice(2).join(" ") === "--jsonl") process.exitCode = await answerLines();
    else await analyzeCommand().parseAsync();
  } catch (error) {
    process.stderr.write(`analyze: ${(error as Error).message}\n`);
    process.exitCode = error instanceof Fault ? exitCodeOf(error) : EXIT.unavailable;
  }
}
