/** What there is to tell is queued as messages, where anything arrived since the last look: on whichever clock. */
import type { Context } from "../actions/context.ts";
import { EVERYTHING } from "../actions/known.ts";
import { mirrorState } from "../actions/mirror.ts";
import { queueMessages, type Telling } from "../actions/queue-messages.ts";

/** Whoever else takes the writes tells people, too. */
export const isTeller = (ctx: Context): boolean => mirrorState(ctx).role === "writer";

export function looksForNews(ctx: Context, telling: Telling): () => Promise<void> {
  let seen = "";
  return async () => {
    if (!isTeller(ctx)) return;
    const hour = ctx.now().toISOString().slice(0, 13); // silence comes with time alone
    const now = [hour, ...(await Promise.all(EVERYTHING.map((of) => ctx.store.watermark(of))))].join(" ");
    if (now === seen) return;
    await queueMessages(ctx, telling);
    seen = now;
  };
}
