/** One series, all its looks and what Holm left of its red evidence → one word. */
import type { Policy } from "../model/policy.ts";
import type { Against, LookEvidence } from "./look.ts";
import { ratesOf } from "./rates.ts";
import type { Say } from "./say.ts";

/** Red evidence of one look after the correction for many series. */
export interface RedAtLook {
  /** Worse than the level. */
  readonly level: number;
  /** Worse than the level and than the parent's own runs; 1 without parent runs. */
  readonly both: number;
  /** The same beyond what may be the rig's own, where the parent was not measured in the candidate's nights (drift.ts). */
  readonly own: number;
}

export interface Doubts {
  readonly parentRuns: number;
  readonly tailSuspected: boolean;
  readonly gapSuspected: boolean;
}

export type Decision =
  /** Not worse than δ. */
  | { readonly kind: "clean" }
  /** Worse than the level and than the parent. */
  | { readonly kind: "guilty"; readonly at: LookEvidence }
  /**
   * Not worse than the parent, but worse than the level: shown, or at least measured so (by more than δ). A guilty
   * changeset is taken for an heir only where its parent errs one way and its level the other, which is rarer than a
   * plain false green.
   */
  | { readonly kind: "inherits" }
  /** Worse than the level, or the level is in doubt: only the parent's own runs can tell. */
  | { readonly kind: "needs_parent"; readonly suspected: boolean }
  /** Neither red nor green. */
  | { readonly kind: "open"; readonly suspected: boolean; readonly because: Openness }
  /** Neither, and no planned look could be. */
  | { readonly kind: "blind" };

/** Too few blocks or runs, nothing shown, or red but for what the rig may have done itself. */
type Openness = "too_few" | "neither" | "may_be_the_rig";

/**
 * What a planned look decided stands: a red is never undone by more runs, a green only by a later red. Both chances are
 * split over the looks, so that deciding at any of them stays within the policy's.
 */
export function decideSeries(
  looks: readonly LookEvidence[],
  red: readonly RedAtLook[],
  doubts: Doubts,
  policy: Policy,
  say: Say,
): Decision {
  let state: Decision | null = null;
  for (const [i, look] of looks.entries()) {
    const decided = decideLook(look, red[i] ?? NO_RED, doubts, policy);
    if (decided?.kind === "guilty") return decided;
    if (decided?.kind === "open") state = null;
    else state = decided ?? state;
  }
  return state ?? undecided(looks.at(-1), red.at(-1) ?? NO_RED, doubts, policy, say);
}

const MAY_BE_THE_RIG: Decision = { kind: "open", suspected: true, because: "may_be_the_rig" };
const NO_RED: RedAtLook = { level: 1, both: 1, own: 1 };

/** Null: nothing new. Open: worse than the level, but not (yet) than the parent, which undoes an earlier green. */
function decideLook(look: LookEvidence, red: RedAtLook, doubts: Doubts, policy: Policy): Decision | null {
  if (!isEnough(look, policy)) return null;
  const rates = ratesOf(policy, look.look);
  const hasParents = doubts.parentRuns >= policy.candidate.runs;
  if ((hasParents || !isDoubtful(doubts)) && red.both <= rates.red)
    return red.own <= rates.red ? { kind: "guilty", at: look } : MAY_BE_THE_RIG;
  const isParentGreen = () => look.isAsParent(rates.green);
  if (red.level <= rates.red) {
    return isParentGreen() ? { kind: "inherits" } : { kind: "open", suspected: true, because: "neither" };
  }
  if (isGreen(look, rates.green)) return !isDoubtful(doubts) || isParentGreen() ? { kind: "clean" } : null;
  return isLeaning(look) && hasParents && isParentGreen() ? { kind: "inherits" } : null;
}

/** Measured worse than δ against the level, if only by a hair. */
const isLeaning = ({ level }: LookEvidence): boolean => level !== null && level.pGreen > 0.5;

/**
 * Green is asked of the level, or of the parent's own runs where they shared the candidate's nights and so say it more
 * precisely. Which one is precise does not depend on which one is kind: no second chance is taken. A candidate that is
 * measured worse than its level is left to the parent as an heir. One wild run of the parent, of three, makes the parent
 * as bad as a guilty candidate: what the level does not show as well has to be shown whichever one is left out.
 */
function isGreen(look: LookEvidence, alpha: number): boolean {
  const { level } = look;
  if (level === null) return false;
  const isLevelGreen = level.pGreen <= alpha;
  const parent = sharperParent(look, level);
  return parent === null ? isLevelGreen : parent.pGreen <= alpha && (isLevelGreen || look.isAsParent(alpha));
}

function sharperParent(look: LookEvidence, level: Against): Against | null {
  const parent = look.isConcurrent && !isLeaning(look) ? look.parent() : null;
  return parent !== null && parent.variance < level.variance ? parent : null;
}

/** The level may not be the parent's: only the parent's own runs can tell. */
const isDoubtful = ({ tailSuspected, gapSuspected }: Doubts): boolean => tailSuspected || gapSuspected;

/** One block, or fewer runs than the policy asks for, may order runs and decides nothing. */
const isEnough = (look: LookEvidence, policy: Policy): boolean =>
  look.runs >= policy.candidate.runs && look.blocks >= policy.candidate.blocks;

/** A series too noisy for δ keeps its say only while it may yet be shown guilty: its evidence, after Holm, at the screen. */
function undecided(look: LookEvidence | undefined, red: RedAtLook, doubts: Doubts, policy: Policy, say: Say): Decision {
  const suspected = look !== undefined && isSuspected(look, policy);
  if (look === undefined || !isEnough(look, policy)) return { kind: "open", suspected, because: "too_few" };
  const rates = ratesOf(policy, look.look);
  if (red.both <= rates.red && red.own > rates.red) return MAY_BE_THE_RIG;
  const fewParents = doubts.parentRuns < policy.candidate.runs;
  const isHeirButForOne = () => (look.parent()?.pGreen ?? 1) <= rates.green;
  if (red.level <= rates.red && (fewParents || isHeirButForOne())) return { kind: "needs_parent", suspected: true };
  const levelGreen = (look.level?.pGreen ?? 1) <= rates.green;
  if (levelGreen && fewParents) return { kind: "needs_parent", suspected: false };
  const guilt = doubts.parentRuns === 0 ? red.level : red.both;
  if (guilt > policy.screen && !holdsOn(look, say, suspected)) return { kind: "blind" };
  return { kind: "open", suspected, because: "neither" };
}

/**
 * Whether an undecided series holds the landing. At the last look one that its noise, as it turned out, does not let see δ
 * does so only while it is suspected.
 */
function holdsOn(look: LookEvidence, say: Say, suspected: boolean): boolean {
  if (say === "none") return false;
  if (look.hasNext) return say === "full" || isLeaning(look);
  return suspected || (say === "full" && look.sight().sees);
}

function isSuspected({ level }: LookEvidence, policy: Policy): boolean {
  return level !== null && Math.min(level.screen, level.pRed ?? 1) <= policy.screen;
}
