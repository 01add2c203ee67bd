/** Several hosts of one history: what this one is among them, and how it becomes the writer. */
import { Fault } from "../model/fault.ts";
import type { Term } from "../model/term.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { termOf } from "./promotions.ts";

export interface MirrorState {
  /** `replaced`: it was the writer until another host was promoted. */
  readonly role: "mirror" | "writer" | "replaced";
  /** Of all but the writer: address of the service that takes the writes. */
  readonly from?: string;
  /** Of a mirror: seconds since it last had everything; null before the first time. */
  readonly lagSeconds?: number | null;
  /** Why it does not go on at the moment, in one sentence. */
  readonly stopped?: string;
}

/** How a process that may not be the writer is asked, and told to be it. */
export interface Mirror {
  state(): MirrorState;
  /** Durable when it resolves. Rejects while the writer still answers, unless forced. */
  promote(isForced: boolean): Promise<void>;
  /** Of a mirror: SHA-256 of the token of who owns this host, which its history need not know. */
  readonly owner?: string | undefined;
  /** Why nothing may be written before it is known who the writer is; undefined when it is. */
  readonly undecided?: Fault | undefined;
}

export const mirrorState = (ctx: Context): MirrorState => ctx.mirror?.state() ?? { role: "writer" };

/** With the term of the history, by which other hosts know who of two is the writer. */
export const toldState = async (ctx: Context): Promise<MirrorState & Term> => ({
  ...mirrorState(ctx),
  ...(await termOf(ctx)),
});

export async function promoteMirror(ctx: Context, caller: Caller, isForced: boolean): Promise<MirrorState & Term> {
  demand(caller);
  if (mirrorState(ctx).role !== "writer") await ctx.mirror?.promote(isForced);
  return await toldState(ctx);
}

/** Undefined for a writer: what a write is refused with, and it names who takes it. */
export function refusal(ctx: Context): Fault | undefined {
  const { role, from } = mirrorState(ctx);
  const again = { retryAfter: 5 };
  switch (role) {
    case "writer":
      return ctx.mirror?.undecided;
    case "mirror": {
      const message = `This is a mirror of ${from}, which takes the writes: send it there, or make this one the writer with tarnish mirror promote.`;
      return new Fault("unavailable", message, [], again);
    }
    case "replaced": {
      const message = `This host was replaced by ${from}, which takes the writes: stop it and let it rejoin with tarnish mirror --from ${from}; nothing is lost by that.`;
      return new Fault("unavailable", message, [], again);
    }
  }
}
