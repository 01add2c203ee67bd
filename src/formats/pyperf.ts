/** pyperf's JSON: a run is a process, its values are seconds a loop; warm-ups and calibration are left out. */
import type { Measurement } from "../model/run.ts";
import { type Fields, fields, list, textOf } from "./json-fields.ts";
import { jsonFormat, wholeItems } from "./json-format.ts";
import { present, toName, toNumber } from "./tool-text.ts";

const UNITS: Readonly<Record<string, readonly [unit: string, better: Measurement["better"]]>> = {
  second: ["s", "lower"],
  byte: ["bytes", "lower"],
};

export const pyperf = jsonFormat({
  id: "pyperf",
  recognizes: (paths) =>
    paths.has("benchmarks[].runs[].values") ||
    (paths.has("benchmarks[].runs[].warmups") && paths.has("benchmarks[].runs[].metadata")),
  read(value, isClosed, skip) {
    const root = fields(value);
    const common = fields(root["metadata"]);
    const benchmarks = wholeItems(list(root["benchmarks"]), isClosed).map(fields);
    const measurements = benchmarks.flatMap((benchmark) => ofBenchmark(benchmark, common, skip));
    const version = textOf(common["perf_version"]) ?? textOf(common["pyperf_version"]);
    return {
      ...(version === undefined ? {} : { version: toName(version).slice(0, 80) }),
      measurements,
      isBroken: measurements.length < benchmarks.length,
      context: present({ host: textOf(common["hostname"]), "cpu-config": textOf(common["cpu_config"]) }),
    };
  },
});

/** Metadata of the file, of the benchmark and of its runs add up. */
function ofBenchmark(benchmark: Fields, common: Fields, skip: (why: string) => void): Measurement[] {
  const runs = list(benchmark["runs"]).map(fields);
  const metadata = { ...common, ...fields(benchmark["metadata"]) };
  const values = runs.flatMap((run) => list(run["values"]).flatMap((each) => toNumber(each) ?? []));
  const [unit, better] = UNITS[textOf(metadata["unit"]) ?? "second"] ?? ["", "lower"];
  if (values.length === 0 || unit === "") {
    skip("a benchmark without values, or in a unit whose better direction is not known");
    return [];
  }
  const loops = toNumber(metadata["inner_loops"])?.toString();
  const parameters = present({ "inner-loops": loops, python: textOf(metadata["python_implementation"]) });
  return [{ benchmark: toName(metadata["name"]), metric: "time", unit, better, parameters, values }];
}
