/** Who reads: said at the foot of every page, with the way in or out. */
import type { Caller } from "../actions/context.ts";
import type { MirrorState } from "../actions/mirror.ts";
import { type Html, html, NOTHING, named } from "./html.ts";
import { READER_PLACE } from "./layout.ts";
import type { Drawn } from "./page.ts";

/** The whole page for a reader. */
export async function sentTo(caller: Caller, page: Drawn | Promise<Drawn>, mirror?: MirrorState): Promise<string> {
  let text = "";
  for await (const part of partsTo(caller, await page, mirror)) text += part;
  return text;
}

/** Pages are drawn without knowing whom they are for; the frame is told when one is sent. */
export async function* partsTo(caller: Caller, page: Drawn, mirror?: MirrorState): AsyncGenerator<string> {
  for await (const part of isInParts(page) ? page : [page]) {
    const [before = "", after] = String(part).split(READER_PLACE, 2);
    if (after === undefined) yield before;
    else yield `${before}${mirror ? await otherHost(mirror) : ""}${await reader(caller)}${after}`;
  }
}

export const isInParts = (page: Drawn): page is AsyncIterable<Html> => Symbol.asyncIterator in Object(page);

/** Seconds behind that a reader is warned of. */
const LATE = 60;

/** What is shown here is another service's history, as far as it came. */
function otherHost({ role, from = "", lagSeconds, stopped }: MirrorState): Html {
  if (role === "writer") return NOTHING;
  if (role === "replaced")
    return html`<p class="bad-text" data-mirror>Replaced by ${named(from)}, to be read only: what came there since is not here.</p>`;
  const isLate = stopped !== undefined || typeof lagSeconds !== "number" || lagSeconds > LATE;
  const lag = typeof lagSeconds === "number" ? `${span(lagSeconds)} behind` : "not complete yet";
  const why = stopped === undefined ? NOTHING : html` ${stopped}`;
  return html`<p class="${isLate ? "bad-text" : ""}" data-mirror>Mirror of ${named(from)}, to be read only: ${lag}.${why}</p>`;
}

function span(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function reader({ name, token, session }: Caller): Html {
  if (token === undefined) return html`<p><a href="/sign-in">Sign in</a> to see the private rigs of your vendor.</p>`;
  if (session === undefined) return html`<p>Shown to ${named(name)}.</p>`;
  return html`<form class="row" method="post" action="/sign-out"><span>Signed in as ${named(name)}.</span><button>Sign out</button></form>`;
}
