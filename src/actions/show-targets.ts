/** How do the messages to each target fare? For whoever keeps the service, without addresses and secrets. */
import type { KnownTarget, Message } from "../model/message.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";

export interface TargetState {
  readonly name: string;
  readonly kind: KnownTarget["kind"];
  readonly host: string;
  readonly since: string;
  readonly waiting: number;
  /** RFC 3339: when the oldest of them was queued. */
  readonly oldest: string | null;
  /** Why the last attempt failed, of those that wait. */
  readonly error: string | null;
  /** In the last thirty days. */
  readonly givenUp: number;
  /** One sentence; empty when all is well. */
  readonly trouble: string;
}

const REMEMBERED_MS = 30 * 86_400_000;

export async function showTargets(ctx: Context, caller: Caller): Promise<TargetState[]> {
  demand(caller, "triage");
  const read = async (state: string) =>
    (await ctx.store.entitiesInState("message", state)).map(({ body }) => body as Message);
  const waiting = groupedBy(await read("waiting"), ({ target }) => target);
  const since = new Date(ctx.now().getTime() - REMEMBERED_MS).toISOString();
  const lost = (await read("given_up")).filter(({ settledAt }) => (settledAt ?? "") >= since);
  const givenUp = groupedBy(lost, ({ target }) => target);
  const known = (await ctx.store.entities("target")).map(({ body }) => body as KnownTarget);
  return known.map(({ name, kind, host, since: from }) => {
    const open = waiting.get(name) ?? [];
    const oldest = open.map(({ queuedAt }) => queuedAt).sort()[0] ?? null;
    const error = open.find((one) => one.error !== null)?.error ?? null;
    const gone = givenUp.get(name) ?? [];
    const counts = { waiting: open.length, oldest, error, givenUp: gone.length };
    return { name, kind, host, since: from, ...counts, trouble: troubleOf(counts, gone) };
  });
}

function troubleOf(
  { waiting, oldest, error }: Pick<TargetState, "waiting" | "oldest" | "error">,
  gone: readonly Message[],
): string {
  const parts = [
    ...(error === null ? [] : [`${counted(waiting)} since ${oldest?.slice(0, 16)}: it ${error}`]),
    ...(gone.length === 0 ? [] : [`${gone.length} given up in the last thirty days: it ${gone[0]?.error}`]),
  ];
  return parts.join("; ");
}

const counted = (messages: number): string => (messages === 1 ? "1 message waits" : `${messages} messages wait`);
