/**
 * When was a token last used? Held in memory, to the hour, and written for all tokens together at most once an hour:
 * a request never waits for it, and what is derived from everything known is not derived again for each of them.
 */
import { onceForEach } from "../stats/once-for-each.ts";
import type { Context } from "./context.ts";
import { record } from "./record.ts";

const HOUR = 3_600_000;

interface Uses {
  /** Hours since 1970 by token id: what this process saw. */
  readonly seen: Map<string, number>;
  /** Of them those that are not written yet. */
  readonly unwritten: Set<string>;
  writtenAt: number;
}

const usesOf = onceForEach(
  (ctx: Context): Uses => ({ seen: new Map(), unwritten: new Set(), writtenAt: ctx.now().getTime() }),
);

/** Free of waiting; now and then it starts a write, whose failure only means that the next one says it. */
export function wasUsed(ctx: Context, token: string): void {
  const uses = usesOf(ctx);
  const now = ctx.now().getTime();
  const hour = Math.floor(now / HOUR);
  if (uses.seen.get(token) !== hour) {
    uses.seen.set(token, hour);
    uses.unwritten.add(token);
  }
  if (uses.unwritten.size > 0 && now - uses.writtenAt >= HOUR) writeUses(ctx).catch(() => {});
}

/** At the end of the process, too. */
export async function writeUses(ctx: Context): Promise<void> {
  const uses = usesOf(ctx);
  uses.writtenAt = ctx.now().getTime();
  const tokens = [...uses.unwritten];
  uses.unwritten.clear();
  const facts = tokens.map((token) => {
    const body = { token, lastUsedAt: instant(uses.seen.get(token) ?? 0) };
    return { kind: "token-use", key: token, body } as const;
  });
  try {
    await record(ctx, { name: "tarnish", scopes: [] }, facts);
  } catch (error) {
    for (const token of tokens) uses.unwritten.add(token);
    throw error;
  }
}

/** By token id, RFC 3339 in UTC: what any process wrote, and what this one saw since. */
export async function lastUses(ctx: Context): Promise<ReadonlyMap<string, string>> {
  const uses = new Map([...(await ctx.known.tokenUses()).values()].map(({ token, lastUsedAt }) => [token, lastUsedAt]));
  for (const [token, hour] of usesOf(ctx).seen) {
    const seen = instant(hour);
    if (seen > (uses.get(token) ?? "")) uses.set(token, seen);
  }
  return uses;
}

const instant = (hour: number): string => new Date(hour * HOUR).toISOString();
