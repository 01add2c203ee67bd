/** vitest bench's --outputJson: milliseconds; usually the samples are left out and only their summary is there. */
import type { Measurement } from "../model/run.ts";
import { type Fields, fields, list } from "./json-fields.ts";
import { jsonFormat, wholeItems } from "./json-format.ts";
import { toName, toNumber } from "./tool-text.ts";

export const vitest = jsonFormat({
  id: "vitest",
  recognizes: (paths) => paths.has("files[].groups[].benchmarks[]") || paths.has("files[].groups[].benchmarks[].rank"),
  read(value, isClosed, skip) {
    const files = wholeItems(list(fields(value)["files"]), isClosed).map(fields);
    const groups = files.flatMap((file) => list(file["groups"]).map(fields));
    const benchmarks = groups.flatMap((group) =>
      list(group["benchmarks"]).map((benchmark) => ({ group, benchmark: fields(benchmark) })),
    );
    const measurements = benchmarks.flatMap(({ group, benchmark }) => ofBenchmark(group, benchmark));
    const failed = benchmarks.filter(({ benchmark }) => toNumber(benchmark["mean"]) === undefined);
    for (const { benchmark } of failed) skip("a benchmark that failed", toName(benchmark["name"]));
    return { measurements, isBroken: failed.length > 0 };
  },
});

function ofBenchmark(group: Fields, benchmark: Fields): Measurement[] {
  const value = toNumber(benchmark["mean"]);
  const n = toNumber(benchmark["sampleCount"]) ?? 1;
  const samples = list(benchmark["samples"]).flatMap((each) => toNumber(each) ?? []);
  if (value === undefined || !Number.isInteger(n) || n < 1) return [];
  const [sd, min, max] = ["sd", "min", "max"].map((key) => toNumber(benchmark[key]));
  const spread = sd === undefined || sd < 0 ? {} : { sd };
  const ends = min === undefined || max === undefined ? {} : { min, max };
  const isAll = samples.length === n;
  return [
    {
      benchmark: toName(`${String(group["fullName"])} > ${String(benchmark["name"])}`),
      metric: "mean",
      unit: "ms",
      better: "lower",
      ...(isAll ? { values: samples } : { summary: { kind: "mean", value, n, ...spread, ...ends } }),
    },
  ];
}
