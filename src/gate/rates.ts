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
  const looks = Math.max(1, policy.looks.length);
  const green = policy.falseGreenPerSeries / looks;
  return { red: policy.falseRedPerLanding / looks, green, power: policy.power, confidence: 1 - 2 * green };
}

/** Planned looks completed by this many candidate runs: 0 before the first. */
export const looksDone = (policy: Policy, runs: number): number => policy.looks.filter((look) => look <= runs).length;
