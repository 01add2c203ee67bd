/** A run document without its repeats, that says in every series what it said before. */
import { SHORTEST_REPEATS } from "../model/retention.ts";
import type { Measurement, RunDocument } from "../model/run.ts";
import { summarizeRun } from "./run-summary.ts";

/**
 * `on`: RFC 3339 date. Repeats become their summary where that takes less room; a tool's own summary and a histogram stay
 * as they are, and so does everything else. Undefined where there is nothing to drop.
 */
export function thinRun(run: RunDocument, on: string): RunDocument | undefined {
  const measurements = run.measurements.map(thinned);
  const isSame = measurements.every((measurement, index) => measurement === run.measurements[index]);
  return isSame ? undefined : { ...run, measurements, thinned: run.thinned ?? on };
}

function thinned(measurement: Measurement): Measurement {
  const { values, ...kept } = measurement;
  if (values === undefined || JSON.stringify(values).length - "[]".length < SHORTEST_REPEATS) return measurement;
  const { value, repeats: n, spread, low: min, high: max, suspect } = summarizeRun({ ...kept, values, suspect: [] });
  // Beyond what a number of JSON can be (a sum of the largest doubles) no summary says what the repeats do.
  if (![value, spread ?? 0].every(Number.isFinite)) return measurement;
  return {
    ...kept,
    ...(suspect !== "" && { suspect: [...(kept.suspect ?? []), suspect] }), // what the values alone told
    summary: { kind: "median", value, n, ...(spread !== null && { sd: spread }), min, max },
    dropped: true,
  };
}
