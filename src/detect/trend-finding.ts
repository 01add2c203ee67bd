/** Has the newest part of the series drifted slowly, rather than moved by steps? */
import type { Finding, Level } from "../model/series.ts";
import { bestStep } from "../stats/best-step.ts";
import { median } from "../stats/median.ts";
import { normalScores } from "../stats/normal-scores.ts";
import { theilSen } from "../stats/theil-sen.ts";
import { trendTest } from "../stats/trend-test.ts";
import { counted, figure } from "./finding-words.ts";
import { noiseWidth, powerOfTwo } from "./level-residuals.ts";
import { inflationAround } from "./series-noise.ts";
import { TUNING } from "./tuning.ts";

/** Nominal chance that a quiet series shows a trend; at most 1 % is measured over the noise laws of the tests. */
export const TREND_ALPHA = 0.002;
/** A stretch of fewer changesets is not asked. */
const SHORTEST = 40;
/** A residual counts at most this many noise widths when a line is held against steps. */
const RESIDUAL_REACH = 3;

/**
 * A straight line, tested on normal scores with the memory of the noise and sized by Theil and Sen. Asked of the last
 * levels that all moved the same way (a drift is cut into such steps), longest stretch first, down to the last level
 * alone. Told only where the line leaves less than the steps do: the levels themselves, or the best single step in one level.
 */
export function trendFinding(values: Float64Array, levels: readonly Level[], unit: string): Finding | null {
  const factor = powerOfTwo(values);
  for (let first = firstOfSameWay(levels); first < levels.length; first++) {
    const stretch = levels.slice(first);
    const { from, to } = { from: stretch[0]?.from ?? 0, to: stretch.at(-1)?.to ?? 0 };
    if (to - from < SHORTEST) return null;
    const y = values.subarray(from, to).map((value) => value / factor);
    const slope = theilSen(y);
    const height = Math.abs((stretch.at(-1)?.value ?? 0) / factor);
    const moved = slope * (y.length - 1);
    if (moved === 0 || Math.abs(moved) < TUNING.practicalFloor * height || !isLine(y, slope, stretch)) continue;
    const p = trendTest(normalScores(y), (rest) => inflationAround(rest, 1, new Float64Array(rest.length)));
    if (p > TREND_ALPHA) continue; // asked last: it takes longest
    return {
      kind: "trend",
      index: from,
      p,
      text: text({ slope: slope * factor, moved: moved / height, n: y.length }, unit),
    };
  }
  return null;
}

function firstOfSameWay(levels: readonly Level[]): number {
  const way = (i: number) => Math.sign((levels[i]?.value ?? 0) - (levels[i - 1]?.value ?? 0));
  let first = levels.length - 1;
  while (first > 0 && way(first) === way(levels.length - 1)) first--;
  return Math.max(0, first);
}

/** Whether the line leaves less than steps do, wild values counted as far ones. */
function isLine(y: Float64Array, slope: number, stretch: readonly Level[]): boolean {
  const scratch = new Float64Array(y.length);
  const flat = y.map((value, t) => value - slope * t);
  const intercept = median(flat, 0, y.length, scratch);
  const line = flat.map((value) => value - intercept);
  const origin = stretch[0]?.from ?? 0;
  const starts = stretch.length > 1 ? stretch.map(({ from }) => from - origin) : [0, bestStep(normalScores(y))];
  const steps = y.slice();
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? y.length;
    const level = median(y, start, end, scratch);
    for (let t = start; t < end; t++) steps[t] = (y[t] as number) - level;
  }
  const reach = RESIDUAL_REACH * Math.min(noiseWidth(line, 0, y.length), noiseWidth(steps, 0, y.length));
  return squares(line, reach) < squares(steps, reach);
}

const squares = (r: Float64Array, reach: number): number =>
  r.reduce((sum, value) => sum + Math.min(reach, Math.abs(value)) ** 2, 0);

function text(
  { slope, moved, n }: { readonly slope: number; readonly moved: number; readonly n: number },
  unit: string,
): string {
  const share = Number.isFinite(moved) ? ` by ${figure(100 * Math.abs(moved))} %` : "";
  const pace = `${figure(Math.abs(100 * slope))} ${unit}`.trimEnd();
  return `Over the last ${counted(n)} the level drifted ${slope > 0 ? "up" : "down"}${share}, ${pace} per 100 changesets.`;
}
