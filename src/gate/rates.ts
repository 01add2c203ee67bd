/** How a policy's error chances are shared among the planned looks. */
import type { Policy } from "../model/policy.ts";
import { onceForEach } from "../stats/once-for-each.ts";

export interface LookRates {
  /** Of the landing: Holm shares it among the series. */
  readonly red: number;
  /** Of each series. */
  readonly green: number;
  /** Two-sided confidence whose one-sided halves are `green`: an interval excludes δ exactly when the series is green. */
  readonly confidence: number;
}

/**
 * Of the chance of a false green the first look gets this share, because nearly all landings change nothing and are shown
 * so there; the later ones, those beyond the plan included (look-counts.ts), divide the rest.
 */
const FIRST_SHARE = 0.6;
/** Looks beyond the plan. */
const MOST_BEYOND = 2;

/**
 * What a look (1, 2, …) may spend. The sum over the looks is the policy's chance, whatever the dependence between them.
 * Of red a look beyond the plan gets what any other gets: it follows where a planned one could not spend it.
 */
export function ratesOf(policy: Policy, look: number): LookRates {
  const looks = plannedLooks(policy).length;
  const share = look === 1 ? FIRST_SHARE : (1 - FIRST_SHARE) / (looks - 1 + MOST_BEYOND);
  const green = policy.falseGreenPerSeries * share;
  return { red: policy.falseRedPerLanding / looks, green, confidence: 1 - 2 * green };
}

/** Candidate runs of each planned look, ascending; one look at the least runs where the policy plans none. */
export const plannedLooks = onceForEach(({ looks, candidate }: Policy): readonly number[] =>
  looks.length === 0 ? [candidate.runs] : [...looks].sort((one, other) => one - other),
);

export const firstLook = (policy: Policy): number => plannedLooks(policy)[0] ?? policy.candidate.runs;
export const lastLook = (policy: Policy): number => plannedLooks(policy).at(-1) ?? policy.candidate.runs;
