/** Is an order still to be done, and is a rig at it? */
import type { HeldLease, StoredOrder } from "../store/work-store.ts";

/** Milliseconds after a lease's end in which nobody takes the order over: clocks differ, a renewal may be under way. */
export const GRACE = 15_000;

export const isOpen = ({ order, completion }: StoredOrder): boolean => completion === null && order.cancelled === null;

/** Nobody else may take it. `now` in milliseconds. */
export const isHeld = (lease: HeldLease | null, now: number): lease is HeldLease =>
  lease !== null && Date.parse(lease.until) + GRACE > now;
