/** What is said of things, and where it stands in the log. */
import type { ChainedEvent } from "./chain.ts";
import type { EventKind } from "./event-kinds.ts";

/** What an event says; the store adds its place in the chain. */
export interface NewEvent {
  /** Natural key of what it is about: run id, sha, rig name, tag. */
  readonly key: string;
  readonly kind: EventKind;
  readonly who: string;
  readonly at: Date;
  /** sha256 of the RFC 8785 form of `body`, 64 hex digits. */
  readonly contentHash: string;
  /** JSON. */
  readonly body: string;
}

export interface Entity {
  readonly key: string;
  readonly at: string;
  readonly body: unknown;
}

/** One of the events of a thing. */
export interface Happened extends Entity {
  readonly who: string;
}

/** An event where it stands in the log. */
export interface LoggedEvent extends ChainedEvent {
  /** False for a run's attempt that does not count, or does not count yet. */
  readonly isAccepted: boolean;
}

/** How far a reader of the log has come: everything up to an instant, and in some chains further than that. */
export interface LogPlace {
  readonly horizon: Date;
  readonly chains: readonly { readonly chain: string; readonly sequence: number }[];
}

/** A run that two services accepted with different content, before their histories were one again. */
export interface RunConflict {
  readonly run: string;
  readonly rig: string;
  /** Content hashes: of what counts, and of what stays in the log alone. */
  readonly counts: string;
  readonly refused: string;
  readonly refusedAt: string;
  readonly refusedFrom: string;
}

/** What somebody said of a thing of which two hosts spoke, each without knowing of the other. */
export interface RivalEvent {
  readonly kind: EventKind;
  readonly key: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly who: string;
  readonly contentHash: string;
  readonly body: unknown;
  /** By the host that came back, or by the one that took what it had. */
  readonly isGiven: boolean;
}
