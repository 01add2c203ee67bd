/** Why, in one plain sentence with figures. */
import type { Policy } from "../model/policy.ts";
import type { Effect } from "../model/series.ts";
import { crossingWords } from "./bounds.ts";
import type { Decision } from "./decide-series.ts";
import { expectedWords } from "./expectations.ts";
import type { LookEvidence } from "./look.ts";
import { untilNextLook } from "./look-counts.ts";
import { firstLook } from "./rates.ts";
import type { JudgedSeries } from "./series-verdict.ts";
import { armsAfter, counted, effectWords, needWords, sizeWords } from "./words.ts";

export function explain(one: JudgedSeries, effect: Effect | null, policy: Policy): string {
  const { metric } = one.question.series;
  const { looks, question, crossing } = one;
  if (crossing?.isOwn) return `${metric} is ${crossingWords(crossing, question.series.unit)}, and its parent was not.`;
  switch (looks.kind) {
    case "invalid":
      return `${metric} cannot be compared: ${looks.reason}.`;
    case "unmeasured":
      return `No run of this changeset measured ${metric}.`;
    case "establishes":
      return `${metric} establishes its baseline: it arms after ${armsAfter(looks.need, question.arms)}.`;
    case "waits": {
      const first = firstLook(policy);
      return `${metric} has ${question.candidate.length} of the ${counted(first, "run")} that the first look asks for.`;
    }
    case "looked":
      return explainDecision(one, looks.looks.at(-1), effect, policy);
  }
}

function explainDecision(
  one: JudgedSeries,
  look: LookEvidence | undefined,
  effect: Effect | null,
  policy: Policy,
): string {
  const { metric } = one.question.series;
  if (look === undefined || effect === null) return `${metric} has too few runs to show how much runs differ.`;
  const { decision } = one;
  const measured = `${metric} is ${effectWords(effect)} ${effect.scale === "ratio" ? "of" : "against"} the baseline`;
  const material = materialWords(one, look, effect);
  switch (decision?.kind) {
    case "guilty":
      if (one.environment !== undefined) return `${measured}. ${one.environment}`;
      return `${measured}, and ${againstParent(look)}; ${material}.`;
    case "inherits":
      return `${measured}, but ${againstParent(look)}: ${one.question.waivedBy ?? "the regression was there before"}; ${material}.`;
    case "needs_parent":
      return `${measured}; whether the parent was there already needs runs of the parent; ${material}.`;
    case "blind":
      return `${measured}; ${material}, less than the noise of this series lets anyone see.`;
    case "open":
      return `${measured}; ${material}; ${stillNeeded(one, decision, policy)}.`;
    default:
      return `${measured}; ${material}.`;
  }
}

/** A trade-off that was declared in time is what is held against it. */
function materialWords({ question }: JudgedSeries, look: LookEvidence, effect: Effect): string {
  const material = `material is ${sizeWords(look.sight().threshold, effect)}`;
  const { declared } = question;
  const expected = declared?.isLate ? null : expectedWords(declared);
  return expected === null ? material : `${material}; ${expected}`;
}

function againstParent(look: LookEvidence): string {
  const effect = look.parent()?.freshEffect();
  if (effect === undefined) return "the parent was not measured";
  return `${effectWords(effect)} ${effect.scale === "ratio" ? "of" : "against"} the parent's own runs`;
}

const WHY_OPEN = {
  too_few: "one block is not enough to decide",
  neither: "neither is shown yet",
  may_be_the_rig: "the rig may have moved by itself since the parent was measured",
};

function stillNeeded(one: JudgedSeries, decision: Extract<Decision, { kind: "open" }>, policy: Policy): string {
  const next = untilNextLook(one.question.candidate, policy);
  const why = WHY_OPEN[decision.because];
  if (next === null)
    return `every planned look is done and ${decision.because === "may_be_the_rig" ? why : "neither is shown"}`;
  if (decision.because === "may_be_the_rig") {
    const turns = Math.max(next.runs, policy.candidate.runs);
    return `${why}: ${counted(turns, "run")} in another block settle it, the parent taking turns`;
  }
  const more = next.blocks > 0 ? needWords(next) : counted(next.runs, "more run");
  return `${why}: the next look needs ${more}`;
}
