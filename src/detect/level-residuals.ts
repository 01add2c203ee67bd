/** What the levels leave of a series: the ground on which changes of spread and of shape are sought. */
import type { Level } from "../model/series.ts";
import { median } from "../stats/median.ts";

export interface LevelResiduals {
  /** Value − level, divided by `unit`. */
  readonly r: Float64Array;
  /** The same as a share of the level, where levels differ and all stand clear of zero; null otherwise. */
  readonly relative: Float64Array | null;
  /** Changeset of each residual: those of levels too short to know their own middle are left out. */
  readonly at: Int32Array;
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
  const size = long.reduce((sum, { from, to }) => sum + to - from, 0);
  const at = new Int32Array(size);
  const middle = new Float64Array(size);
  const r = new Float64Array(size);
  let i = 0;
  for (const { from, to, value } of long) {
    middle.fill(value / unit, i, i + to - from);
    for (let t = from; t < to; t++, i++) {
      at[i] = t;
      r[i] = (values[t] as number) / unit - value / unit;
    }
  }
  const middles = long.map(({ value }) => value / unit);
  const lowest = Math.min(...middles);
  const isShare = long.length > 1 && lowest > CLEAR_OF_ZERO * noiseWidth(r, 0, r.length);
  const level = middles.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
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
  const sizes = sizesOf(r.subarray(from, to));
  const middle = median(sizes, 0, sizes.length, new Float64Array(sizes.length));
  if (middle > 0 || sizes.length === 0) return 1.4826 * (middle || 0);
  return (Math.sqrt(Math.PI / 2) * sizes.reduce((sum, value) => sum + value, 0)) / sizes.length;
}

/** Without their signs. */
export function sizesOf(x: Float64Array): Float64Array {
  const sizes = new Float64Array(x.length);
  for (let t = 0; t < x.length; t++) sizes[t] = Math.abs(x[t] as number);
  return sizes;
}

/** The power of two next below the largest value. */
export function powerOfTwo(values: Float64Array): number {
  let largest = 0;
  for (let t = 0; t < values.length; t++) largest = Math.max(largest, Math.abs(values[t] as number));
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
