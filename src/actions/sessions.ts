/**
 * Signing in with a browser: a token makes a link that works once, the link becomes a session. Both are the same thing
 * in two states, under one key: whoever uses the link last has the session, so a link never makes two, on however many
 * replicas it is used at once. Only hashes are kept.
 */
import { Fault } from "../model/fault.ts";
import type { Caller, Context } from "./context.ts";
import type { SessionState, TokenState } from "./known.ts";
import { record } from "./record.ts";
import { holderOf, isAlive, tokenById } from "./tokens.ts";

/** Milliseconds. */
const LINK_LIFE = 10 * 60_000;
const SESSION_LIFE = 7 * 24 * 3_600_000;

export interface Secret {
  /** Seen here and nowhere else. */
  readonly secret: string;
  /** RFC 3339, UTC. */
  readonly expiresAt: string;
}

/** Of the token that asks: a session cannot make others. */
export async function createLink(ctx: Context, caller: Caller): Promise<Secret> {
  if (caller.token === undefined || caller.session !== undefined) {
    throw new Fault("unauthorized", `This needs a token: send it as "Authorization: Bearer …", or run tarnish login.`);
  }
  const secret = ctx.newSecret();
  const expiresAt = new Date(ctx.now().getTime() + LINK_LIFE).toISOString();
  const id = ctx.newId();
  const body: SessionState = { id, token: caller.token, hash: ctx.sha256(secret), state: "link", expiresAt };
  await record(ctx, caller, [{ kind: "session", key: id, body }]);
  return { secret, expiresAt };
}

/** Whom the link signs in; throws `unauthorized` when it was used, is too old, or its token ended. */
export async function holderOfLink(ctx: Context, secret: string): Promise<Caller> {
  const { token } = await living(ctx, secret, "link");
  return holderOf(token);
}

/** The link ends, the session begins. */
export async function openSession(ctx: Context, link: string): Promise<Secret> {
  return await ctx.known.inTurn(async () => {
    const { session, token } = await living(ctx, link, "link");
    const secret = ctx.newSecret();
    const end = Math.min(ctx.now().getTime() + SESSION_LIFE, Date.parse(token.expiresAt ?? "9999-12-31T00:00:00Z"));
    const expiresAt = new Date(end).toISOString();
    const body: SessionState = { ...session, hash: ctx.sha256(secret), state: "open", expiresAt };
    await record(ctx, holderOf(token), [{ kind: "session", key: session.id, body }]);
    return { secret, expiresAt };
  });
}

/** Nothing for a session that ended, as for none. */
export async function callerOfSession(ctx: Context, secret: string): Promise<Caller | undefined> {
  try {
    const { session, token } = await living(ctx, secret, "open");
    return { ...holderOf(token), session: session.id };
  } catch (error) {
    if (error instanceof Fault && error.code === "unauthorized") return undefined;
    throw error;
  }
}

/** The same caller with what they may do by now; nothing when their token or session ended since they asked. */
export async function callerByNow(ctx: Context, caller: Caller): Promise<Caller | undefined> {
  if (caller.token === undefined) return caller;
  const now = ctx.now();
  const token = await tokenById(ctx, caller.token);
  if (!token || !isAlive(token, now)) return undefined;
  if (caller.session === undefined) return holderOf(token);
  const session = [...(await ctx.known.sessions()).values()].find(({ id }) => id === caller.session);
  const isOpen = session?.state === "open" && Date.parse(session.expiresAt) > now.getTime();
  return isOpen ? { ...holderOf(token), session: caller.session } : undefined;
}

export async function endSession(ctx: Context, caller: Caller): Promise<void> {
  const session = [...(await ctx.known.sessions()).values()].find(({ id }) => id === caller.session);
  if (!session) return;
  await record(ctx, caller, [{ kind: "session", key: session.id, body: { ...session, state: "ended" } }]);
}

/** Both end with the token that made them. */
async function living(
  ctx: Context,
  secret: string,
  state: SessionState["state"],
): Promise<{ readonly session: SessionState; readonly token: TokenState }> {
  const session = (await ctx.known.sessions()).get(ctx.sha256(secret));
  const now = ctx.now();
  const token = session && (await tokenById(ctx, session.token));
  if (session?.state === state && Date.parse(session.expiresAt) > now.getTime() && token && isAlive(token, now)) {
    return { session, token };
  }
  throw new Fault(
    "unauthorized",
    "The link was used already, or is older than ten minutes: tarnish login makes another.",
  );
}
