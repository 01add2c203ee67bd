/** What the landing still waits for, in words and as runs of rigs; empty when nothing planned is open. */

import type { Policy } from "../model/policy.ts";
import type { Missing, Need } from "../model/verdict.ts";
import { counts, type WithVerdict } from "./counting.ts";
import type { LandingQuestion } from "./landing.ts";
import { untilNextLook } from "./look-counts.ts";
import { firstLook } from "./rates.ts";
import { armsAfter, counted, needWords } from "./words.ts";

export interface Wait {
  readonly text: string;
  /** Any of these can bring it; empty when nobody knows which. */
  readonly rigs: readonly string[];
  readonly need: Need;
}

/** Several series wait for the same runs: each is told once. */
export function waitingOf(
  judged: readonly WithVerdict[],
  missing: readonly Missing[],
  { policy }: LandingQuestion,
): Wait[] {
  const blocking = judged.filter((one) => counts(one) && one.verdict.waiver === null);
  const first = { runs: firstLook(policy), blocks: policy.candidate.blocks };
  const waits = missing.map(({ what, rigs = [] }): Wait => ({ text: `a measurement of ${what}`, rigs, need: first }));
  if (!judged.some(counts) && missing.length === 0) waits.push(...judged.flatMap((one) => toCount(one, first)));
  if (judged.length === 0 && missing.length === 0) waits.push({ text: "a measurement", rigs: [], need: first });
  const all = [...waits, ...blocking.flatMap((one) => waitOf(one, policy, first))];
  return [...new Map(all.map((wait) => [wait.text, wait])).values()];
}

/** What a series that does not count yet would need to count. */
function toCount({ looks, question }: WithVerdict, first: Need): Wait[] {
  const { rig, metric } = question.series;
  if (looks.kind === "unmeasured") return [{ text: `a run of ${metric} on ${rig}`, rigs: [rig], need: first }];
  if (looks.kind !== "establishes") return [];
  const { need } = looks;
  return [{ text: `a baseline of ${metric} on ${rig}: ${armsAfter(need, question.arms)}`, rigs: [rig], need }];
}

function waitOf({ verdict, looks, decision, question, environment }: WithVerdict, policy: Policy, first: Need): Wait[] {
  const { rig, metric } = question.series;
  const wait = (text: string, need: Need): Wait[] => [{ text: `${text} on ${rig}`, rigs: [rig], need }];
  if (environment !== undefined) return [{ text: `a rig ${rig} that is well: ${environment}`, rigs: [], need: first }];
  if (looks.kind === "invalid")
    return [{ text: `a valid environment on ${rig}: ${looks.reason}`, rigs: [], need: first }];
  if (looks.kind === "unmeasured") return verdict.role === "required" ? wait(`a run of ${metric}`, first) : [];
  if (decision?.kind === "needs_parent") {
    return wait(`${counted(policy.candidate.runs, "run")} of the parent`, { ...first, runs: policy.candidate.runs });
  }
  if (looks.kind !== "waits" && decision?.kind !== "open") return [];
  const next = untilNextLook(question.candidate, policy);
  if (next === null) return [];
  return wait(next.blocks > 0 ? needWords(next) : counted(next.runs, "more run"), next);
}
