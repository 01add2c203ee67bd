/** The gate's answer for one changeset under one policy. A missing measurement is never a pass. */
import type { Better } from "./run.ts";
import type { Effect } from "./series.ts";

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
    | "improvement";
  readonly text: string;
}

/** What further measuring would settle it. */
export interface Need {
  readonly blocks: number;
  readonly runs: number;
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
  /** One-sided p of "not worse than δ" (the red question), null when not tested. */
  readonly p: number | null;
  /** The same after Holm over the gating series of the landing. */
  readonly adjustedP: number | null;
  /** On the effect's scale as a relative or absolute size, at the policy's power; null when it cannot be estimated. */
  readonly minimumDetectableEffect: number | null;
  readonly need: Need | null;
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
}

export interface ChangesetVerdict {
  /** True when the caller may not see every series that was measured: private rigs were left out. */
  readonly partial?: boolean;
  readonly sha: string;
  /** Tag of the release whose level is the baseline; absent where it is the parent's. */
  readonly against?: string;
  readonly verdict: VerdictWord;
  readonly why: string;
  readonly policy: { readonly name: string; readonly version: string };
  readonly patchset: number | null;
  readonly final: boolean;
  readonly waitingFor: readonly string[];
  /** RFC 3339, when the last planned run is expected; null when nobody knows. */
  readonly eta: string | null;
  /** Which planned look this is: 1, 2, 3; 0 before the first. */
  readonly look: number;
  readonly series: readonly SeriesVerdict[];
  readonly missing: readonly Missing[];
  readonly waivers: readonly string[];
  readonly engine: string;
  /** sha256:… of everything the verdict is a function of. */
  readonly inputs: string;
}
