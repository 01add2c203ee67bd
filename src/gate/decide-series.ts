/** One series, all its looks and what Holm left of its red evidence → one word. */
import type { Policy } from "../model/policy.ts";
import type { LookEvidence } from "./look.ts";
import { ratesOf } from "./rates.ts";

/** Red evidence of one look after the correction for many series. */
export interface RedAtLook {
  /** Worse than the level. */
  readonly level: number;
  /** Worse than the level and than the parent's own runs; 1 without parent runs. */
  readonly both: number;
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
  | { readonly kind: "open"; readonly suspected: boolean; readonly oneBlock: boolean }
  /** Neither, and no planned look could be. */
  | { readonly kind: "blind" };

/**
 * What a planned look decided stands: a red is never undone by more runs, a green only by a later red. Both chances are
 * split over the looks, so that deciding at any of them stays within the policy's.
 */
export function decideSeries(
  looks: readonly LookEvidence[],
  red: readonly RedAtLook[],
  doubts: Doubts,
  policy: Policy,
): Decision {
  let state: Decision | null = null;
  for (const [i, look] of looks.entries()) {
    const decided = decideLook(look, red[i] ?? NO_RED, doubts, policy);
    if (decided?.kind === "guilty") return decided;
    if (decided?.kind === "open") state = null;
    else state = decided ?? state;
  }
  return state ?? undecided(looks.at(-1), red.at(-1) ?? NO_RED, doubts, policy);
}

const NO_RED: RedAtLook = { level: 1, both: 1 };

/** Null: nothing new. Open: worse than the level, but not (yet) than the parent, which undoes an earlier green. */
function decideLook(look: LookEvidence, red: RedAtLook, doubts: Doubts, policy: Policy): Decision | null {
  if (!isEnough(look, policy)) return null;
  const rates = ratesOf(policy);
  const mayFail = !isDoubtful(doubts) || doubts.parentRuns >= policy.candidate.runs;
  if (mayFail && red.both <= rates.red) return { kind: "guilty", at: look };
  const isParentGreen = () => (look.parent()?.pGreen ?? 1) <= rates.green;
  if (red.level <= rates.red) {
    return isParentGreen() ? { kind: "inherits" } : { kind: "open", suspected: true, oneBlock: false };
  }
  const pGreen = look.level?.pGreen ?? 1;
  if (pGreen <= rates.green) return !isDoubtful(doubts) || isParentGreen() ? { kind: "clean" } : null;
  const leansRed = look.level !== null && pGreen > 0.5 && doubts.parentRuns >= policy.candidate.runs;
  return leansRed && isParentGreen() ? { kind: "inherits" } : null;
}

/** The level may not be the parent's: only the parent's own runs can tell. */
const isDoubtful = ({ tailSuspected, gapSuspected }: Doubts): boolean => tailSuspected || gapSuspected;

/** One block, or fewer runs than the policy asks for, may order runs and decides nothing. */
const isEnough = (look: LookEvidence, policy: Policy): boolean =>
  look.runs >= policy.candidate.runs && look.blocks >= policy.candidate.blocks;

/** A series too noisy for δ keeps its say only while it may yet be shown guilty: its evidence, after Holm, at the screen. */
function undecided(look: LookEvidence | undefined, red: RedAtLook, doubts: Doubts, policy: Policy): Decision {
  const suspected = look !== undefined && isSuspected(look, policy);
  if (look === undefined || !isEnough(look, policy)) return { kind: "open", suspected, oneBlock: true };
  const rates = ratesOf(policy);
  const fewParents = doubts.parentRuns < policy.candidate.runs;
  if (red.level <= rates.red && fewParents) return { kind: "needs_parent", suspected: true };
  const levelGreen = (look.level?.pGreen ?? 1) <= rates.green;
  if (levelGreen && fewParents) return { kind: "needs_parent", suspected: false };
  const guilt = doubts.parentRuns === 0 ? red.level : red.both;
  if (guilt > policy.screen && !look.sight().seesAtLast) return { kind: "blind" };
  return { kind: "open", suspected, oneBlock: false };
}

function isSuspected({ level }: LookEvidence, policy: Policy): boolean {
  return level !== null && Math.min(level.screen, level.pRed ?? 1) <= policy.screen;
}
