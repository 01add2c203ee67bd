/** Bencher Metric Format: {"benchmark": {"measure": {"value": 1}}}. Bounds are no repeats and are left out. */
import type { Measurement } from "../model/run.ts";
import { type Fields, fields } from "./json-fields.ts";
import { jsonFormat } from "./json-format.ts";
import { toName, toNumber } from "./tool-text.ts";

/** Measures that Bencher itself defines; of others neither unit nor direction is known. */
const MEASURES: Readonly<Record<string, readonly [unit: string, better: Measurement["better"]]>> = {
  latency: ["ns", "lower"],
  throughput: ["ops/s", "higher"],
  "build-time": ["s", "lower"],
  "file-size": ["bytes", "lower"],
};

export const bmf = jsonFormat({
  id: "bmf",
  recognizes: (paths) => {
    const known = [...paths].filter((path) => /\.(?:value|lower_value|upper_value)$/.test(path));
    return known.length > 0 && [...paths].some((path) => /\.(?:lower_value|upper_value)$/.test(path) || isKnown(path));
  },
  read(value, isClosed, skip) {
    const entries = Object.entries(fields(value));
    const whole = isClosed ? entries : entries.slice(0, -1);
    const measurements = whole.flatMap(([name, measures]) => ofBenchmark(name, fields(measures), skip));
    return { measurements };
  },
});

const isKnown = (path: string) => Object.keys(MEASURES).some((measure) => path.endsWith(`.${measure}.value`));

function ofBenchmark(name: string, measures: Fields, skip: (why: string, text?: string) => void): Measurement[] {
  return Object.entries(measures).flatMap(([measure, figures]) => {
    const value = toNumber(fields(figures)["value"]);
    const [unit, better] = Object.hasOwn(MEASURES, measure) ? (MEASURES[measure] ?? []) : [];
    if (value === undefined || unit === undefined || better === undefined) {
      skip("a measure whose unit and better direction are not known", `${name} ${measure}`);
      return [];
    }
    return [{ benchmark: toName(name), metric: measure, unit, better, values: [value] }];
  });
}
