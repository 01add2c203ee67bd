/** What a series is, in words. */
import type { SeriesIdentity } from "../model/series.ts";

/** "clients 16", "transfer 1MiB", in the order of their names. */
export function parametersOf({ parameters }: Pick<SeriesIdentity, "parameters">): string[] {
  return Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${value}`);
}
