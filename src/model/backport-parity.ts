/** Which changes of the mainline are on a maintenance branch, and do they do the same there? By Change-Id. */
import type { ComparedState, Interval } from "./release-comparison.ts";

/** different: by more than is material and than chance; unknown: not measured around it on one of the branches. */
export type Agreement = "same" | "different" | "unknown";

/** What a change did to one series, from the measured changesets nearest to it; ratios, 1 is nothing. */
export interface PortedEffect {
  readonly series: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly rig: string;
  readonly mainline: Interval | null;
  readonly maintenance: Interval | null;
  readonly agreement: Agreement;
}

export interface PortedChange {
  readonly changeId: string;
  readonly subject: string | null;
  /** Its changeset on either branch. */
  readonly mainline: string;
  readonly maintenance: string;
  /** Series that it moved materially on either branch; none where it moved nothing that was measured. */
  readonly effects: readonly PortedEffect[];
}

export interface BackportParity {
  readonly partial?: boolean;
  readonly maintenance: ComparedState;
  readonly mainline: ComparedState;
  readonly forkedAt: string | null;
  readonly ported: readonly PortedChange[];
  /** Changes of the mainline since the fork that are not here: how many, and those that may have moved a series there. */
  readonly notPorted: number;
  readonly movingNotPorted: readonly {
    readonly sha: string;
    readonly changeId: string | null;
    readonly subject: string | null;
    readonly moved: readonly string[];
  }[];
  /** Changes of the maintenance branch without a counterpart. */
  readonly onlyHere: number;
}
