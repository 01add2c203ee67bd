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
      isBroken: shortOnes(single).length > 0,
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

/** Names of which there are fewer repetitions than the file itself says. */
function shortOnes(entries: readonly Fields[]): string[] {
  const counts = new Map<string, { seen: number; wanted: number }>();
  for (const entry of entries) {
    const wanted = toNumber(entry["repetitions"]) ?? 0;
    counts.set(nameOf(entry), { seen: (counts.get(nameOf(entry))?.seen ?? 0) + 1, wanted });
  }
  return [...counts].filter(([, { seen, wanted }]) => wanted > 1 && seen < wanted).map(([name]) => name);
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
  const of = (aggregate: string) => entries.filter((entry) => entry["aggregate_name"] === aggregate);
  const spreads = new Map(of("stddev").map((entry) => [nameOf(entry), toNumber(entry["real_time"])]));
  const means = of("mean").filter((entry) => !measured.has(nameOf(entry)));
  return means.flatMap((mean): Measurement[] => {
    const value = toNumber(mean["real_time"]);
    const n = toNumber(mean["repetitions"]) ?? toNumber(mean["iterations"]) ?? 1;
    const sd = spreads.get(nameOf(mean));
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
