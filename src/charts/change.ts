/** How a change point reads: which way the value went, whether that is worse, and by how much. */
import type { Better } from "../model/run.ts";
import type { ChangePoint, Effect } from "../model/series.ts";
import { formatNumber, formatPercent, sign } from "./number.ts";

export type Direction = "up" | "down";
export type Judgement = "worse" | "better";

export function direction(effect: Effect): Direction {
  const rises = effect.scale === "ratio" ? effect.value >= 1 : effect.value >= 0;
  return rises ? "up" : "down";
}

export function judgement(change: ChangePoint, better: Better): Judgement {
  return (direction(change.effect) === "up") === (better === "higher") ? "better" : "worse";
}

/** "+8.3 %", "−12 MiB/s", "+3.1 points". */
export function effectSize(effect: Effect): string {
  return sized(effect, effect.value);
}

/** "+6.9 … +9.7 %" as two sizes: the interval at the effect's confidence. */
export function effectInterval(effect: Effect): string {
  return `${sized(effect, effect.low)} … ${sized(effect, effect.high)}`;
}

function sized(effect: Effect, value: number): string {
  if (effect.scale === "ratio") return formatPercent(value - 1);
  const unit = effect.scale === "points" ? "points" : effect.unit;
  return `${sign(value)}${formatNumber(Math.abs(value), 3)}\u00a0${unit}`;
}
