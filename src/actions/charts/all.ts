/** The charts by their names, which are those of their templates and addresses. */
import type { Chart } from "./chart.ts";
import * as listed from "./index.ts";

export const CHARTS: ReadonlyMap<string, Chart> = new Map(
  Object.values(listed)
    .map((one): Chart => one)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => [one.name, one]),
);
