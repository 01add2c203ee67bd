/** What the landing still waits for, in words; empty when nothing planned is open. */

import type { Policy } from "../model/policy.ts";
import type { Missing } from "../model/verdict.ts";
import type { LandingQuestion } from "./landing.ts";
import { untilNextLook } from "./series-looks.ts";
import type { WithVerdict } from "./summarize.ts";
import { counted, needWords } from "./words.ts";

export function waitingOf(
  judged: readonly WithVerdict[],
  missing: readonly Missing[],
  { policy }: LandingQuestion,
): string[] {
  const blocking = judged.filter(({ verdict }) => verdict.role !== "advisory");
  const waits = missing.map(({ what }) => `a measurement of ${what}`);
  return [...new Set([...waits, ...blocking.flatMap((one) => waitOf(one, policy))])];
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
