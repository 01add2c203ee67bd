/** What the landing still waits for, in words; empty when nothing planned is open. */

import type { Policy } from "../model/policy.ts";
import type { Missing } from "../model/verdict.ts";
import { counts, type WithVerdict } from "./counting.ts";
import type { LandingQuestion } from "./landing.ts";
import { untilNextLook } from "./series-looks.ts";
import { armsAfter, counted, needWords } from "./words.ts";

export function waitingOf(
  judged: readonly WithVerdict[],
  missing: readonly Missing[],
  { policy }: LandingQuestion,
): string[] {
  const blocking = judged.filter(counts);
  const waits = missing.map(({ what }) => `a measurement of ${what}`);
  if (blocking.length === 0 && missing.length === 0) waits.push(...judged.flatMap(toCount));
  if (judged.length === 0 && missing.length === 0) waits.push("a measurement");
  return [...new Set([...waits, ...blocking.flatMap((one) => waitOf(one, policy))])];
}

/** What a series that does not count yet would need to count. */
function toCount({ looks, question }: WithVerdict): string[] {
  const { rig, metric } = question.series;
  if (looks.kind === "unmeasured") return [`a run of ${metric} on ${rig}`];
  if (looks.kind === "establishes") return [`a baseline of ${metric} on ${rig}: ${armsAfter(looks.need)}`];
  return [];
}

function waitOf({ verdict, looks, decision, question }: WithVerdict, policy: Policy): string[] {
  const { rig, metric } = question.series;
  if (looks.kind === "invalid") return [`a valid environment on ${rig}: ${looks.reason}`];
  if (looks.kind === "unmeasured") return verdict.role === "required" ? [`a run of ${metric} on ${rig}`] : [];
  if (decision?.kind === "needs_parent") return [`${counted(policy.candidate.runs, "run")} of the parent on ${rig}`];
  if (looks.kind !== "waits" && decision?.kind !== "open") return [];
  const next = untilNextLook(question.candidate, policy);
  if (next === null) return [];
  return [`${next.blocks > 0 ? needWords(next) : counted(next.runs, "more run")} on ${rig}`];
}
