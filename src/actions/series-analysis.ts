/** The analysis of a series for pages, charts and reports: once for the same values, and what is told beside the levels when it is asked for. */
import { analyzeValues, findingsAlong } from "../detect/change-points.ts";
import type { Finding, SeriesAnalysis } from "../model/series.ts";

interface Analysed {
  readonly values: Float64Array;
  readonly unit: string;
  /** Without findings. */
  readonly analysis: SeriesAnalysis;
  findings?: readonly Finding[];
}

/** Longest unused first; by length and ends, which tell most series apart before their values do. */
const analysed = new Map<string, Analysed>();
/** Values kept, 16 MB of them. */
const ROOM = 2_000_000;
/** What is kept of each beside its values, counted as values: of many short series it is the most. */
const EACH = 64;
const sizeOf = ({ length }: Float64Array): number => length + EACH;
let kept = 0;

/** Findings included. */
export function seriesAnalysis(values: Float64Array, unit: string): SeriesAnalysis {
  return { ...seriesLevels(values, unit), findings: seriesFindings(values, unit) };
}

/** Levels and change points: what a picture shows. */
export function seriesLevels(values: Float64Array, unit: string): SeriesAnalysis {
  return analysedOnce(values, unit).analysis;
}

/** What pages tell of a series besides, and nothing decides on. */
export function seriesFindings(values: Float64Array, unit: string): readonly Finding[] {
  const one = analysedOnce(values, unit);
  one.findings ??= findingsAlong(values, one.analysis.levels, unit);
  return one.findings;
}

function analysedOnce(values: Float64Array, unit: string): Analysed {
  const key = `${values.length} ${values[0]} ${values.at(-1)} ${unit}`;
  const known = analysed.get(key);
  const isSame = known?.values.every((value, at) => value === values[at]) ?? false;
  const one = known && isSame ? known : { values, unit, analysis: analyzeValues(values, { unit }) };
  if (known && analysed.delete(key)) kept -= sizeOf(known.values);
  analysed.set(key, one);
  kept += sizeOf(values);
  for (const [oldest, { values: old }] of analysed) {
    if (kept <= ROOM) break;
    analysed.delete(oldest);
    kept -= sizeOf(old);
  }
  return one;
}
