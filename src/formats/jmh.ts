/** JMH's JSON (-rf json): iterations of each fork in order; in sample mode only the mean and its n. */
import type { Better, Measurement } from "../model/run.ts";
import { type Fields, fields, list, textOf } from "./json-fields.ts";
import { jsonFormat, wholeItems } from "./json-format.ts";
import { present, toName, toNumber } from "./tool-text.ts";

export const jmh = jsonFormat({
  id: "jmh",
  recognizes: (paths) => paths.has("[].primaryMetric") && paths.has("[].benchmark"),
  read(value, isClosed, skip) {
    const results = wholeItems(list(value), isClosed).map(fields);
    const measurements = results.flatMap((result) => ofResult(result));
    if (measurements.length < results.length) skip("a result without a score");
    const version = textOf(results[0]?.["jmhVersion"]);
    return {
      ...(version === undefined ? {} : { version: toName(version).slice(0, 80) }),
      measurements,
      isBroken: measurements.length < results.length || results.some(isShort),
    };
  },
});

/** Throughput is better when higher, times when lower: the unit says which, the mode only when the unit does not. */
function betterOf(unit: string, mode: string): Better {
  if (/^ops\//.test(unit)) return "higher";
  if (/\/op$/.test(unit)) return "lower";
  return mode === "thrpt" ? "higher" : "lower";
}

function isShort(result: Fields): boolean {
  const forks = list(fields(result["primaryMetric"])["rawData"]);
  return forks.length > 0 && forks.length < (toNumber(result["forks"]) ?? 0);
}

function ofResult(result: Fields): Measurement[] {
  const metric = fields(result["primaryMetric"]);
  const unit = textOf(metric["scoreUnit"]) ?? "";
  const score = toNumber(metric["score"]);
  const mode = toName(result["mode"]);
  if (unit === "" || score === undefined) return [];
  const values = list(metric["rawData"]).flatMap((fork) => list(fork).flatMap((each) => toNumber(each) ?? []));
  const given = Object.entries(fields(result["params"])).map(([name, each]) => [name, String(each)]);
  const threads = toNumber(result["threads"]);
  return [
    {
      benchmark: toName(result["benchmark"]),
      metric: mode,
      unit: toName(unit).slice(0, 50),
      better: betterOf(unit, mode),
      parameters: present({ ...Object.fromEntries(given), threads: threads === 1 ? undefined : threads?.toString() }),
      ...(values.length > 0 ? { values } : { summary: { kind: "mean", value: score, n: samplesOf(metric) } }),
    },
  ];
}

/** In sample mode: counts of each fork's and iteration's histogram, [value, count] each. */
function samplesOf(metric: Fields): number {
  const counts = list(metric["rawDataHistogram"]).flatMap((fork) =>
    list(fork).flatMap((iteration) => list(iteration).map((bin) => toNumber(list(bin)[1]) ?? 0)),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Number.isInteger(total) && total > 0 ? total : 1;
}
