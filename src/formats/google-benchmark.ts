/** Google Benchmark's JSON. Repetitions are values; aggregates are used only where the repetitions were left out. */
import type { Measurement } from "../model/run.ts";
import { type Fields, fields, list, textOf } from "./json-fields.ts";
import { jsonFormat, wholeItems } from "./json-format.ts";
import { repeats } from "./repeats.ts";
import { present, toInstant, toName, toNumber } from "./tool-text.ts";

export const googleBenchmark = jsonFormat({
  id: "google-benchmark",
  recognizes: (paths) =>
    paths.has("context") && (paths.has("benchmarks[].real_time") || paths.has("benchmarks[].run_type")),
  read(value, isClosed, skip) {
    const root = fields(value);
    const context = fields(root["context"]);
    const entries = wholeItems(list(root["benchmarks"]), isClosed).map(fields);
    const reasons = context["library_build_type"] === "debug" ? ["the benchmark library was built as debug"] : [];
    const single = entries.filter((entry) => !isAggregate(entry));
    const measured = new Set(single.map(nameOf));
    const measurements = [...ofRepetitions(single, reasons), ...ofAggregates(entries, measured, reasons)];
    if (measurements.length < measured.size) skip("a benchmark without a time");
    const startedAt = toInstant(textOf(context["date"]) ?? "");
    return {
      ...(textOf(context["library_version"]) === undefined
        ? {}
        : { version: toName(context["library_version"]).slice(0, 80) }),
      measurements,
      isBroken: single.some((entry) => isShort(entry, single)),
      ...(startedAt === undefined ? {} : { startedAt }),
      context: present({
        host: textOf(context["host_name"]),
        executable: textOf(context["executable"]),
        "cpu-scaling": context["cpu_scaling_enabled"] === true ? "enabled" : undefined,
      }),
    };
  },
});

const nameOf = (entry: Fields) => toName(entry["run_name"] ?? entry["name"]);
const isAggregate = (entry: Fields) =>
  entry["run_type"] === "aggregate" || /_(?:mean|median|stddev|cv|BigO|RMS)$/.test(String(entry["name"]));

/** Fewer repetitions than the file itself says. */
function isShort(entry: Fields, entries: readonly Fields[]): boolean {
  const wanted = toNumber(entry["repetitions"]) ?? 0;
  return wanted > 1 && entries.filter((other) => nameOf(other) === nameOf(entry)).length < wanted;
}

function ofRepetitions(entries: readonly Fields[], reasons: readonly string[]): Measurement[] {
  const found = repeats();
  for (const entry of entries) {
    const unit = textOf(entry["time_unit"]) ?? "ns";
    const threads = toNumber(entry["threads"]);
    const common = {
      benchmark: nameOf(entry),
      ...(threads !== undefined && threads > 1 ? { parameters: { threads: String(threads) } } : {}),
    };
    const hasError = entry["error_occurred"] === true || entry["skipped"] === true;
    const error = toName(`the benchmark reports an error: ${textOf(entry["error_message"]) ?? "no words"}`);
    const suspect = hasError ? [...reasons, error] : reasons;
    const add = (metric: string, label: string, better: Measurement["better"], value: number | undefined) => {
      if (value !== undefined) found.add({ ...common, metric, unit: label, better }, value, suspect);
    };
    add("real_time", unit, "lower", toNumber(entry["real_time"]));
    add("cpu_time", unit, "lower", toNumber(entry["cpu_time"]));
    add("items_per_second", "items/s", "higher", toNumber(entry["items_per_second"]));
    add("bytes_per_second", "B/s", "higher", toNumber(entry["bytes_per_second"]));
  }
  return found.list();
}

/** --benchmark_report_aggregates_only: mean and standard deviation are two entries of one run name. */
function ofAggregates(
  entries: readonly Fields[],
  measured: ReadonlySet<string>,
  reasons: readonly string[],
): Measurement[] {
  const of = (entry: Fields, name: string) =>
    entries.find((other) => nameOf(other) === nameOf(entry) && other["aggregate_name"] === name);
  const means = entries.filter((entry) => entry["aggregate_name"] === "mean" && !measured.has(nameOf(entry)));
  return means.flatMap((mean): Measurement[] => {
    const value = toNumber(mean["real_time"]);
    const n = toNumber(mean["repetitions"]) ?? toNumber(mean["iterations"]) ?? 1;
    const sd = toNumber(of(mean, "stddev")?.["real_time"]);
    if (value === undefined || !Number.isInteger(n) || n < 1) return [];
    return [
      {
        benchmark: nameOf(mean),
        metric: "real_time",
        unit: textOf(mean["time_unit"]) ?? "ns",
        better: "lower",
        summary: { kind: "mean", value, n, ...(sd === undefined || sd < 0 ? {} : { sd }) },
        ...(reasons.length === 0 ? {} : { suspect: reasons }),
      },
    ];
  });
}
