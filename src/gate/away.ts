import type { Away } from "../model/changeset.ts";

/** Is a rig away at an instant? RFC 3339, in UTC; until a day means until that day begins. */
export const isAway = (away: Away | undefined, at: string): boolean => away !== undefined && at < away.until;
