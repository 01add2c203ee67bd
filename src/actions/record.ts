/** Every write that is not a run: an event, who sent it and when, durable when this resolves. */
import { onceForEach } from "../stats/once-for-each.ts";
import type { EventKind } from "../store/event-kinds.ts";
import { canonical } from "./canonical.ts";
import type { Caller, Context } from "./context.ts";
import { contentHash, said } from "./identify.ts";

export interface Fact {
  readonly kind: EventKind;
  readonly key: string;
  readonly body: unknown;
}

export async function record(ctx: Context, caller: Caller, facts: readonly Fact[]): Promise<void> {
  const at = ctx.now();
  await ctx.store.append(
    facts.map(({ kind, key, body }) => ({
      kind,
      key,
      who: caller.name,
      at,
      ...said(body, ctx.sha256),
    })),
  );
}

/** The same of a thing whose latest event is its state, unless it is that state already: who says it again moves nothing. */
export async function recordNews(ctx: Context, caller: Caller, fact: Fact, before: unknown): Promise<void> {
  if (before === undefined || canonical(before) !== canonical(fact.body)) await record(ctx, caller, [fact]);
}

const underWay = onceForEach((_: Context["store"]) => new Map<string, Promise<void>>());

/** For what many say at the same moment, the first runs of a rig or of a changeset: it is written once for all of them. */
export async function recordShared(ctx: Context, caller: Caller, fact: Fact): Promise<void> {
  const own = underWay(ctx.store);
  const said = `${caller.name} ${fact.kind} ${fact.key} ${contentHash(fact.body, ctx.sha256)}`;
  const writing = own.get(said) ?? record(ctx, caller, [fact]).finally(() => own.delete(said));
  own.set(said, writing);
  await writing;
}
