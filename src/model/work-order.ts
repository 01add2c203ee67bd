/** A request to a rig to measure something, with its cause. */
import type { Cause } from "./run.ts";

/** What is asked, before anybody is asked. */
export interface WantedOrder {
  /** Two requests of one key are the same request. */
  readonly key: string;
  /** "scheduled" is the first measurement of a landing: it may become history, as the reruns that a result provoked must not. */
  readonly cause: Cause;
  readonly rig: string;
  readonly suite: string;
  /** Which changeset is measured. */
  readonly sha: string;
  /** A second one that takes turns with it in every block; null without. */
  readonly baseline: string | null;
  /** Of each of them, in so many blocks. */
  readonly runs: number;
  readonly blocks: number;
  /** Ids of the series that are asked for; the whole suite when empty. */
  readonly series: readonly string[];
  /** The day (UTC, as 2026-10-02) that has to be over first, because another night is needed; null when none has. */
  readonly afterNight: string | null;
  /** One sentence. */
  readonly why: string;
}

export interface WorkOrder extends WantedOrder {
  /** 32 hex digits, of key and attempt. */
  readonly id: string;
  /** 1, 2, …: what an earlier attempt measured was not enough to answer. */
  readonly attempt: number;
  /** Expected, of the rig; null when nobody knows how long a run takes. */
  readonly hours: number | null;
  /** RFC 3339, UTC: when it was first asked. */
  readonly orderedAt: string;
  /** Why nobody needs it any more; null while it stands. */
  readonly cancelled: string | null;
}

/** A rig's right to do an order until a time, renewed while it is at work. */
export interface Lease {
  /** UUID. */
  readonly lease: string;
  readonly order: string;
  readonly rig: string;
  /** 1, 2, …: each take-over is the next one. */
  readonly generation: number;
  /** RFC 3339, UTC. */
  readonly until: string;
}

/** What became of an order. */
export interface Completion {
  readonly order: string;
  readonly lease: string;
  readonly rig: string;
  readonly outcome: "done" | "failed";
  /** One sentence. */
  readonly why: string;
  /** Ids of the runs that it brought. */
  readonly runs: readonly string[];
}

/** waiting: for a later night, or for the rig's quota; leased: a rig is at it. */
export type OrderState = "open" | "waiting" | "leased" | "done" | "failed" | "cancelled";
