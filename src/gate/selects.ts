/** Does a selector mean this series? */
import type { Selector } from "../model/selector.ts";
import type { SeriesIdentity } from "../model/series.ts";

/** A series with what is registered of its rig. */
export interface Selectable extends SeriesIdentity {
  readonly labels?: readonly string[];
}

/** All that the selector says must match; one that says nothing means every series. */
export function selects(selector: Selector, series: Selectable): boolean {
  const { benchmark, metric, rig, label, parameters = {}, pairing } = selector;
  return (
    fits(benchmark, series.benchmark) &&
    fits(metric, series.metric) &&
    fits(rig, series.rig) &&
    fits(pairing, series.pairing) &&
    (label === undefined || (series.labels ?? []).some((one) => matches(label, one))) &&
    Object.entries(parameters).every(([key, pattern]) => fits(pattern, series.parameters[key] ?? ""))
  );
}

const fits = (pattern: string | undefined, text: string): boolean => pattern === undefined || matches(pattern, text);

/** `*` stands for any characters, none included; everything else for itself. Time: pattern × text at the most. */
export function matches(pattern: string, text: string): boolean {
  let [p, t, star, resume] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

export const matchesAny = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matches(pattern, text));
