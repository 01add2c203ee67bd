/** At how many candidate runs is a series looked at? At the planned looks, and beyond them where nights left them idle. */
import type { Policy } from "../model/policy.ts";
import type { Need } from "../model/verdict.ts";
import type { GateRun } from "./landing.ts";
import { nightOf } from "./night.ts";
import { lastLook, plannedLooks } from "./rates.ts";

/** A landing that so many nights did not decide is a person's. */
const MOST_NIGHTS = 3;

/**
 * One night never fails a landing, so that looks within the first night spend none of that error. As many looks may
 * follow beyond the plan, one for each further night as soon as it has the policy's candidate runs, up to three nights
 * in all. The first look that is not there yet is the last of the list.
 */
export function lookCounts(candidate: readonly GateRun[], policy: Policy): readonly number[] {
  const counts = [...plannedLooks(policy)];
  const nights = candidate.map(({ block }) => nightOf(block));
  for (let more = looksBeyond(nights, policy); more > 0; more--) {
    const last = counts.at(-1) ?? 0;
    if (last > candidate.length) break;
    const before = new Set(nights.slice(0, last));
    const fresh = nights.flatMap((night, i) => (i < last || before.has(night) ? [] : [i]));
    const enough = fresh[policy.candidate.runs - 1];
    counts.push(enough === undefined ? candidate.length + policy.candidate.runs - fresh.length : enough + 1);
  }
  return counts;
}

function looksBeyond(nights: readonly string[], policy: Policy): number {
  if (policy.candidate.blocks < 2 || nights.length < lastLook(policy)) return 0;
  const idle = plannedLooks(policy).filter((count) => new Set(nights.slice(0, count)).size < 2);
  return Math.min(idle.length, MOST_NIGHTS - new Set(nights.slice(0, lastLook(policy))).size);
}

/** Candidate runs and blocks that complete the next look; null when every look is done. */
export function untilNextLook(candidate: readonly GateRun[], policy: Policy): Need | null {
  const next = lookCounts(candidate, policy).find((count) => count > candidate.length);
  if (next === undefined) return null;
  const isBeyondPlan = next > lastLook(policy);
  const missing = Math.max(0, policy.candidate.blocks - new Set(candidate.map(({ block }) => block)).size);
  return { runs: next - candidate.length, blocks: isBeyondPlan ? 1 : missing };
}
