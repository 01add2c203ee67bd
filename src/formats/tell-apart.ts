/** A document names each series once; a tool's file may run the same test several times. */
import type { Measurement } from "../model/run.ts";

/**
 * The second measurement of a series gets the parameter `test: "2"`, the third "3": the first keeps the name it has
 * in files that run the test once, so its history goes on.
 */
export function tellApart(measurements: readonly Measurement[]): Measurement[] {
  const seen = new Map<string, number>();
  return measurements.map((measurement) => {
    const key = seriesKey(measurement);
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    if (occurrence === 1) return measurement;
    return { ...measurement, parameters: { ...measurement.parameters, test: String(occurrence) } };
  });
}

/** What makes two measurements of a document the same series. */
export function seriesKey({ benchmark, version, metric, parameters }: Measurement): string {
  const sorted = Object.entries(parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([benchmark, version ?? "", metric, sorted]);
}
