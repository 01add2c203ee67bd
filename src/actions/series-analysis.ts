/** The analysis of a series for pages, charts and reports, findings included: once for the same values. */
import { analyzeValues } from "../detect/change-points.ts";
import type { SeriesAnalysis } from "../model/series.ts";

interface Analysed {
  readonly values: Float64Array;
  readonly unit: string;
  readonly analysis: SeriesAnalysis;
}

/** Longest unused first; by length and ends, which tell most series apart before their values do. */
const analysed = new Map<string, Analysed>();
/** Values kept, 16 MB of them. */
const ROOM = 2_000_000;
let kept = 0;

export function seriesAnalysis(values: Float64Array, unit: string): SeriesAnalysis {
  const key = `${values.length} ${values[0]} ${values.at(-1)} ${unit}`;
  const known = analysed.get(key);
  const isSame = known?.values.every((value, at) => value === values[at]) ?? false;
  const one = known && isSame ? known : { values, unit, analysis: analyzeValues(values, { unit, findings: true }) };
  if (analysed.delete(key)) kept -= known?.values.length ?? 0;
  analysed.set(key, one);
  kept += values.length;
  for (const [oldest, { values: old }] of analysed) {
    if (kept <= ROOM) break;
    analysed.delete(oldest);
    kept -= old.length;
  }
  return one.analysis;
}
