/** How long everything of a run is kept. Summaries, environments and all other events are kept for ever. */
export interface RetentionPolicy {
  /** Days after which the repeats of a run may be dropped; null: never. */
  readonly repeatsAfterDays: number | null;
}

/** Repeats of these runs were dropped: an event of the log, which proves what is left of each. */
export interface Thinning {
  /** RFC 3339 date, UTC. */
  readonly on: string;
  /** RFC 3339: the runs were accepted, and begun, before. */
  readonly before: string;
  /** Of each run a hash that binds what is left of its document to the whole of it (thinned-proof.ts), by their digits. */
  readonly bodies: readonly string[];
}

/** Days. Looks at a landing, and copies on their way to a mirror, are over by then. */
export const SHORTEST_RETENTION = 30;

/** Characters of a list of repeats in JSON, without its brackets: a shorter one takes no more room than its summary. */
export const SHORTEST_REPEATS = 160;
