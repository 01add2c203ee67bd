/** The gate's answer for a release, held against the one before it. */
import type { ComparedState, GeometricMean } from "./release-comparison.ts";
import type { CellCoverage } from "./release-coverage.ts";
import type { Phase } from "./train.ts";
import type { Missing, SeriesVerdict, VerdictWord } from "./verdict.ts";

/** What one series has spent of the release's creep budget. */
export interface Spent {
  readonly series: string;
  readonly rig: string;
  readonly benchmark: string;
  readonly metric: string;
  /** 1 is all of it. */
  readonly spent: number;
  /** The mark that is reached: 0.5, 0.8 or 1. */
  readonly mark: number;
}

export interface ReleaseVerdict {
  readonly partial?: boolean;
  readonly release: ComparedState;
  readonly against: ComparedState;
  /** Phase of the release today; null without a train. */
  readonly phase: Phase | null;
  readonly verdict: VerdictWord;
  readonly why: string;
  readonly policy: { readonly name: string; readonly version: string };
  readonly final: boolean;
  readonly waitingFor: readonly string[];
  readonly series: readonly SeriesVerdict[];
  /** Series of the release before and promised cells that nobody measured. */
  readonly missing: readonly Missing[];
  readonly budget: {
    /** As a fraction: how much worse a series may become. */
    readonly limit: number;
    /** Highest mark that a series reached: 0, 0.5, 0.8 or 1. */
    readonly mark: number;
    /** Series at half of it or more, the most spent first. */
    readonly spent: readonly Spent[];
  };
  readonly coverage: readonly CellCoverage[];
  readonly means: readonly GeometricMean[];
  readonly engine: string;
  /** sha256:… of everything the verdict is a function of. */
  readonly inputs: string;
}
