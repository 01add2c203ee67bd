/** Two states of the code held against each other: every series, geometric means, and what is known of the difference. */
import type { Better } from "./run.ts";
import type { ChangeState, Effect } from "./series.ts";

/** Where a series stood in one of the two states. */
export interface SideLevel {
  /** Newest and oldest changeset whose runs are part of it. */
  readonly sha: string;
  readonly since: string;
  /** In the series' unit. */
  readonly level: number;
  readonly changesets: number;
  readonly runs: number;
  readonly blocks: number;
  /** RFC 3339: start of the newest run. */
  readonly measuredAt: string;
}

/**
 * regression: worse by more than δ; improvement: its mirror image; immaterial: shown to be neither; undecided: neither
 * shown. Lists are held at a false discovery rate of 5 %.
 */
export type Movement = "regression" | "improvement" | "immaterial" | "undecided";

/** One step of the level between the two states. */
export interface KnownChange {
  /** First changeset of the new level. */
  readonly sha: string;
  /** Changesets of which one made it. */
  readonly candidates: readonly string[];
  readonly state: ChangeState;
  readonly effect: Effect;
  /** In which of the two histories it lies, after they parted. */
  readonly side: "baseline" | "candidate";
  readonly isWorse: boolean;
  readonly isMaterial: boolean;
  /** Ids of the waivers that accept it. */
  readonly waivers: readonly string[];
}

/** A regression that no single material step makes: small ones added up. */
export interface Creep {
  /** The part that no material step explains, on the scale of the series' effect. */
  readonly effect: Effect;
  /** Immaterial steps that were seen, in landing order; none where each was too small to be seen. */
  readonly steps: readonly string[];
  /** It happened after `from`, up to `to`: between the changesets that show the two levels. */
  readonly from: string;
  readonly to: string;
  readonly changesets: number;
}

export interface SeriesComparison {
  readonly series: string;
  readonly rig: string;
  readonly vendor: string | null;
  readonly suite: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly pairing: string;
  readonly unit: string;
  readonly better: Better;
  readonly baseline: SideLevel;
  readonly candidate: SideLevel;
  /** Candidate against baseline. */
  readonly effect: Effect;
  /** The same turned so that above 1 is better; null where no ratio makes sense. */
  readonly performance: Interval | null;
  /** Two-sided p of no change at all. */
  readonly p: number;
  readonly movement: Movement;
  /** δ in the effect's terms: a fraction, the unit, or points. */
  readonly threshold: number;
  /** How much of the release's creep budget is spent: 1 is all of it; 0 where it became no worse. */
  readonly budgetSpent: number;
  readonly changes: readonly KnownChange[];
  readonly creep: Creep | null;
  /** Where the states were measured in different epochs of the rig; its interval is part of `effect`. */
  readonly bridged?: BridgedLevel;
}

/** How the older state's level was carried over into the newer one's epoch of the rig. */
export interface BridgedLevel {
  readonly from: string;
  readonly to: string;
  readonly effect: Effect;
  /** Measured on both sides, and by how many runs. */
  readonly changesets: number;
  readonly runs: number;
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Geometric mean of `performance`: above 1 is better. */
export interface GeometricMean extends Interval {
  readonly by: "overall" | "suite" | "benchmark" | "rig" | "vendor" | "metric";
  /** Which suite, benchmark, rig, vendor, or metric of a benchmark ("ior-easy write.bandwidth"); "" of all. */
  readonly of: string;
  readonly series: number;
}

/** A series that one state has and that cannot be compared. */
export interface Uncompared {
  readonly series: string;
  readonly rig: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly why: string;
}

export interface ComparedState {
  /** As it was asked for. */
  readonly name: string;
  readonly kind: "release" | "changeset" | "branch";
  readonly sha: string;
  readonly branch: string | null;
}

export interface ReleaseComparison {
  /** True when the caller may not see every series. */
  readonly partial?: boolean;
  readonly baseline: ComparedState;
  readonly candidate: ComparedState;
  /** Newest changeset that both contain; null when nothing is known of one. */
  readonly forkedAt: string | null;
  /** Two-sided confidence of every interval. */
  readonly confidence: number;
  readonly means: readonly GeometricMean[];
  /** What the intervals of the means rest on, in a sentence. */
  readonly assumption: string;
  readonly series: readonly SeriesComparison[];
  readonly uncompared: readonly Uncompared[];
  readonly engine: string;
}

/** Which way the whole interval lies. */
export function performanceWay({ low, high }: Interval): "slower" | "faster" | "unclear" {
  if (high < 1) return "slower";
  return low > 1 ? "faster" : "unclear";
}
