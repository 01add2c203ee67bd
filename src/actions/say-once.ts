/** A target is told something only when that differs from what it was told last about the same thing. */
import type { KnownTarget, Message, Said, Target, Told, Topic } from "../model/message.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { ITSELF } from "./announce-changes.ts";
import type { Context } from "./context.ts";
import { contentHash } from "./identify.ts";
import { record } from "./record.ts";

/** What there is to say. */
export interface Saying {
  readonly topic: Topic;
  readonly about: string;
  /** Equal for equal news: what was said last is not said again. */
  readonly say: string;
  /** Only to whoever heard of it before: nobody is told that something is over which they never knew. */
  readonly isFollowUp: boolean;
  /** RFC 3339: when it happened. What happened before the target was known is not told. */
  readonly at: string;
  told(): Told;
}

/** Of one process: what it knows to have been said. Only a hint; what decides is read from the storage. */
const hints = onceForEach((_: Context["store"]) => new Map<string, string>());

/** True when a message was queued; durable then. The message and what was said last are one write. */
export async function sayOnce(ctx: Context, target: Target, since: string, saying: Saying): Promise<boolean> {
  const { topic, about, say, isFollowUp, at } = saying;
  const key = JSON.stringify([target.name, topic, about]);
  const hint = hints(ctx.store);
  if (hint.get(key) === say) return false;
  const before = (await ctx.store.entity("said", key))?.body as Said | undefined;
  const isNew = before?.say !== say && (before !== undefined || (!isFollowUp && at >= since));
  hint.set(key, say);
  if (!isNew) return false;
  const ordinal = (before?.ordinal ?? 0) + 1;
  const now = ctx.now().toISOString();
  const message: Message = {
    id: contentHash([target.name, topic, about, ordinal, say], ctx.sha256).slice(0, 32),
    target: target.name,
    ...{ topic, about, told: saying.told(), state: "waiting", queuedAt: now, ordinal, attempts: 0 },
    ...{ nextAt: now, error: null, settledAt: null },
  };
  const said: Said = { say, ordinal };
  await record(ctx, ITSELF, [
    { kind: "message", key: message.id, body: message },
    { kind: "said", key, body: said },
  ]).catch((error) => {
    hint.delete(key);
    throw error;
  });
  return true;
}

/** Since when it is told things: the first time anybody asks is the first of its life. */
export async function knownSince(ctx: Context, { name, kind, url }: Target): Promise<string> {
  const known = (await ctx.store.entity("target", name))?.body as KnownTarget | undefined;
  if (known) return known.since;
  const body: KnownTarget = { name, kind, host: new URL(url).host, since: ctx.now().toISOString() };
  await record(ctx, ITSELF, [{ kind: "target", key: name, body }]);
  return body.since;
}
