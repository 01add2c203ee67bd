/**
 * A result file of asv, versions 1 and 2: the figures of one commit on one machine. What is measured follows from the
 * names (time_, mem_, peakmem_); of track_ neither unit nor direction is in the file. null and NaN are failures.
 */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { historyReading, pastRun } from "./history.ts";
import { jsonDocuments } from "./json-documents.ts";
import { type Fields, fields, list, textOf } from "./json-fields.ts";
import { keyPaths } from "./json-shape.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { present, toName, toNumber } from "./tool-text.ts";

const UNITS: readonly (readonly [name: RegExp, unit: string])[] = [
  [/(?:^|\.)time(?:raw)?_[^.]*$/i, "s"],
  [/(?:^|\.)(?:peak)?mem_[^.]*$/i, "bytes"],
];

export const asv: Format = {
  id: "asv",
  recognizes: (text) => {
    const paths = keyPaths(text);
    return paths.has("commit_hash") && paths.has("results") && paths.has("params");
  },
  read(text): Reading {
    const skipped = skippedLines();
    const documents = jsonDocuments(text, skipped);
    const runs = documents.map(({ value, line, closed }) => (closed ? toRun(fields(value), line, skipped) : undefined));
    const machine = fields(fields(documents[0]?.value)["params"]);
    const whole = documents.length > 0 && documents.every(({ closed }) => closed);
    const context = present({
      machine: textOf(machine["machine"]),
      cpu: textOf(machine["cpu"]),
      os: textOf(machine["os"]),
    });
    return historyReading("asv", runs, whole, skipped, context);
  },
};

function toRun(root: Fields, line: number, skipped: SkippedLines) {
  const columns = list(root["result_columns"]).map(String);
  const measurements = Object.entries(fields(root["results"])).flatMap(([name, result]) => {
    const unit = UNITS.find(([pattern]) => pattern.test(name))?.[1];
    if (unit === undefined) {
      skipped.add(line, "a benchmark whose unit and better direction are not in the file", name);
      return [];
    }
    return ofBenchmark(name, unit, byColumn(result, columns));
  });
  const date = toInstantOf(root["date"]);
  return pastRun({ sha: root["commit_hash"], committedAt: date, startedAt: date }, measurements, line, skipped);
}

function toInstantOf(milliseconds: unknown): string | undefined {
  const at = toNumber(milliseconds);
  return at === undefined || at < 0 || at > 4e12 ? undefined : new Date(at).toISOString();
}

/** Version 2 names the columns of its arrays once; version 1 has a number or an object. */
function byColumn(result: unknown, columns: readonly string[]): Fields {
  if (Array.isArray(result)) return Object.fromEntries(columns.map((column, index) => [column, result[index]]));
  return typeof result === "object" ? fields(result) : { result: [result] };
}

/** Results are in the order of all combinations of the parameters, the last parameter fastest. */
function ofBenchmark(name: string, unit: string, result: Fields): Measurement[] {
  const combinations = list(result["params"]).reduce<string[][]>(
    (before, values) => before.flatMap((some) => list(values).map((value) => [...some, String(value)])),
    [[]],
  );
  const all = Array.isArray(result["result"]) ? list(result["result"]) : [result["result"]];
  if (all.length !== combinations.length) return [];
  return all.flatMap((each, index): Measurement[] => {
    const value = toNumber(each);
    if (value === undefined) return [];
    const given = (combinations[index] ?? []).map((text, at) => [`param-${at + 1}`, text]);
    const samples = list(list(result["samples"])[index]).flatMap((sample) => toNumber(sample) ?? []);
    const repeat = toNumber(list(result["stats_repeat"])[index]) ?? 1;
    const n = Number.isInteger(repeat) && repeat > 0 ? repeat : 1;
    return [
      {
        benchmark: toName(name),
        metric: unit === "s" ? "time" : "memory",
        unit,
        better: "lower",
        ...(given.length === 0 ? {} : { parameters: present(Object.fromEntries(given)) }),
        ...(samples.length > 0 ? { values: samples } : { summary: { kind: "median", value, n } }),
      },
    ];
  });
}
