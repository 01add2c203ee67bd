/** What is compared with what: a series, its points in landing order, and what an analysis found in them. */
import type { Better } from "./run.ts";

/** What makes a series itself (its id is a hash of this): not branch, epoch, suite, unit spelling or direction. */
export interface SeriesIdentity {
  readonly benchmark: string;
  readonly version: string;
  readonly metric: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly rig: string;
  /** Interop pairing `client release/server release`, "" when both sides run the build under test. */
  readonly pairing: string;
}

/** "clients 16", "transfer 1MiB", in the order of their names. */
export function parametersOf({ parameters }: Pick<SeriesIdentity, "parameters">): string[] {
  return Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${value}`);
}

export interface Series extends SeriesIdentity {
  /** 16 hex digits. */
  readonly id: string;
  /** The unit as first posted, for showing. */
  readonly unit: string;
  /** Dimension of the unit (model/unit.ts): the same for ever. */
  readonly dimension: string;
  readonly better: Better;
}

/** The size of a difference. `scale` says how to read `value`, `low` and `high`. */
export interface Effect {
  /** ratio: candidate ÷ baseline; difference: candidate − baseline in `unit`; points: difference of proportions × 100. */
  readonly scale: "ratio" | "difference" | "points";
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided confidence of [low, high], for example 0.95. */
  readonly confidence: number;
  readonly unit: string;
}

export type ChangeState = "suspected" | "confirmed";

/** The first changeset of a new level. Indexes count the changesets of the series in landing order. */
export interface ChangePoint {
  /** First changeset of the new level. */
  readonly index: number;
  /** The candidates: the change is one of the changesets (earliest … latest], tested or not. */
  readonly earliest: number;
  readonly latest: number;
  readonly state: ChangeState;
  readonly before: number;
  readonly after: number;
  readonly effect: Effect;
}

/** A stretch without a change: changesets [from, to). */
export interface Level {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Something worth telling that is not a step of the level. */
export interface Finding {
  readonly kind: "spread" | "shape" | "trend";
  readonly index: number;
  readonly p: number;
  readonly text: string;
}

export interface SeriesAnalysis {
  readonly changes: readonly ChangePoint[];
  readonly levels: readonly Level[];
  readonly findings: readonly Finding[];
}
