/** Which series of a landing may hold it back? Settled by the history alone, before the candidate says anything. */
import type { Comparison } from "../detect/comparison.ts";
import { foreseen } from "../detect/plan.ts";
import type { Policy } from "../model/policy.ts";
import { studentTUpper } from "../stats/student-t.ts";
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import type { SeriesQuestion } from "./landing.ts";
import { firstLook, plannedLooks, ratesOf } from "./rates.ts";
import { blocksOf, missingBaseline } from "./series-looks.ts";

/**
 * full: sees δ and holds the landing until it is shown not to be worse by δ.
 * leaning: cannot show that, but holds the landing while it is measured worse than δ, which chance hardly does to it.
 * none: holds the landing only by evidence that stands after Holm's rule.
 */
export type Say = "full" | "leaning" | "none";

/** What chance does to a series of which nothing changed, at each planned look. */
interface Chances {
  readonly index: number;
  /** Not shown to be green. */
  readonly missed: readonly number[];
  /** Measured worse than δ. */
  readonly leaning: readonly number[];
}

/** Of the chance that a landing which changes nothing is held back: to series with a full say, and to those that lean. */
const FULL_SHARE = 0.5;
const LEANING_SHARE = 0.2;
/** A landing is decided at the first look by which so many of the series see that will ever see. */
const ENOUGH = 2 / 3;

/**
 * Power belongs to the landing: all series that hold it back have to be green together, so that the policy's chance of
 * missing that (1 − power) is shared by them, the sharpest first. Series are taken in as long as their chances of a miss,
 * as their noise lets foresee, sum to no more. 200 series that each see δ with 90 % power would let hardly any landing
 * through; this leaves out some five in a hundred of them.
 */
export function saysOf(
  asked: readonly SeriesQuestion[],
  policy: Policy,
  comparisonFor: (one: SeriesQuestion) => Comparison,
): Say[] {
  const chances = asked.flatMap((one, index): Chances[] => {
    if (one.say !== undefined || one.role === "advisory" || !isJudged(one, policy)) return [];
    return [{ index, ...chancesOf(comparisonFor(one), one, policy) }];
  });
  const budget = 1 - policy.power;
  const planned = plannedLooks(policy);
  const seeing = planned.map((_, look) => within(chances, (one) => one.missed[look] ?? 1, FULL_SHARE * budget));
  const most = seeing.at(-1)?.size ?? 0;
  const deciding = seeing.findIndex((some) => some.size >= ENOUGH * most);
  const full = seeing[deciding] ?? new Set();
  const others = chances.filter(({ index }) => !full.has(index));
  const leaning = within(others, (one) => one.leaning[deciding] ?? 1, LEANING_SHARE * budget);
  return asked.map(({ say }, index) => {
    if (say !== undefined) return say;
    if (full.has(index)) return "full";
    return leaning.has(index) ? "leaning" : "none";
  });
}

function isJudged(one: SeriesQuestion, policy: Policy): boolean {
  const { runs, blocks } = missingBaseline(one, policy);
  return !one.invalidEnvironment && one.candidate.length > 0 && runs + blocks === 0;
}

function chancesOf(comparison: Comparison, one: SeriesQuestion, policy: Policy): Omit<Chances, "index"> {
  const { layout, noise, prior, threshold } = comparison;
  if (noise.run.df + noise.block.df === 0) return { missed: [], leaning: [] };
  const first = one.candidate.slice(0, firstLook(policy));
  const [missed, leaning]: [number[], number[]] = [[], []];
  for (const [i, runs] of plannedLooks(policy).entries()) {
    const blocks = Math.max(1, Math.round((runs * blocksOf(first)) / first.length));
    const { variance, df } = foreseen(layout, noise, prior, { runs, blocks });
    const margin = threshold / Math.sqrt(Math.max(variance, Number.MIN_VALUE));
    missed.push(studentTUpper(margin - studentTQuantile(ratesOf(policy, i + 1).green, df), df));
    leaning.push(studentTUpper(margin, df));
  }
  return { missed, leaning };
}

/** The members with the smallest chances that sum to no more than the budget. */
function within(some: readonly Chances[], chanceOf: (one: Chances) => number, budget: number): Set<number> {
  const chosen = new Set<number>();
  let spent = 0;
  for (const { index, chance } of some
    .map((one) => ({ index: one.index, chance: chanceOf(one) }))
    .sort((one, other) => one.chance - other.chance || one.index - other.index)) {
    spent += chance;
    if (spent > budget) break;
    chosen.add(index);
  }
  return chosen;
}
