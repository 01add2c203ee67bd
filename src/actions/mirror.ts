/** A service that follows another one: what it knows of itself, and how it becomes the writer. */
import { Fault } from "../model/fault.ts";
import type { RunConflict } from "../store/store.ts";
import { type Caller, type Context, demand, isMirror } from "./context.ts";

export interface MirrorState {
  readonly role: "mirror" | "writer";
  /** Of a mirror: address of the service that takes the writes. */
  readonly from?: string;
  /** Seconds since this mirror last had everything; null before the first time. */
  readonly lagSeconds?: number | null;
  /** Why it does not go on at the moment, in one sentence. */
  readonly stopped?: string;
}

/** How a process that may be a mirror is asked, and told to be one no more. */
export interface Mirror {
  state(): MirrorState;
  /** Ends following; durable when it resolves. Rejects while the writer still answers, unless forced. */
  promote(isForced: boolean): Promise<void>;
}

export const mirrorState = (ctx: Context): MirrorState => ctx.mirror?.state() ?? { role: "writer" };

export async function promoteMirror(ctx: Context, caller: Caller, isForced: boolean): Promise<MirrorState> {
  demand(caller);
  if (mirrorState(ctx).role === "mirror") await ctx.mirror?.promote(isForced);
  return mirrorState(ctx);
}

/** Runs that two services accepted with different content before their histories were one again. */
export async function listConflicts(ctx: Context, caller: Caller): Promise<readonly RunConflict[]> {
  if (!isMirror(caller)) demand(caller);
  return await ctx.store.conflicts();
}

/** Undefined for a writer: what a write is refused with, and it names who takes it. */
export function refusal(ctx: Context): Fault | undefined {
  const { role, from } = mirrorState(ctx);
  if (role === "writer") return undefined;
  return new Fault(
    "unavailable",
    `This is a mirror of ${from}, which takes the writes: send it there, or make this one the writer with tarnish mirror promote.`,
    [],
    { retryAfter: 5 },
  );
}
