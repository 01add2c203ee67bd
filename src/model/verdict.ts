/** The gate's answer for one changeset under one policy. A missing measurement is never a pass. */
import type { LandingKind } from "./landing.ts";
import type { Threshold } from "./policy.ts";
import type { Better } from "./run.ts";
import type { Effect } from "./series.ts";
import type { Phase } from "./train.ts";
import type { AppliedWaiver } from "./waiver.ts";

export type VerdictWord = "pass" | "fail" | "inconclusive" | "invalid_environment" | "not_measured";

/** Worst first: the landing is the worst of its required series. */
export const WORST_FIRST = [
  "fail",
  "invalid_environment",
  "not_measured",
  "inconclusive",
  "pass",
] as const satisfies readonly VerdictWord[];

/** required: its absence is `not_measured`; gating: judged when present; advisory: shown, never blocks. */
export type Role = "required" | "gating" | "advisory";

export interface Warning {
  readonly code:
    | "few_blocks"
    | "few_runs"
    | "ties"
    | "two_modes"
    | "suspected_tail"
    | "autocorrelation"
    | "prior_block_sd"
    | "unproven_subject"
    | "cannot_see"
    | "establishes_baseline"
    | "excluded_runs"
    | "expectation_missed"
    | "expectation_late"
    | "beyond_limit"
    | "improvement"
    | "bridged";
  readonly text: string;
}

/** What further measuring would settle it. */
export interface Need {
  readonly blocks: number;
  readonly runs: number;
  /** Runs of the parent so many in all; absent: further runs of the candidate. */
  readonly of?: "parent";
}

/** A set of runs, in words a person can check. */
export interface SideSummary {
  readonly sha: string | null;
  readonly runs: number;
  readonly blocks: number;
  /** Level in the series' unit, null with no runs. */
  readonly level: number | null;
  readonly runIds: readonly string[];
}

export interface SeriesVerdict {
  readonly series: string;
  readonly rig: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly better: Better;
  readonly verdict: VerdictWord;
  readonly suspected: boolean;
  readonly role: Role;
  readonly baseline: SideSummary;
  readonly parent: SideSummary;
  readonly candidate: SideSummary;
  readonly effect: Effect | null;
  /** What counts as material. */
  readonly threshold: Threshold;
  /** One-sided p of "not worse than δ" (the red question), null when not tested. */
  readonly p: number | null;
  /** The same after Holm over the gating series of the landing. */
  readonly adjustedP: number | null;
  /** On the effect's scale as a relative or absolute size, at the policy's power; null when it cannot be estimated. */
  readonly minimumDetectableEffect: number | null;
  readonly need: Need | null;
  /** Id of the waiver that lets it through, although it fails or is suspected. */
  readonly waiver: string | null;
  /** The changeset whose regression this one inherits. */
  readonly inherits: string | null;
  readonly warnings: readonly Warning[];
  /** One sentence. */
  readonly why: string;
}

/** A required series or cell without a result. */
export interface Missing {
  readonly what: string;
  readonly why: string;
  /** Name of the policy's cell. */
  readonly cell?: string;
  /** Rigs that have measured it before, or could. */
  readonly rigs?: readonly string[];
  /** Until when somebody has to have measured it, in words; null when nothing is said, or nothing has run yet. */
  readonly until?: string | null;
}

/** How a metric grows along a curve: with clients, threads, a size. */
export interface CurveShape {
  /** Geometric mean over the curve (the mean where a value is not positive), in the unit. */
  readonly level: number;
  /** The last x before doubling it brings less than half of what it should; null where it never does. */
  readonly knee: number | null;
  /** At the largest x, of what perfect scaling from the smallest would give: 0.71 is 71 %. */
  readonly efficiency: number;
}

export interface CurvePoint {
  readonly x: number;
  readonly series: string;
  readonly verdict: VerdictWord;
  readonly baseline: number;
  readonly candidate: number;
  /** The effect as its series tells it where that is a ratio, else candidate ÷ baseline. */
  readonly ratio: number;
}

/** Something that several series say together: told once. */
export interface LandingFinding {
  readonly kind: "curve" | "node" | "layer";
  readonly rig: string;
  /** Ids of the series that it stands for. */
  readonly series: readonly string[];
  /** One sentence. */
  readonly text: string;
  readonly curve?: {
    readonly parameter: string;
    readonly points: readonly CurvePoint[];
    readonly baseline: CurveShape;
    readonly candidate: CurveShape;
  };
  /** The node that moved while the others stood still. */
  readonly node?: { readonly parameter: string; readonly value: string };
  /** The lowest layer that moved. */
  readonly layer?: string;
}

/** Changesets that belong together by what their messages say: `Fixes:`, `Reverts:`, "This reverts commit". */
export interface Ties {
  readonly reverts: readonly string[];
  readonly revertedBy: readonly string[];
  readonly fixes: readonly string[];
  readonly fixedBy: readonly string[];
}

export interface Patchset {
  readonly sha: string;
  readonly patchset: number | null;
}

/** A verdict holds for the code of a candidate and of its parent, not for a commit's message. */
export interface Lineage {
  /** Tree of the candidate and of its parent; null where nobody said it. */
  readonly tree: string | null;
  readonly parentTree: string | null;
  /** Further changesets of the same tree: their runs count. */
  readonly twins: readonly Patchset[];
  /** A newer patchset of the same change with another tree or another parent's: this verdict is not its. */
  readonly stale: (Patchset & { readonly why: "rebased" | "changed" }) | null;
  /** An older patchset that was measured and of which nothing carries over. */
  readonly left: (Patchset & { readonly why: "rebased" | "changed" }) | null;
  readonly ties: Ties;
}

/** What another version of the engine said of the same changeset. */
export interface OtherEngine {
  readonly engine: string;
  readonly verdict: VerdictWord;
  readonly why: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface ChangesetVerdict {
  /** True when the caller may not see every series that was measured: private rigs were left out. */
  readonly partial?: boolean;
  readonly sha: string;
  /** Tag of the release whose level is the baseline; absent where it is the parent's. */
  readonly against?: string;
  readonly verdict: VerdictWord;
  readonly why: string;
  /** `kind`: what kind of landing it was judged as; `phase`: of its release, null outside of any. */
  readonly policy: {
    readonly name: string;
    readonly version: string;
    readonly kind: LandingKind;
    readonly phase: Phase | null;
  };
  readonly patchset: number | null;
  readonly lineage: Lineage;
  /** Further sentences: what is stale, what reverts or fixes what. */
  readonly notes: readonly string[];
  readonly final: boolean;
  readonly waitingFor: readonly string[];
  /** RFC 3339, when the last planned run is expected; null when nobody knows. */
  readonly eta: string | null;
  /** Which planned look this is: 1, 2, 3; 0 before the first. */
  readonly look: number;
  readonly series: readonly SeriesVerdict[];
  /** Causes that several series share. */
  readonly findings: readonly LandingFinding[];
  readonly missing: readonly Missing[];
  /** Those in force for this changeset. */
  readonly waivers: readonly AppliedWaiver[];
  readonly engine: string;
  readonly otherEngine?: OtherEngine;
  /** sha256:… of everything the verdict is a function of. */
  readonly inputs: string;
}
