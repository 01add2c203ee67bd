/** Who asks? A bearer token or a browser's session becomes a caller; neither is a stranger; a wrong token is refused. */
import type { Context as HonoContext } from "hono";
import { getCookie } from "hono/cookie";
import { type Caller, type Context, STRANGER } from "../actions/context.ts";
import { wasUsed } from "../actions/last-use.ts";
import type { MirrorState } from "../actions/mirror.ts";
import { callerOfSession } from "../actions/sessions.ts";
import { callerOfToken } from "../actions/tokens.ts";
import { Fault } from "../model/fault.ts";
import { SESSION_COOKIE } from "../model/session.ts";
import type { RateLimiter } from "./rate-limit.ts";

declare module "hono" {
  interface ContextVariableMap {
    /** Set before any route or page is asked. */
    caller: Caller | undefined;
    /** What this service is of its history: the writer, or a mirror. */
    mirror: MirrorState | undefined;
  }
}

/**
 * The caller, counted against its limit. `address`: where the request comes from. A wrong token is never ignored, and
 * many of them from one address are told to wait; a right one from the same address is not.
 */
export async function admitted(c: HonoContext, ctx: Context, limiter: RateLimiter, address: string): Promise<Caller> {
  const header = c.req.header("authorization");
  const caller = header === undefined ? await ofBrowser(c, ctx) : await ofHeader(ctx, header);
  if (caller === undefined) {
    limiter.take("wrong", address);
    throw new Fault(
      "unauthorized",
      "The token is not known here, expired or was revoked; ask an administrator for a new one.",
    );
  }
  if (caller.token === undefined) limiter.take("address", address);
  else {
    limiter.take("token", caller.token);
    wasUsed(ctx, caller.token);
  }
  if (header === undefined && (caller.session !== undefined || isForm(c))) refuseOtherSites(c);
  return caller;
}

async function ofHeader(ctx: Context, header: string): Promise<Caller | undefined> {
  const secret = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(header)?.[1];
  return secret === undefined ? undefined : await callerOfToken(ctx, secret);
}

/** A session that ended is no session: its reader sees what everybody sees, and signs in again. */
async function ofBrowser(c: HonoContext, ctx: Context): Promise<Caller> {
  const secret = getCookie(c, SESSION_COOKIE, "host") ?? getCookie(c, SESSION_COOKIE);
  return (secret === undefined ? undefined : await callerOfSession(ctx, secret)) ?? STRANGER;
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** What a page of another site can make a browser send without asking us first. */
const isForm = (c: HonoContext): boolean =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i.test(c.req.header("content-type") ?? "");

/**
 * A browser sends the session's cookie along with whatever a page makes it send, so a write counts only when it comes
 * from a page of ours. Every browser says where it comes from: by Sec-Fetch-Site, or over plain http by Origin.
 */
function refuseOtherSites(c: HonoContext): void {
  if (SAFE.has(c.req.method)) return;
  const site = c.req.header("sec-fetch-site");
  const isOurs =
    site === undefined ? isOurOrigin(c.req.header("origin"), c.req.header("host")) : site === "same-origin";
  if (isOurs) return;
  throw new Fault("forbidden", "A write with a browser's session must come from a page of this service.");
}

function isOurOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
