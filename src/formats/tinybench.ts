/** tinybench's results, and its table: milliseconds in one, a unit in the column's title in the other. */
import type { Measurement } from "../model/run.ts";
import { type Fields, fields, list, textOf } from "./json-fields.ts";
import { jsonFormat, wholeItems } from "./json-format.ts";
import { toName, toNumber } from "./tool-text.ts";

export const tinybench = jsonFormat({
  id: "tinybench",
  recognizes: (paths) =>
    paths.has("[].result.latency") ||
    (paths.has("[].result.rme") && paths.has("[].result.samples")) ||
    [...paths].some((path) => /^\[\]\.(?:Latency avg|Average Time) \(/i.test(path)),
  read(value, isClosed, skip) {
    const tasks = wholeItems(list(value), isClosed).map(fields);
    const measurements = tasks.flatMap((task) => ("result" in task ? ofResult(task) : ofRow(task)));
    if (measurements.length < tasks.length) skip("a task that failed");
    return { measurements, isBroken: measurements.length < tasks.length };
  },
});

function ofResult(task: Fields): Measurement[] {
  const result = fields(task["result"]);
  // Before version 3 what is in `latency` now stood in the result itself.
  const latency = "latency" in result ? fields(result["latency"]) : result;
  const samples = list(latency["samples"]).flatMap((each) => toNumber(each) ?? []);
  const value = toNumber(latency["mean"]);
  const n = toNumber(latency["samplesCount"]) ?? Math.max(1, samples.length);
  if (value === undefined || !Number.isInteger(n) || n < 1) return [];
  const [sd, min, max] = ["sd", "min", "max"].map((key) => toNumber(latency[key]));
  const spread = sd === undefined || sd < 0 ? {} : { sd };
  const ends = min === undefined || max === undefined ? {} : { min, max };
  const common = { benchmark: toName(task["name"]), metric: "latency", unit: "ms", better: "lower" as const };
  if (samples.length === n) return [{ ...common, values: samples }];
  return [{ ...common, summary: { kind: "mean", value, n, ...spread, ...ends } }];
}

/** "171.41 ± 0.18%": the mean, rounded, and its relative margin of error. */
function ofRow(row: Fields): Measurement[] {
  const [column, cell] = Object.entries(row).find(([key]) => /^(?:Latency avg|Average Time) \(/i.test(key)) ?? [];
  const unit = /\(([nmµμu]?s)\)/.exec(column ?? "")?.[1];
  const value = toNumber(String(cell).split(/[\s\u00a0]*±/)[0]);
  const n = toNumber(row["Samples"]) ?? 1;
  if (unit === undefined || value === undefined || !Number.isInteger(n) || n < 1) return [];
  const benchmark = toName(textOf(row["Task name"]) ?? row["Task Name"]);
  return [{ benchmark, metric: "latency", unit, better: "lower", summary: { kind: "mean", value, n } }];
}
