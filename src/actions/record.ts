/** Every write that is not a run: an event, who sent it and when, durable when this resolves. */
import type { EventKind } from "../store/store.ts";
import type { Caller, Context } from "./context.ts";
import { contentHash } from "./identify.ts";

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
      contentHash: contentHash(body, ctx.sha256),
      body: JSON.stringify(body),
    })),
  );
}
