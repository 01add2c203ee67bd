/** Which part of a difference do no material steps explain? Small ones that add up must not ship unseen. */
import type { KnownChange } from "../model/release-comparison.ts";
import type { Effect } from "../model/series.ts";
import { studentTQuantile } from "../stats/student-t-quantile.ts";

export interface CreepQuestion {
  /** Candidate against baseline. */
  readonly effect: Effect;
  readonly better: "higher" | "lower";
  /** δ in the effect's terms, positive. */
  readonly threshold: number;
  /** Steps between the two, in landing order. */
  readonly changes: readonly Pick<KnownChange, "sha" | "candidates" | "effect" | "side" | "isMaterial">[];
}

export interface FoundCreep {
  readonly effect: Effect;
  /** Shas of the immaterial steps for the worse. */
  readonly steps: readonly string[];
}

/**
 * The whole difference less the material steps, on the log scale (or in the unit). Creeping when it is worse by δ or
 * more and its interval excludes "no worse at all"; the variances of the steps taken away are added to that of the
 * whole, as though independent, which they nearly are: a step is measured far from the ends. Null when nothing creeps.
 */
export function creepOf({ effect, better, threshold, changes }: CreepQuestion): FoundCreep | null {
  const onScale = changes.filter((change) => change.effect.scale === effect.scale);
  const material = onScale.filter(({ isMaterial }) => isMaterial);
  let rest = onWorking(effect.value, effect);
  let variance = varianceOf(effect);
  for (const { effect: step, side } of material) {
    rest -= (side === "candidate" ? 1 : -1) * onWorking(step.value, step);
    variance += varianceOf(step);
  }
  const worse = better === "higher" ? -1 : 1;
  const half = normalQuantile(effect.confidence) * Math.sqrt(variance);
  const least = worsening(threshold, effect);
  if (worse * rest < least || worse * rest - half <= 0) return null;
  const steps = onScale.filter(
    (step) =>
      !step.isMaterial && (step.side === "candidate" ? 1 : -1) * worse * onWorking(step.effect.value, step.effect) > 0,
  );
  return { effect: { ...effect, ...shown(rest, half, effect) }, steps: steps.map(({ sha }) => sha) };
}

/** Standard errors below δ at which a step is surely smaller. */
const SURELY = 2;

/**
 * Is a step as large as δ, in either direction? A row of small steps may be found as one large one: where the nearest
 * neighbours (`local`, on the working scale) surely show less than δ, it is several.
 */
export function isMaterialStep(
  step: Effect,
  threshold: number,
  local: { readonly size: number; readonly error: number } | null = null,
): boolean {
  const least = worsening(threshold, step);
  if (Math.abs(onWorking(step.value, step)) < least) return false;
  return local === null || Math.abs(local.size) + SURELY * local.error >= least;
}

/** Sizes are compared on the log scale, where 5 % up and 5 % down are the same size. */
const onWorking = (value: number, { scale }: Pick<Effect, "scale">): number =>
  scale === "ratio" ? Math.log(value) : value;

const worsening = (threshold: number, { scale }: Pick<Effect, "scale">): number =>
  scale === "ratio" ? Math.log1p(threshold) : threshold;

/** Squared standard error that the interval of an effect implies. */
function varianceOf(effect: Effect): number {
  const half = (onWorking(effect.high, effect) - onWorking(effect.low, effect)) / 2;
  return (half / normalQuantile(effect.confidence)) ** 2;
}

function shown(rest: number, half: number, { scale }: Effect): Pick<Effect, "value" | "low" | "high"> {
  const show = scale === "ratio" ? Math.exp : (value: number) => value;
  return { value: show(rest), low: show(rest - half), high: show(rest + half) };
}

const normalQuantile = (confidence: number): number => studentTQuantile((1 - confidence) / 2, 1e6);
