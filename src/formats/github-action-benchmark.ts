/** data.js of github-action-benchmark: the history of a project, one estimate for each benchmark and commit. */
import type { Better, Measurement } from "../model/run.ts";
import { betterOf } from "./direction.ts";
import type { Format, Reading } from "./format.ts";
import { historyReading, pastRun } from "./history.ts";
import { jsonDocuments } from "./json-documents.ts";
import { type Fields, fields, list, textOf } from "./json-fields.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { toInstant, toName, toNumber } from "./tool-text.ts";

const ASSIGNMENT = /^[ \t]*window\.BENCHMARK_DATA\s*=\s*/m;

/** What the tools measure; of others the unit has to tell. */
const DIRECTIONS: Readonly<Record<string, Better>> = {
  cargo: "lower",
  go: "lower",
  googlecpp: "lower",
  catch2: "lower",
  julia: "lower",
  benchmarkdotnet: "lower",
  benchmarkjs: "higher",
  pytest: "higher",
  customBiggerIsBetter: "higher",
  customSmallerIsBetter: "lower",
};

export const githubActionBenchmark: Format = {
  id: "github-action-benchmark",
  recognizes: (text) => ASSIGNMENT.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const documents = jsonDocuments(text.replace(ASSIGNMENT, "\n").replace(/;\s*$/, "\n"), skipped);
    const runs = documents.flatMap(({ value, closed, line }) => {
      const suites = Object.entries(fields(fields(value)["entries"]));
      const entries = suites.flatMap(([suite, all]) => list(all).map((entry) => ({ suite, entry: fields(entry) })));
      const whole = closed ? entries : entries.slice(0, -1);
      return whole.map(({ suite, entry }) => toRun(suite, entry, line, skipped));
    });
    return historyReading(
      "github-action-benchmark",
      runs,
      documents.every(({ closed }) => closed),
      skipped,
    );
  },
};

function toRun(suite: string, entry: Fields, line: number, skipped: SkippedLines) {
  const commit = fields(entry["commit"]);
  const tool = textOf(entry["tool"]) ?? "";
  const measurements = list(entry["benches"]).flatMap((bench) => toMeasurement(suite, tool, fields(bench)));
  const date = toNumber(entry["date"]);
  const facts = {
    sha: commit["id"],
    subject: textOf(commit["message"]),
    committedAt: toInstant(textOf(commit["timestamp"]) ?? ""),
    startedAt: date === undefined || date < 0 || date > 4e12 ? undefined : new Date(date).toISOString(),
  };
  return pastRun(facts, measurements, line, skipped);
}

function toMeasurement(suite: string, tool: string, bench: Fields): Measurement[] {
  const value = toNumber(bench["value"]);
  const unit = toName(textOf(bench["unit"]) ?? "1").slice(0, 50);
  const better = Object.hasOwn(DIRECTIONS, tool) ? DIRECTIONS[tool] : betterOf(unit);
  if (value === undefined || better === undefined) return [];
  const sd = toNumber(/^stddev: (\S+)$/.exec(textOf(bench["range"]) ?? "")?.[1]);
  const rounds = toNumber(/^rounds: (\d+)$/m.exec(textOf(bench["extra"]) ?? "")?.[1]) ?? 1;
  return [
    {
      benchmark: toName(bench["name"]),
      metric: "value",
      unit,
      better,
      parameters: { suite: toName(suite) },
      summary: { kind: "mean", value, n: Math.max(1, rounds), ...(sd === undefined || sd < 0 ? {} : { sd }) },
    },
  ];
}
