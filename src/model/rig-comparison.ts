/** Two rigs held against each other with the same code: what machines measure, never a judgement of a changeset. */
import type { Interval } from "./release-comparison.ts";
import type { Better } from "./run.ts";
import type { Effect } from "./series.ts";

/** What a series measured on one rig, of the changesets that both rigs measured. */
export interface RigLevel {
  readonly series: string;
  /** Median of the changesets' medians, in the unit of the comparison. */
  readonly level: number;
  /** RFC 3339: start of the newest run. */
  readonly measuredAt: string;
}

/** One benchmark, metric and parameters that both rigs measure. */
export interface RigTwin {
  readonly benchmark: string;
  readonly metric: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly pairing: string;
  readonly unit: string;
  readonly better: Better;
  /** On which both measured them. */
  readonly branch: string;
  /** How many changesets both measured, the newest of them. */
  readonly changesets: number;
  readonly sha: string;
  readonly baseline: RigLevel;
  readonly candidate: RigLevel;
  /** Candidate against baseline: the mean over changesets, each compared with itself on the other rig. */
  readonly effect: Effect;
  /** The same turned so that above 1 is better; null where no ratio makes sense. */
  readonly performance: Interval | null;
}

export interface ComparedRig {
  readonly rig: string;
  readonly vendor: string | null;
  readonly description: string;
}

export interface RigComparison {
  readonly baseline: ComparedRig;
  readonly candidate: ComparedRig;
  /** Two-sided confidence of every interval. */
  readonly confidence: number;
  /** Geometric mean of `performance`, each benchmark with one vote; null without a ratio. */
  readonly overall: Interval | null;
  readonly series: readonly RigTwin[];
  /** How many things (benchmark, version, metric, parameters, pairing) each rig measures that the other does not, or not lately on one branch with it. */
  readonly alone: { readonly baseline: number; readonly candidate: number };
  /** What this is not, in a sentence. */
  readonly note: string;
}
