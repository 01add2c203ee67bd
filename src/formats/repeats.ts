/** Values of several series, printed one at a time, as rows: each series keeps its own in the order of printing. */
import type { Measurement } from "../model/run.ts";
import { seriesKey } from "./tell-apart.ts";

export type Series = Omit<Measurement, "values" | "summary" | "histogram" | "suspect">;

export interface Repeats {
  add(series: Series, value: number, suspect?: readonly string[]): void;
  list(): Measurement[];
}

export function repeats(): Repeats {
  const found = new Map<string, { series: Series; values: number[]; suspect: Set<string> }>();
  return {
    add(series, value, suspect = []) {
      // The same series in another unit is kept apart: a value is never read in the unit of its neighbour.
      const key = `${seriesKey(series)} ${series.unit}`;
      const entry = found.get(key) ?? { series, values: [], suspect: new Set<string>() };
      found.set(key, entry);
      entry.values.push(value);
      for (const reason of suspect) entry.suspect.add(reason);
    },
    list: () =>
      [...found.values()].map(({ series, values, suspect }) => ({
        ...series,
        values,
        ...(suspect.size === 0 ? {} : { suspect: [...suspect] }),
      })),
  };
}
