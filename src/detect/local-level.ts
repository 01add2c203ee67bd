/** Where does a series stand at its end, and how large is a step close to it? Both without averaging small steps away. */
import { differenceScale } from "../stats/difference-scale.ts";

/** How many of the last points are tried as the level, besides the longest. */
const WINDOWS = [5, 7, 10, 14] as const;
const LONGEST = 20;
/** Standard errors that a wider window's mean may lie from a narrower one's. */
const AGREES = 2.5;
/** Of a counter, which has no noise. */
const ROUNDING = 1e-12;
/** Points on either side that show a step: more would take its neighbours for it. */
const REACH = 4;

/**
 * How many of the last points show the level at the end: the widest window whose mean agrees with that of every narrower
 * one (after Lepski, Theory Probab. Appl. 1991, 35:454; a window of K points and its last k differ with variance
 * σ²(1/k − 1/K)), so that a row of steps too small to be found is not averaged away. σ is that of neighbours. All of
 * fewer than six points.
 */
export function levelWindow(values: readonly number[]): number {
  const n = values.length;
  const windows = [...WINDOWS.filter((window) => window < n), Math.min(n, LONGEST)];
  const width = noiseWidth(values);
  const means = windows.map((window) => meanOf(values.slice(n - window)));
  let taken = windows[0] ?? n;
  for (const [i, window] of windows.entries()) {
    const agrees = windows.slice(0, i).every((narrow, k) => {
      const error = width * Math.sqrt(1 / narrow - 1 / window);
      const mean = means[k] ?? 0;
      return Math.abs(mean - (means[i] ?? 0)) <= AGREES * error + ROUNDING * Math.abs(mean);
    });
    if (!agrees) break;
    taken = window;
  }
  return taken;
}

export interface LocalStep {
  /** After less before, in the unit of the values. */
  readonly size: number;
  /** Its standard error, from the noise of neighbours. */
  readonly error: number;
}

/** The step at `index`, from up to four points on either side between `from` and `to`. Null with nothing on a side. */
export function localStep(values: readonly number[], index: number, from: number, to: number): LocalStep | null {
  const before = values.slice(Math.max(from, index - REACH), index);
  const after = values.slice(index, Math.min(to, index + REACH));
  if (before.length === 0 || after.length === 0) return null;
  const error = noiseWidth(values) * Math.sqrt(1 / before.length + 1 / after.length);
  return { size: meanOf(after) - meanOf(before), error };
}

const noiseWidth = (values: readonly number[]): number =>
  differenceScale(Float64Array.from(values), 1, new Float64Array(values.length));

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
