/** Who reads: said at the foot of every page, with the way in or out. */
import type { Caller } from "../actions/context.ts";
import { type Html, html, named } from "./html.ts";
import { READER_PLACE } from "./layout.ts";

/** Pages are drawn without knowing whom they are for; the frame is told when one is sent. */
export async function sentTo(caller: Caller, page: Html | Promise<Html>): Promise<string> {
  const [before = "", after = ""] = (await page).split(READER_PLACE, 2);
  return `${before}${await reader(caller)}${after}`;
}

function reader({ name, token, session }: Caller): Html {
  if (token === undefined) return html`<p><a href="/sign-in">Sign in</a> to see the private rigs of your vendor.</p>`;
  if (session === undefined) return html`<p>Shown to ${named(name)}.</p>`;
  return html`<form class="row" method="post" action="/sign-out"><span>Signed in as ${named(name)}.</span><button>Sign out</button></form>`;
}
