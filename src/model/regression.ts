/** The item that people triage: all change points with one cause, what became of them, and what people decided. */
import type { ChangeState, Effect } from "./series.ts";

/** A change point as it was announced: the state of an entity of kind `change`, whose events are its history. */
export interface AnnouncedChange {
  /** 16 hex digits, from series, branch and the first changeset as it was announced. */
  readonly id: string;
  /** The regression it belongs to, 16 hex digits. */
  readonly regression: string;
  readonly series: string;
  readonly branch: string;
  readonly worse: boolean;
  readonly state: ChangeState | "withdrawn";
  /** First changeset of the new level, when it was last said. */
  readonly sha: string;
  /** The last good tested changeset and the first bad one: the candidates are those after the one up to the other. */
  readonly good: string;
  readonly bad: string;
  readonly before: number;
  readonly after: number;
  readonly effect: Effect;
  /** 1, and one more each time a recovered regression came back by a new change point of its series. */
  readonly occurrence: number;
  /** The changeset with which the level recovered; null while it has not. */
  readonly recoveredBy: string | null;
  /** RFC 3339, by the service's clock. */
  readonly announcedAt: string;
  readonly confirmedAt: string | null;
  readonly recoveredAt: string | null;
  readonly withdrawnAt: string | null;
}

/** What people decide; the data decide the other states. */
export const DISPOSITIONS = [
  "open",
  "acknowledged",
  "infrastructure",
  "will_not_fix",
  "duplicate",
  "downstream",
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** recovered: every level is back; withdrawn: later data say that there was no change. */
export const REGRESSION_STATES = [...DISPOSITIONS, "recovered", "withdrawn"] as const;
export type RegressionState = (typeof REGRESSION_STATES)[number];

export interface Note {
  readonly who: string;
  /** RFC 3339. */
  readonly at: string;
  readonly text: string;
}

/** One act of a person, for the record. */
export interface TriageAct {
  readonly who: string;
  readonly at: string;
  /** "state: acknowledged", "assignee: a.person", "ticket: none". */
  readonly what: readonly string[];
}

/** What people said of one regression: the state of an entity of kind `triage`. */
export interface Triage {
  /** Id of the regression. */
  readonly id: string;
  readonly disposition: Disposition;
  /** The occurrence it was decided for: what comes back afterwards is open again. */
  readonly decidedFor: number;
  readonly assignee: string | null;
  readonly ticket: string | null;
  /** Sha of the changeset that people hold to be the cause. */
  readonly cause: string | null;
  /** Id of the regression that it is a duplicate, or a consequence, of. */
  readonly duplicateOf: string | null;
  readonly downstreamOf: string | null;
  readonly notes: readonly Note[];
  readonly acts: readonly TriageAct[];
}

/** What one request says; what is absent stays, null takes away. */
export interface TriageChange {
  readonly state?: Disposition | undefined;
  readonly assignee?: string | null | undefined;
  readonly ticket?: string | null | undefined;
  readonly cause?: string | null | undefined;
  readonly duplicateOf?: string | null | undefined;
  readonly downstreamOf?: string | null | undefined;
  readonly note?: string | undefined;
}

/** How long it waits already, in working days (Monday to Friday, UTC). */
export interface WorkingClock {
  /** RFC 3339: since it was announced, or came back. */
  readonly since: string;
  /** With one decimal. */
  readonly workingDays: number;
  /** What it waits for, and within how many working days; null when it waits for nothing. */
  readonly waitsFor: "acknowledgement" | "resolution" | null;
  readonly within: number | null;
  readonly isOverdue: boolean;
}

export interface CandidateChangeset {
  readonly sha: string;
  readonly subject?: string;
  readonly ticket?: string;
  readonly author?: string;
}

/** One series of a regression. */
export interface RegressionMember {
  /** Id of the change point. */
  readonly change: string;
  readonly series: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly rig: string;
  readonly unit: string;
  readonly worse: boolean;
  readonly state: ChangeState | "withdrawn";
  readonly sha: string;
  readonly good: string;
  readonly bad: string;
  readonly before: number;
  readonly after: number;
  readonly effect: Effect;
  /** Beyond the policy's threshold. */
  readonly isMaterial: boolean;
  readonly recoveredBy: string | null;
}

/** A regression as a reader sees it: only the series that are theirs to see. */
export interface Regression {
  /** 16 hex digits; the same for ever. */
  readonly id: string;
  /** tradeoff: some series became worse and others better. */
  readonly kind: "regression" | "improvement" | "tradeoff";
  readonly state: RegressionState;
  /** confirmed as soon as one of its change points is. */
  readonly certainty: ChangeState | "withdrawn";
  readonly isMaterial: boolean;
  /** One sentence. */
  readonly title: string;
  readonly branch: string;
  /** The likeliest first changeset of the new level. */
  readonly sha: string;
  /** The last changeset that was tested and good. */
  readonly good: string;
  /** One of them is the cause, oldest first. */
  readonly candidates: readonly CandidateChangeset[];
  /** The one that people hold to be the cause. */
  readonly cause: string | null;
  readonly rigs: readonly string[];
  readonly benchmarks: readonly string[];
  /** The largest first. */
  readonly members: readonly RegressionMember[];
  /** How many of the series that became worse are back. */
  readonly recovered: { readonly series: number; readonly of: number };
  /** How often it came back. */
  readonly reopened: number;
  readonly assignee: string | null;
  readonly ticket: string | null;
  readonly duplicateOf: string | null;
  readonly duplicates: readonly string[];
  readonly downstreamOf: string | null;
  readonly notes: readonly Note[];
  readonly announcedAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly clock: WorkingClock;
}
