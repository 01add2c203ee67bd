/** Two hosts of one history were one again: what each had accepted alone until then. */

/** Events of a chain from the one after `after` to `to`, that included. */
export interface Stretch {
  readonly chain: string;
  readonly after: number;
  readonly to: number;
}

export interface Merge {
  readonly id: string;
  /** What only the host had that came back. */
  readonly given: readonly Stretch[];
  /** What only the host had that took it. */
  readonly kept: readonly Stretch[];
}
