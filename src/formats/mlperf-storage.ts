/** MLPerf Storage's summary.json. Its epochs share caches and placement: they are repeats inside a run, never runs. */
import type { Measurement } from "../model/run.ts";
import { fields, list, textOf } from "./json-fields.ts";
import { jsonFormat } from "./json-format.ts";
import { present, toInstant, toNumber } from "./tool-text.ts";

const METRICS: readonly (readonly [key: string, metric: string, unit: string])[] = [
  ["train_throughput_samples_per_second", "train.throughput", "samples/s"],
  ["train_au_percentage", "train.accelerator-utilisation", "%"],
];

export const mlperfStorage = jsonFormat({
  id: "mlperf-storage",
  recognizes: (paths) => paths.has("num_accelerators") && [...paths].some((path) => /^metric\.train_/.test(path)),
  read(value, isClosed) {
    const root = fields(value);
    const metric = fields(root["metric"]);
    const number = (key: string) => toNumber(root[key])?.toString();
    const parameters = present({
      accelerators: number("num_accelerators"),
      hosts: number("num_hosts"),
      files: number("num_files_train"),
    });
    const isMet = metric["train_au_meet_expectation"] === "success";
    const suspect = isMet ? {} : { suspect: ["the accelerators were used less than the benchmark asks for"] };
    const measurements = METRICS.flatMap(([key, name, unit]): Measurement[] => {
      const values = list(metric[key]).flatMap((each) => toNumber(each) ?? []);
      if (values.length === 0 || !isClosed) return [];
      const common = { benchmark: "mlperf-storage", metric: name, unit, better: "higher" as const };
      return [{ ...common, parameters, values, ...suspect }];
    });
    const epochs = toNumber(root["epochs"]);
    return {
      measurements,
      isBroken: measurements.some(({ values }) => values?.length !== epochs) || textOf(root["end"]) === undefined,
      ...present({
        startedAt: toInstant(textOf(root["start"]) ?? ""),
        finishedAt: toInstant(textOf(root["end"]) ?? ""),
      }),
      context: present({ host: textOf(root["hostname"]) }),
    };
  },
});
