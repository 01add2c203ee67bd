/** Signing in and out: a link shows whom it signs in, a button does it, so that what only looks at links uses none up. */
import { Hono, type Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, setCookie } from "hono/cookie";
import { type Context, STRANGER } from "../actions/context.ts";
import { endSession, holderOfLink, openSession } from "../actions/sessions.ts";
import { Fault } from "../model/fault.ts";
import { SESSION_COOKIE } from "../model/session.ts";
import type { Html } from "./html.ts";
import { signInHowTo, signInOffer } from "./sign-in-page.ts";

/** `page` sends one, or the page that says what is wrong. */
export function signIn(ctx: Context, page: (c: HonoContext, draw: () => Promise<Html>) => Promise<Response>): Hono {
  const app = new Hono();
  const small = bodyLimit({ maxSize: 4096, onError: () => Promise.reject(tooLong()) });
  app.get("/sign-in", (c) =>
    page(c, async () => {
      const link = c.req.query("link");
      return link === undefined ? signInHowTo() : signInOffer(link, await holderOfLink(ctx, link));
    }),
  );
  app.post("/sign-in", small, async (c) => {
    const { link } = await c.req.parseBody();
    try {
      const { secret, expiresAt } = await openSession(ctx, typeof link === "string" ? link : "");
      setCookie(c, SESSION_COOKIE, secret, { ...cookie(c), expires: new Date(expiresAt) });
      return c.redirect("/", 303);
    } catch (error) {
      return await page(c, () => Promise.reject(error));
    }
  });
  app.post("/sign-out", small, async (c) => {
    await endSession(ctx, c.get("caller") ?? STRANGER);
    deleteCookie(c, SESSION_COOKIE, cookie(c));
    return c.redirect("/", 303);
  });
  return app;
}

const tooLong = () => new Fault("too_large", "A form of this service has at most 4 KiB.");

/** What stands before us may speak https for us. */
function cookie(c: HonoContext) {
  const isSecure = c.req.header("x-forwarded-proto") === "https" || new URL(c.req.url).protocol === "https:";
  const common = { path: "/", httpOnly: true, sameSite: "Strict" } as const;
  return isSecure ? ({ ...common, secure: true, prefix: "host" } as const) : common;
}
