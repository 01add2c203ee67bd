/** Tokens: a person or machine holds one; only its hash is stored, and it is shown once. */
import { Fault } from "../model/fault.ts";
import { type Caller, type Context, demand } from "./context.ts";
import type { TokenState } from "./known.ts";
import { lastUses } from "./last-use.ts";
import { record } from "./record.ts";

export interface TokenAsk {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: string | undefined;
}

/** The answer is the only place where the token itself is ever seen. */
export async function createToken(ctx: Context, caller: Caller, ask: TokenAsk): Promise<{ id: string; token: string }> {
  demand(caller);
  const token = newToken(ctx);
  const id = await admitToken(ctx, caller, ask, token);
  return { id, token };
}

/** Told by its beginning from other secrets, for scanners of what was published by mistake. */
export const newToken = ({ newSecret }: Pick<Context, "newSecret">): string => `tarnish_${newSecret()}`;

/** Stores what a secret may do, for the first start as for every later one. */
export async function admitToken(
  ctx: Context,
  caller: Caller,
  { name, scopes, expiresAt }: TokenAsk,
  secret: string,
): Promise<string> {
  const id = ctx.newId();
  const body: TokenState = {
    id,
    name,
    scopes,
    hash: ctx.sha256(secret),
    ...(expiresAt !== undefined && { expiresAt }),
    isRevoked: false,
  };
  await record(ctx, caller, [{ kind: "token", key: id, body }]);
  return id;
}

export interface ShownToken extends Omit<TokenState, "hash"> {
  /** To the hour, RFC 3339, UTC; absent when it was never used. */
  readonly lastUsedAt?: string;
}

export async function listTokens(ctx: Context, caller: Caller): Promise<ShownToken[]> {
  demand(caller);
  const uses = await lastUses(ctx);
  return [...(await ctx.known.tokens()).values()].map(({ hash: _, ...shown }) => {
    const lastUsedAt = uses.get(shown.id);
    return { ...shown, ...(lastUsedAt !== undefined && { lastUsedAt }) };
  });
}

export async function revokeToken(ctx: Context, caller: Caller, id: string): Promise<void> {
  demand(caller);
  const token = await tokenById(ctx, id);
  if (!token) throw new Fault("not_found", `There is no token ${id}; tarnish token list shows them.`);
  await record(ctx, caller, [{ kind: "token", key: id, body: { ...token, isRevoked: true } }]);
}

/**
 * The holder of a secret, nothing for one that nobody holds any more. What is looked up is the secret's SHA-256: how
 * long that takes depends on a hash that the sender cannot steer, so it says nothing of the secrets that are stored.
 */
export async function callerOfToken(ctx: Context, secret: string): Promise<Caller | undefined> {
  const hash = ctx.sha256(secret);
  const token = (await ctx.known.tokens()).get(hash);
  if (token === undefined && ctx.mirror?.owner === hash) return OWNER;
  return token && isAlive(token, ctx.now()) ? holderOf(token) : undefined;
}

/** Of a mirror's own data folder, all of which they can read anyway. */
const OWNER: Caller = { name: "owner of this host", scopes: ["admin"] };

export async function tokenById(ctx: Context, id: string): Promise<TokenState | undefined> {
  return [...(await ctx.known.tokens()).values()].find((token) => token.id === id);
}

export const holderOf = ({ id, name, scopes }: TokenState): Caller => ({ name, scopes, token: id });

/** Neither revoked nor at its end. */
export function isAlive({ isRevoked, expiresAt }: TokenState, now: Date): boolean {
  return !isRevoked && (expiresAt === undefined || Date.parse(expiresAt) > now.getTime());
}
