/** How much of what a release may lose to small steps and waivers has a series spent? */
import type { Better } from "../model/run.ts";
import type { Effect } from "../model/series.ts";

/** Shares of the budget at which it is told, and asked about when a phase ends. */
export const BUDGET_MARKS = [0.5, 0.8, 1] as const;

/**
 * Worsening since the last release over the budget, both on the scale of the effect: 1 is all of it, 0 no worse at all.
 * `budget` is a fraction; where the effect is no ratio it is taken of `level`, the older one’s, in the terms of the effect.
 */
export function budgetSpent(effect: Effect, better: Better, budget: number, level: number): number {
  const worse = better === "higher" ? -1 : 1;
  const size = effect.scale === "ratio" ? Math.log(effect.value) : effect.value;
  const all = effect.scale === "ratio" ? Math.log1p(budget) : budget * Math.abs(level);
  return all > 0 ? Math.max(0, (worse * size) / all) : 0;
}

/** The highest mark that is reached: 0, 0.5, 0.8 or 1. */
export const budgetMark = (spent: number): number => BUDGET_MARKS.findLast((mark) => spent >= mark) ?? 0;
