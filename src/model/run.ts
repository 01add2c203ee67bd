/** One session of a suite, as a rig posts it: the run document `tarnish.run/1`. */
import type { Changeset } from "./changeset.ts";

export const RUN_SCHEMA = "tarnish.run/1";

/** No figure is larger than this either way: its square is still a number, and no unit that people use asks for more. */
export const LARGEST = 1e150;

/** Values of one measurement. */
export const MOST_VALUES = 1_000_000;

export type Better = "higher" | "lower";
export type Cause = "scheduled" | "retest" | "confirm" | "backfill" | "bisect" | "bridge" | "manual" | "audit";
export const CAUSES = [
  "scheduled",
  "retest",
  "confirm",
  "backfill",
  "bisect",
  "bridge",
  "manual",
  "audit",
] as const satisfies readonly Cause[];

export type Facts = Readonly<Record<string, string>>;

/** What a rig reported of itself: identity facts split series, watch facts open drifts, context is recorded. */
export interface Environment {
  readonly identity?: Facts;
  readonly watch?: Facts;
  readonly context?: Facts;
  readonly nodes?: readonly {
    readonly name: string;
    readonly role?: string;
    readonly owner?: string;
    readonly watch?: Facts;
  }[];
}

/** The build that was really measured; absent, it counts as the clean build of the sha that nobody proved. */
export interface Subject {
  readonly repository?: string;
  readonly sha?: string;
  readonly tree?: string;
  readonly dirty?: boolean;
  readonly patches?: readonly string[];
  readonly uniform?: boolean;
  readonly packages?: Facts;
  readonly versions?: Facts;
}

/** What a tool gives when it keeps its repeats to itself. */
export interface Summary {
  readonly kind: "mean" | "median" | "total" | "percentile";
  readonly value: number;
  readonly n: number;
  readonly sd?: number;
  readonly min?: number;
  readonly max?: number;
}

/** Counts per bin: `bounds[i]` is the upper bound of bin i, in the measurement's unit. */
export interface Histogram {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

/** One value of a measurement: a number in the stated unit, or a duration that had not ended when watching stopped. */
export type Value = number | { readonly censoredAt: number };

export interface Measurement {
  readonly benchmark: string;
  /** What was measured, as `write.bandwidth`. */
  readonly metric: string;
  readonly unit: string;
  readonly better: Better;
  /** Version of the benchmark: another version is another series. */
  readonly version?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Repeats in the order of the tool's output. Exactly one of `values`, `summary`, `histogram` is present. */
  readonly values?: readonly Value[];
  readonly summary?: Summary;
  readonly histogram?: Histogram;
  /** Reasons why the tool's own words make the values doubtful; a suspect measurement is shown and never gates. */
  readonly suspect?: readonly string[];
  /** Never posted: `values` were dropped by the retention policy, and `summary` is what is left of them. */
  readonly dropped?: true;
}

export interface SkippedLine {
  readonly line: number;
  readonly why: string;
}

export interface RunDocument {
  readonly schema: typeof RUN_SCHEMA;
  /** UUID chosen by the rig: posting the same run again changes nothing. */
  readonly id: string;
  readonly rig: string;
  readonly suite: string;
  readonly changeset: Changeset;
  /** What runs share: one night, one boot, one build, one format. */
  readonly block?: string;
  readonly cause?: Cause;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly complete: boolean;
  readonly subject?: Subject;
  readonly environment?: Environment;
  readonly virtual?: boolean;
  readonly workOrder?: string | null;
  readonly harness?: { readonly name: string; readonly version?: string };
  readonly tool?: { readonly name: string; readonly version?: string };
  /** Lines of the tool's output that could not be read, with reasons. */
  readonly skipped?: readonly SkippedLine[];
  readonly measurements: readonly Measurement[];
  /** Never posted: RFC 3339 date on which the retention policy dropped repeats of this run. */
  readonly thinned?: string;
}

/** Everything of a run but what it measured. */
export type RunHead = Omit<RunDocument, "measurements">;
