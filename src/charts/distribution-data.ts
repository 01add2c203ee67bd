/** What the distribution of runs before and after is drawn from. */
import type { Better } from "../model/run.ts";
import type { RunLaw } from "../model/run-law.ts";

export interface DistributionRun {
  readonly sha: string;
  readonly block: string;
  readonly value: number;
}

export interface DistributionSide {
  /** "before a1b2c3d4e5", "2.15.0", "the whole history". */
  readonly label: string;
  /** In the order of measuring; finite. */
  readonly runs: readonly DistributionRun[];
  /** Of the values; null without a run. */
  readonly law: RunLaw | null;
}

export interface DistributionChartData {
  /** "write.bandwidth of ior-easy on opensfs-a". */
  readonly title: string;
  readonly unit: string;
  readonly better: Better;
  /** One or two, the older first. */
  readonly sides: readonly DistributionSide[];
}
