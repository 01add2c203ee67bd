/** Did the level come back after a change, and with which changeset? */
import type { ChangePoint, SeriesAnalysis } from "../model/series.ts";

/** Back is who has no more than this share of the change left, on the scale of the effect. */
const LEFT = 0.25;

/**
 * Index of the first changeset of the level on which the series was back: after a confirmed change in the other
 * direction no more than a quarter of the change is left, or the interval of the new level meets that of the level before.
 * Several steps may bring it back together. Null while it is not. `nth`: which of the analysis' changes.
 */
export function recoveryOf({ changes, levels }: SeriesAnalysis, nth: number): number | null {
  const change = changes[nth];
  const before = levels[nth];
  if (change === undefined || before === undefined) return null;
  for (let later = nth + 1; later < changes.length; later++) {
    const [back, level] = [changes[later], levels[later + 1]];
    if (back === undefined || level === undefined || back.state !== "confirmed") return null;
    if (back.after > back.before === change.after > change.before) continue;
    const meets = level.low <= before.high && level.high >= before.low;
    if (meets || shareLeft(change, level.value) <= LEFT) return back.index;
  }
  return null;
}

function shareLeft({ before, after, effect }: ChangePoint, now: number): number {
  const on = effect.scale === "ratio" ? Math.log : (x: number) => x;
  return (on(now) - on(before)) / (on(after) - on(before));
}
