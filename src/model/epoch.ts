/** A state of a rig, known by the hash of its watch facts, that a person accepted as an epoch. */
export interface AcceptedState {
  readonly rig: string;
  /** 16 hex digits, as runs carry it. */
  readonly watchHash: string;
  /** Several states may be one epoch: a change that a person takes for harmless joins the epoch before it. */
  readonly epoch: string;
  readonly reason: string;
}
