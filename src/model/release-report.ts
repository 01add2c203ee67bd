/** Everything a release manager tells of a release, as data: the texts and the page are made of it alone. */
import type { AuditCount } from "./audit.ts";
import type { Creep, GeometricMean, ReleaseComparison, SeriesComparison } from "./release-comparison.ts";
import type { PledgeKept } from "./release-coverage.ts";
import type { ReleaseVerdict } from "./release-verdict.ts";
import type { RigHours } from "./rig-hours.ts";
import type { ChangeState, Effect } from "./series.ts";

/** A changeset, or the first of several that may have done it, with every series that it moved. */
export interface ReportedChange {
  readonly sha: string;
  readonly candidates: readonly string[];
  readonly subject: string | null;
  readonly ticket: string | null;
  readonly state: ChangeState;
  readonly series: readonly {
    readonly benchmark: string;
    readonly metric: string;
    readonly rig: string;
    readonly effect: Effect;
    readonly isWorse: boolean;
    readonly isMaterial: boolean;
  }[];
  readonly waivers: readonly string[];
}

export interface ReportedCreep extends Creep {
  readonly benchmark: string;
  readonly metric: string;
  readonly rig: string;
}

export interface ReleaseReport {
  readonly partial?: boolean;
  readonly verdict: ReleaseVerdict;
  readonly means: readonly GeometricMean[];
  readonly assumption: string;
  /** Series by how much worse they became; the figures of all are in the comparison. */
  readonly worst: readonly SeriesComparison[];
  readonly best: readonly SeriesComparison[];
  readonly compared: number;
  readonly uncompared: ReleaseComparison["uncompared"];
  readonly changes: readonly ReportedChange[];
  readonly creeping: readonly ReportedCreep[];
  readonly pledges: readonly PledgeKept[];
  /** Of what is new in the release. */
  readonly hours: {
    readonly total: RigHours;
    readonly byRig: readonly RigHours[];
    readonly byVendor: readonly RigHours[];
    readonly byCause: readonly RigHours[];
  };
  /** Greens of what is new that were measured again. */
  readonly audits: AuditCount;
  /** Sentences for the release notes. */
  readonly notes: readonly string[];
}

/** A part of the report as text: what Markdown and HTML are both made of. */
export interface ReportSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly items?: readonly string[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}
