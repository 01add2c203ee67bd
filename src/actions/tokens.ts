/** Tokens: a person or machine holds one; only its hash is stored, and it is shown once. */
import { Fault } from "../model/fault.ts";
import { type Caller, type Context, demand } from "./context.ts";
import type { TokenState } from "./known.ts";
import { record } from "./record.ts";

export interface TokenAsk {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: string | undefined;
}

/** The answer is the only place where the token itself is ever seen. */
export async function createToken(ctx: Context, caller: Caller, ask: TokenAsk): Promise<{ id: string; token: string }> {
  demand(caller);
  const token = `tarnish_${ctx.newSecret()}`;
  const id = await admitToken(ctx, caller, ask, token);
  return { id, token };
}

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

export async function listTokens(ctx: Context, caller: Caller): Promise<Omit<TokenState, "hash">[]> {
  demand(caller);
  return [...(await ctx.known.tokens()).values()].map(({ hash: _, ...shown }) => shown);
}

export async function revokeToken(ctx: Context, caller: Caller, id: string): Promise<void> {
  demand(caller);
  const token = [...(await ctx.known.tokens()).values()].find((state) => state.id === id);
  if (!token) throw new Fault("not_found", `There is no token ${id}; tarnish token list shows them.`);
  await record(ctx, caller, [{ kind: "token", key: id, body: { ...token, isRevoked: true } }]);
}
