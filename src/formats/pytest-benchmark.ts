/** pytest-benchmark's JSON: seconds a round, each of them only with --benchmark-save-data. */
import type { Measurement } from "../model/run.ts";
import { type Fields, fields, list, textOf } from "./json-fields.ts";
import { jsonFormat, wholeItems } from "./json-format.ts";
import { present, toInstant, toName, toNumber } from "./tool-text.ts";

export const pytestBenchmark = jsonFormat({
  id: "pytest-benchmark",
  recognizes: (paths) => paths.has("machine_info") && paths.has("benchmarks[].stats"),
  read(value, isClosed, skip) {
    const root = fields(value);
    const benchmarks = wholeItems(list(root["benchmarks"]), isClosed).map(fields);
    const measurements = benchmarks.flatMap(ofBenchmark);
    if (measurements.length < benchmarks.length) skip("a benchmark without a mean");
    const startedAt = toInstant(textOf(root["datetime"]) ?? "");
    const commit = fields(root["commit_info"]);
    return {
      ...(textOf(root["version"]) === undefined ? {} : { version: toName(root["version"]).slice(0, 80) }),
      measurements,
      isBroken: measurements.length < benchmarks.length,
      ...(startedAt === undefined ? {} : { startedAt }),
      context: present({
        host: textOf(fields(root["machine_info"])["node"]),
        commit: textOf(commit["id"]),
        dirty: commit["dirty"] === true ? "yes" : undefined,
      }),
    };
  },
});

function ofBenchmark(benchmark: Fields): Measurement[] {
  const stats = fields(benchmark["stats"]);
  const [value, sd, min, max, rounds] = ["mean", "stddev", "min", "max", "rounds"].map((key) => toNumber(stats[key]));
  if (value === undefined) return [];
  const n = rounds !== undefined && Number.isInteger(rounds) && rounds > 0 ? rounds : 1;
  const values = list(stats["data"]).flatMap((each) => toNumber(each) ?? []);
  const parameters = Object.entries(fields(benchmark["params"])).map(([name, each]) => [name, String(each)]);
  const ends = min === undefined || max === undefined ? {} : { min, max };
  const spread = sd === undefined || sd < 0 ? {} : { sd };
  return [
    {
      benchmark: toName(benchmark["fullname"] ?? benchmark["name"]),
      metric: "time",
      unit: "s",
      better: "lower",
      ...(parameters.length === 0 ? {} : { parameters: present(Object.fromEntries(parameters)) }),
      ...(values.length === n ? { values } : { summary: { kind: "mean", value, n, ...spread, ...ends } }),
    },
  ];
}
