/** How long rigs were busy, and for what. */
import type { Cause } from "./run.ts";

export const HOURS_BY = ["rig", "vendor", "cause", "changeset", "release"] as const;
export type HoursBy = (typeof HOURS_BY)[number];

export interface RigHours {
  /** Which rig, vendor, cause, changeset or release; "" where there is none. */
  readonly of: string;
  /** Time in which a rig was busy: runs that overlap count once. */
  readonly hours: number;
  readonly runs: number;
  /** Runs of unknown length, which are not part of the hours. */
  readonly withoutEnd: number;
}

/** The runs of one rig for one cause, and where that was asked for, of one changeset. */
export interface BusyTime {
  readonly rig: string;
  readonly cause: Cause;
  /** "" where changesets are not told apart. */
  readonly sha: string;
  readonly milliseconds: number;
  readonly runs: number;
  readonly withoutEnd: number;
}
