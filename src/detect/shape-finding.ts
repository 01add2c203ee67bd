/** Have two modes appeared, or have they gone? */
import type { Finding } from "../model/series.ts";
import { type MeanChange, meanChange } from "../stats/mean-change.ts";
import { type TwoModes, twoModes } from "../stats/two-modes.ts";
import { counted, figure } from "./finding-words.ts";
import { gridOf, type LevelResiduals } from "./level-residuals.ts";

/** Chance that the law of a quiet series seems to change; far fewer show new modes as well. Measured over the noise laws of the tests. */
export const SHAPE_ALPHA = 0.01;
/** Each side needs so many points for a valley to show. */
const SHORTEST_SIDE = 25;
/** Rarer values are outliers, not a mode. */
const SMALLEST_MODE = 0.15;
/** How improbable the emptiness of the valley between two modes must be. */
const VALLEY_P = 1e-3;
/** The side without two modes must not even hint at a valley so improbable. */
const HINT_P = 0.05;
/** Where most values repeat others, a valley narrower than so many steps of their grid may be the grid's. */
const GRID_STEPS = 2;
/** The shares of the values at or below these ranks are watched; the middle is left to the levels. */
const WATCHED = [0.1, 0.25, 0.75, 0.9] as const;

/**
 * Two conditions: the share of residuals below one of four of their quantiles has changed (CUSUM, Bonferroni over the
 * four), which alone keeps the budget whatever the law; and one side of that change has two modes, the other has not.
 */
export function shapeFinding(
  { r, at, unit: factor, level: height, grid }: LevelResiduals,
  unit: string,
): Finding | null {
  if (r.length < 2 * SHORTEST_SIDE) return null;
  const { index, p } = lawChange(r);
  if (p > SHAPE_ALPHA || Math.min(index, r.length - index) < SHORTEST_SIDE) return null;
  const before = modesOf(r.subarray(0, index), grid);
  const after = modesOf(r.subarray(index), grid);
  const isNew = isPlain(after) && !isHinted(before);
  const modes = isNew ? after : before;
  if (modes === null || !(isNew || (isPlain(before) && !isHinted(after)))) return null;
  const place = at[index] as number;
  const apart = (modes.high - modes.low) * factor;
  const share = height > 0 ? ` (${figure((100 * (modes.high - modes.low)) / height)} % of the level)` : "";
  const rarer = figure(100 * Math.min(modes.highShare, 1 - modes.highShare));
  const side = modes.highShare < 0.5 ? "higher" : "lower";
  const figures = `${`${figure(apart)} ${unit}`.trimEnd()}${share} apart, ${rarer} % of the values in the ${side} one`;
  const text = !isNew
    ? `After ${counted(place)} the values no longer fall into two modes, which lay ${figures}.`
    : `After ${counted(place)} the values fall into two modes ${figures}.`;
  return { kind: "shape", index: place, p, text };
}

function lawChange(r: Float64Array): MeanChange {
  const sorted = r.toSorted();
  let best: MeanChange = { index: 0, p: 1 };
  for (const quantile of WATCHED) {
    const bound = sorted[Math.min(r.length - 1, Math.floor(quantile * r.length))] as number;
    const isBeyond = new Float64Array(r.length);
    for (let t = 0; t < r.length; t++)
      isBeyond[t] = (quantile < 0.5 ? (r[t] as number) <= bound : (r[t] as number) >= bound) ? 1 : 0;
    const change = meanChange(isBeyond, SHAPE_ALPHA / WATCHED.length);
    if (change.p < best.p) best = change;
  }
  return { index: best.index, p: Math.min(1, WATCHED.length * best.p) };
}

/** Two modes of values that need no levels taken away first; null where one is as good an account of them. */
export function plainModes(values: Float64Array): TwoModes | null {
  const modes = modesOf(values, gridOf(values.toSorted()));
  return isPlain(modes) ? modes : null;
}

/** The two heaps of one side, null where they are closer than the grid of the values can tell. */
function modesOf(r: Float64Array, grid: number): TwoModes | null {
  const modes = twoModes(r.toSorted(), SMALLEST_MODE);
  return modes !== null && (modes.high - modes.low) / 3 > GRID_STEPS * grid ? modes : null;
}

const isPlain = (modes: TwoModes | null): modes is TwoModes => modes !== null && modes.p <= VALLEY_P;

const isHinted = (modes: TwoModes | null): boolean => modes !== null && modes.p <= HINT_P;
