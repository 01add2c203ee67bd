/** Who asks? A bearer token becomes a caller; no token is a stranger; a wrong one is refused, never ignored. */
import type { Context as HonoContext } from "hono";
import { type Caller, type Context, STRANGER } from "../actions/context.ts";
import { Fault } from "../model/fault.ts";

export async function callerOf(c: HonoContext, ctx: Context): Promise<Caller> {
  const header = c.req.header("authorization");
  if (header === undefined) return STRANGER;
  const token = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(header)?.[1];
  const state = token === undefined ? undefined : (await ctx.known.tokens()).get(ctx.sha256(token));
  if (
    !state ||
    state.isRevoked ||
    (state.expiresAt !== undefined && Date.parse(state.expiresAt) <= ctx.now().getTime())
  ) {
    throw new Fault(
      "unauthorized",
      "The token is not known here, expired or was revoked; ask an administrator for a new one.",
    );
  }
  return { name: state.name, scopes: state.scopes };
}
