/** What the gate is asked for one landing, and what it answers: plain data, no identity and no hashing. */
import type { BridgeUncertainty } from "../detect/bridge-scale.ts";
import type { RunSample } from "../detect/run-sample.ts";
import type { FamilyPrior } from "../detect/shrink.ts";
import type { Policy } from "../model/policy.ts";
import type { Effect, Series } from "../model/series.ts";
import type { ChangesetVerdict, Missing, Role } from "../model/verdict.ts";
import type { Waiver } from "../model/waiver.ts";
import type { Declared } from "./expectations.ts";
import type { Say } from "./say.ts";
import type { Wait } from "./waiting.ts";

export interface GateRun extends RunSample {
  /** Run id. */
  readonly run: string;
}

/** By which runs of another epoch of the rig were carried over: their values are already those of the newer one. */
export interface Bridge extends BridgeUncertainty {
  readonly from: string;
  readonly to: string;
  /** New ÷ old as a logarithm, or new − old in the series' unit. */
  readonly estimate: number;
  /** The ratio or difference with its interval, as people read it. */
  readonly effect: Effect;
  /** How many were measured on both sides, and by which runs. */
  readonly changesets: number;
  readonly runs: readonly string[];
}

/** One series of the landing. Runs that must not count are already gone; `excluded` tells how many and why. */
export interface SeriesQuestion {
  readonly series: Series;
  readonly role: Role;
  /** Labels of the rig. */
  readonly labels?: readonly string[];
  /** The level up to the parent since the last change point: scheduled runs only, in landing order. */
  readonly baseline: readonly GateRun[];
  /** Sha of the newest changeset of the baseline; null when there is none. */
  readonly baselineSha: string | null;
  /** The parent's own runs, those that are part of the level included. */
  readonly parent: readonly GateRun[];
  /** The candidate's runs in order of arrival. */
  readonly candidate: readonly GateRun[];
  readonly excluded?: readonly { readonly reason: string; readonly runs: number }[];
  /** A change point is suspected in the baseline's last changesets. */
  readonly tailSuspected?: boolean;
  /** A change point may lie in a stretch of changesets that nobody measured, up to the parent. */
  readonly gapSuspected?: boolean;
  /** Of the baseline, and of the parent's own runs, where they were measured in another epoch than the candidate. */
  readonly bridge?: Bridge;
  readonly parentBridge?: Bridge;
  /** Why nothing here may be compared ("drift: kernel 6.1 → 6.8", "same binary"); null or absent when it may. */
  readonly invalidEnvironment?: string | null;
  /** Changeset whose open regression the level of the parent carries, when one is known. */
  readonly regressionSha?: string | null;
  /** Nobody proved that the build measured is the clean build of the sha. */
  readonly unprovenSubject?: boolean;
  /** What was declared of it before it was measured. */
  readonly declared?: Declared | null;
  /** When a baseline that is too short arms, if blocks go on coming as they did. */
  readonly arms?: { readonly blocks: number; readonly isNightly: boolean; readonly on: string } | null;
  /** Why the regression that the level carries is none any more: who waived it. */
  readonly waivedBy?: string | null;
  /** Noise of the relatives, when the caller knows more of them than this landing's series show. */
  readonly family?: FamilyPrior;
  /** Whether it may hold the landing back, where that is settled already. */
  readonly say?: Say;
}

export interface LandingQuestion {
  readonly policy: Policy;
  readonly sha: string;
  readonly parentSha: string | null;
  readonly series: readonly SeriesQuestion[];
  /** How many series may block in the end, those not measured yet included; the chance of a false red is shared by all. */
  readonly plannedSeries?: number;
  /** Required cells that no run answers. */
  readonly missing: readonly Missing[];
  /** Those in force. */
  readonly waivers?: readonly Waiver[];
}

/** Everything of the verdict that is not identity, time or hashing. */
export type LandingAnswer = Pick<
  ChangesetVerdict,
  "verdict" | "why" | "final" | "waitingFor" | "look" | "series" | "findings" | "missing" | "waivers"
> & {
  /** What `waitingFor` says in words. */
  readonly waits: readonly Wait[];
};
