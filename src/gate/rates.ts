/** How a policy's error chances are shared among the planned looks. */
import type { Policy } from "../model/policy.ts";

export interface LookRates {
  /** Of the landing, at each look: Holm shares it among the series. */
  readonly red: number;
  /** Of each series, at each look. */
  readonly green: number;
  readonly power: number;
  /** Two-sided confidence whose one-sided halves are `green`: an interval excludes δ exactly when the series is green. */
  readonly confidence: number;
}

/** Evenly: the union over looks stays within the policy's chance, whatever the dependence between looks. */
export function ratesOf(policy: Policy): LookRates {
  const looks = plannedLooks(policy).length;
  const green = policy.falseGreenPerSeries / looks;
  return { red: policy.falseRedPerLanding / looks, green, power: policy.power, confidence: 1 - 2 * green };
}

/** Candidate runs of each planned look, ascending; one look at the least runs where the policy plans none. */
export const plannedLooks = ({ looks, candidate }: Policy): readonly number[] =>
  looks.length === 0 ? [candidate.runs] : [...looks].sort((one, other) => one - other);

export const firstLook = (policy: Policy): number => plannedLooks(policy)[0] ?? policy.candidate.runs;
export const lastLook = (policy: Policy): number => plannedLooks(policy).at(-1) ?? policy.candidate.runs;
