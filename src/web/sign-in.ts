/** Signing in and out: a link shows whom it signs in, a button does it, so that what only looks at links uses none up. */
import { Hono, type Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, setCookie } from "hono/cookie";
import { type Caller, type Context, STRANGER } from "../actions/context.ts";
import { endSession, holderOfLink, openSession } from "../actions/sessions.ts";
import { Fault } from "../model/fault.ts";
import { SESSION_COOKIE } from "../model/session.ts";
import { type Html, html, named } from "./html.ts";
import { layout } from "./layout.ts";

/** `page` sends one, or the page that says what is wrong. */
export function signIn(ctx: Context, page: (c: HonoContext, draw: () => Promise<Html>) => Promise<Response>): Hono {
  const app = new Hono();
  const small = bodyLimit({ maxSize: 4096, onError: () => Promise.reject(tooLong()) });
  app.get("/sign-in", (c) =>
    page(c, async () => {
      const link = c.req.query("link");
      return link === undefined ? howTo() : offer(link, await holderOfLink(ctx, link));
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

const howTo = (): Html =>
  layout({
    title: "Sign in",
    content: html`<h1>Sign in</h1>
<p class="sub">What is public needs no signing in. With a token, <code>tarnish login</code> prints a link that signs this browser in for a week: it works once, within ten minutes.</p>
<p>Who has no token asks an administrator for one: <code>tarnish token create NAME --scope read:private:VENDOR</code> makes it.</p>`,
  });

const offer = (link: string, { name, scopes }: Caller): Html =>
  layout({
    title: "Sign in",
    content: html`<h1>Sign in as ${named(name)}?</h1>
<p class="sub">This browser may then, for a week or until it signs out, what the token may: ${scopes.join(", ")}.</p>
<form method="post" action="/sign-in"><input type="hidden" name="link" value="${link}"><p><button>Sign in</button></p></form>`,
  });
