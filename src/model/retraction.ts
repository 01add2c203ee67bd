/** Runs that must not count: of one rig, over a stretch of time in which what it measured was not to be trusted. */
export interface Retraction {
  readonly id: string;
  readonly rig: string;
  /** RFC 3339; runs that started from `from` to `to`, both included, also those that are posted later. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** Why it was a mistake: the runs count again. */
  readonly withdrawn?: string;
}
