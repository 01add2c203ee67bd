/** What the levels leave of a series: the ground on which changes of spread and of shape are sought. */
import type { Level } from "../model/series.ts";
import { median } from "../stats/median.ts";

export interface LevelResiduals {
  /** Value − level, divided by `unit`. */
  readonly r: Float64Array;
  /** The same as a share of the level, where levels differ and all stand clear of zero; null otherwise. */
  readonly relative: Float64Array | null;
  /** Changeset of each residual: those of levels too short to know their own middle are left out. */
  readonly at: readonly number[];
  /** Power of two that keeps differences of 1e±300 finite. */
  readonly unit: number;
  /** Largest of the levels, without its sign, divided by `unit`. */
  readonly level: number;
  /** Smallest step between values, divided by `unit`, where fewer than half of them are distinct; else 0. */
  readonly grid: number;
}

/** The middle of fewer points swallows too much of their spread. */
const SHORTEST_LEVEL = 8;
/** A share of the level makes sense when every level is this many noise widths above zero. */
const CLEAR_OF_ZERO = 5;

export function levelResiduals(values: Float64Array, levels: readonly Level[]): LevelResiduals {
  const long = levels.filter(({ from, to }) => to - from >= SHORTEST_LEVEL);
  const unit = powerOfTwo(values);
  const at = long.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
  const middle = Float64Array.from(
    long.flatMap(({ from, to, value }) => new Array<number>(to - from).fill(value / unit)),
  );
  const r = Float64Array.from(at, (t, i) => (values[t] as number) / unit - (middle[i] as number));
  const lowest = middle.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const isShare = long.length > 1 && lowest > CLEAR_OF_ZERO * noiseWidth(r, 0, r.length);
  const level = middle.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    r,
    relative: isShare ? r.map((d, i) => d / (middle[i] as number)) : null,
    at,
    unit,
    level,
    grid: gridOf(values.toSorted()) / unit,
  };
}

/** 1.4826 · median |r| over [from, to); where half of r is 0, √(π/2) · mean |r|. Both are σ of normal noise. */
export function noiseWidth(r: Float64Array, from: number, to: number): number {
  const size = r.subarray(from, to).map(Math.abs);
  const middle = median(size, 0, size.length, new Float64Array(size.length));
  if (middle > 0 || size.length === 0) return 1.4826 * (middle || 0);
  return (Math.sqrt(Math.PI / 2) * size.reduce((sum, value) => sum + value, 0)) / size.length;
}

/** The power of two next below the largest value. */
export function powerOfTwo(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest)))) : 1;
}

/** Smallest gap between ascending values where fewer than half of them are distinct, else 0. */
export function gridOf(sorted: Float64Array): number {
  let distinct = 1;
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) {
    const gap = (sorted[i] as number) - (sorted[i - 1] as number);
    if (gap === 0) continue;
    distinct++;
    step = Math.min(step, gap);
  }
  return 2 * distinct < sorted.length ? step : 0;
}
