import type { ChangePoint, ChangeState, Finding, Level, SeriesAnalysis } from "../model/series.ts";
import { fisherInformation } from "../stats/noise-law.ts";
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import { type Cut, describeChange, describeLevel, type FittedLevel } from "./describe.ts";
import { findingsOf } from "./findings.ts";
import { changedSegmentation, type Segmentation, segmentation } from "./segmentation.ts";
import type { Segments } from "./segments.ts";
import { inflationAround, type SeriesNoise } from "./series-noise.ts";
import { type Standardized, standardize } from "./standardize.ts";
import { TUNING } from "./tuning.ts";

/** One changeset of a series, in landing order. */
export interface ChangesetPoint {
  /** Level of the changeset's runs, in the series' unit; finite. */
  readonly value: number;
  readonly runs: number;
  readonly blocks: number;
  /** Standard deviation of its runs, null with fewer than two. */
  readonly spread: number | null;
}

export interface DetectOptions {
  /** Two-sided confidence of the intervals shown; 0.95 when absent. */
  readonly confidence?: number;
  /** Unit of the values, for differences. */
  readonly unit?: string;
  /** Also look for changes of spread and shape and for trends: what pages and reports tell, and nothing decides on. */
  readonly findings?: boolean;
}

/** Nats below the best place within which a place is still a candidate: half the 95 % point of χ² with two degrees. */
const PLACE_NATS = 3;
const SHORTEST_SERIES = 3;
/** A ratio makes sense when both levels are this many noise widths above zero. */
const CLEAR_OF_ZERO = 5;

/**
 * Change points, levels and, when asked for, findings of one series: a pure function of its points in landing order. The noise law is
 * learned from the series itself and every decision is a likelihood ratio under it, discounted for autocorrelation.
 */
export function analyzeSeries(points: readonly ChangesetPoint[], options: DetectOptions = {}): SeriesAnalysis {
  const values = new Float64Array(points.length);
  for (let t = 0; t < points.length; t++) values[t] = (points[t] as ChangesetPoint).value;
  return analyzeValues(values, options);
}

/** The same for values alone: one run a changeset. */
export function analyzeValues(values: Float64Array, options: DetectOptions = {}): SeriesAnalysis {
  const standard = standardized(values);
  if (standard === null) return unmoved(values);
  const { findings = false, unit = "" } = options;
  const analysis = describe(values, standard, segmentation(standard, TUNING), options);
  return findings ? { ...analysis, findings: findingsOf(values, analysis.levels, unit) } : analysis;
}

/** The change points of `analyzeValues` alone: where there are none, in half the time. */
export function changePointsOf(values: Float64Array, options: DetectOptions = {}): readonly ChangePoint[] {
  const standard = standardized(values);
  const found = standard && changedSegmentation(standard, TUNING);
  return found ? describe(values, standard, found, options).changes : [];
}

/** The findings alone, of values whose levels are known: they take longer than all the rest of the analysis. */
export function findingsAlong(values: Float64Array, levels: readonly Level[], unit: string): readonly Finding[] {
  return standardized(values) === null ? [] : findingsOf(values, levels, unit);
}

/** Null for a series too short to move, or that never does. */
function standardized(values: Float64Array): Standardized | null {
  return values.length < SHORTEST_SERIES ? null : standardize(values, TUNING.noiseFloor);
}

function describe(
  values: Float64Array,
  { origin, scale, unit: factor }: Standardized,
  { segments, noise, fresh }: Segmentation,
  { confidence = 0.95, unit = "" }: DetectOptions,
): SeriesAnalysis {
  const { starts } = segments;
  const inflation = inflationAround(segments.residuals(), noise.memory, new Float64Array(values.length));
  const freedom = Math.max(1, values.length / inflation - starts.length);
  const width = { confidence, quantile: studentTQuantile((1 - confidence) / 2, freedom), unit };
  const errorOfOne = scale * factor * errorOfOnePoint(noise, inflation);
  const fitted = starts.map((from, i): FittedLevel => {
    const to = segments.end(i);
    const value = (origin + segments.level(i)) * scale * factor;
    return { from, to, value, error: errorOfOne / Math.sqrt(to - from) };
  });
  const positive = values.every((value) => value > 0);
  const changes = starts.slice(1).map((_, k) => {
    const i = k + 1;
    const state: ChangeState = fresh && i === starts.length - 1 ? "suspected" : "confirmed";
    const before = fitted[i - 1] as FittedLevel;
    const after = fitted[i] as FittedLevel;
    const clear = Math.min(before.value, after.value) > CLEAR_OF_ZERO * scale * factor;
    return describeChange(cutAt(segments, i, inflation, state), before, after, positive && clear, width);
  });
  const levels = fitted.map((level) => describeLevel(level, width));
  return { changes, levels, findings: [] };
}

/** Standard error of the level of one point in noise widths (divide by √n): the sandwich √(inflation · Var(score)) / information. */
function errorOfOnePoint({ law, scoreVariance }: SeriesNoise, inflation: number): number {
  return Math.sqrt(inflation * scoreVariance) / fisherInformation(law);
}

/** The change's place with all places that the points hardly tell from it. */
function cutAt(segments: Segments, i: number, inflation: number, state: ChangeState): Cut {
  const from = segments.start(i - 1);
  const index = segments.start(i);
  const profile = segments.profile(i);
  const bound = (profile[index - from] as number) - PLACE_NATS * inflation;
  let earliest = index;
  let latest = index;
  for (let t = from + 1; t < segments.end(i); t++) {
    if ((profile[t - from] as number) < bound) continue;
    earliest = Math.min(earliest, t);
    latest = Math.max(latest, t);
  }
  return { index, earliest: earliest - 1, latest, state };
}

/** A series too short to move, or that never does. */
function unmoved(values: Float64Array): SeriesAnalysis {
  if (values.length === 0) return { changes: [], levels: [], findings: [] };
  const sorted = values.toSorted();
  const value = sorted[values.length >> 1] as number;
  const level = {
    from: 0,
    to: values.length,
    value,
    low: sorted[0] as number,
    high: sorted[values.length - 1] as number,
  };
  return { changes: [], levels: [level], findings: [] };
}
