/** hyperfine's --export-json: seconds of each run of a command. */
import type { Measurement } from "../model/run.ts";
import { type Fields, fields, list, textOf } from "./json-fields.ts";
import { jsonFormat, wholeItems } from "./json-format.ts";
import { present, toName, toNumber } from "./tool-text.ts";

export const hyperfine = jsonFormat({
  id: "hyperfine",
  recognizes: (paths) => paths.has("results[].command") && paths.has("results[].mean"),
  read(value, isClosed, skip) {
    const results = wholeItems(list(fields(value)["results"]), isClosed).map(fields);
    const measurements = results.flatMap(ofCommand);
    if (measurements.length < results.length) skip("a command without times");
    return { measurements, isBroken: measurements.length < results.length };
  },
});

function ofCommand(result: Fields): Measurement[] {
  const times = list(result["times"]).flatMap((time) => toNumber(time) ?? []);
  const failed = list(result["exit_codes"]).filter((code) => code !== 0).length;
  const given = Object.entries(fields(result["parameters"])).map(([name, value]) => [name, String(value)]);
  const measured = times.length > 0 ? { values: times } : summaryOf(result);
  if (measured === undefined || textOf(result["command"]) === undefined) return [];
  return [
    {
      benchmark: toName(result["command"]),
      metric: "time",
      unit: "s",
      better: "lower",
      ...(given.length === 0 ? {} : { parameters: present(Object.fromEntries(given)) }),
      ...measured,
      ...(failed === 0 ? {} : { suspect: [`${failed} runs ended with an exit code other than 0`] }),
    },
  ];
}

/** Old versions keep the times to themselves; how many there were is not said, one at least. */
function summaryOf(result: Fields): Pick<Measurement, "summary" | "values"> | undefined {
  const [value, sd, min, max] = ["mean", "stddev", "min", "max"].map((key) => toNumber(result[key]));
  if (value === undefined) return undefined;
  if (sd === undefined) return { values: [value] };
  const ends = min === undefined || max === undefined ? {} : { min, max };
  return { summary: { kind: "mean", value, n: 1, sd: Math.max(0, sd), ...ends } };
}
