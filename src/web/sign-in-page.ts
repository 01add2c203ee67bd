/** What signing in looks like: how to come by a link, and the button that uses it up. */
import type { Caller } from "../actions/context.ts";
import { type Html, html, named } from "./html.ts";
import { layout } from "./layout.ts";

export const signInHowTo = (): Html =>
  layout({
    title: "Sign in",
    content: html`<h1>Sign in</h1>
<p class="sub">What is public needs no signing in. With a token, <code>tarnish login</code> prints a link that signs this browser in for a week: it works once, within ten minutes.</p>
<p>Who has no token asks an administrator for one: <code>tarnish token create NAME --scope read:private:VENDOR</code> makes it.</p>`,
  });

export const signInOffer = (link: string, { name, scopes }: Caller): Html =>
  layout({
    title: "Sign in",
    content: html`<h1>Sign in as ${named(name)}?</h1>
<p class="sub">This browser may then, for a week or until it signs out, what the token may: ${scopes.join(", ")}.</p>
<form method="post" action="/sign-in"><input type="hidden" name="link" value="${link}"><p><button>Sign in</button></p></form>`,
  });
