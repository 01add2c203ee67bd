/** What went wrong, in one sentence, and where to go from here. */
import { type Html, html, NOTHING } from "./html.ts";
import { layout } from "./layout.ts";

export interface ErrorPageData {
  /** HTTP status, for example 503. */
  readonly status: number;
  readonly title: string;
  /** One sentence that says what to do. */
  readonly detail: string;
  /** It answers a form: its address is no page that could be asked for again. */
  readonly isForm?: boolean;
  /** Of the same page with nothing asked of it; absent where there is none, or where nothing was asked. */
  readonly bare?: string;
}

export function errorPage(data: ErrorPageData): Html {
  const { status, title, detail, isForm = false } = data;
  return layout({
    title,
    content: html`<p class="crumbs">${status}</p><h1>${title}</h1><p class="sub">${detail}${isForm && (status === 422 || status === 429 || status >= 500) ? " Go back and send it again." : NOTHING}</p>
<ul class="links" aria-label="Where to go on">${waysOn(data).map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`,
  });
}

/**
 * Where a page ends whose rest could not be drawn, after what is shown of it already. An open page is not renewed with it.
 * What may be open is closed first, or the notice would be moved out of the table, to above it; the others close nothing.
 */
export function brokenOff({ detail }: Pick<ErrorPageData, "detail">): Html {
  return html`</table></div></figure></section><section class="card" data-broken><h2>The rest of this page is missing</h2><p role="alert">${detail}</p>
<ul class="links" aria-label="Where to go on"><li><a href="">Try again</a></li><li><a href="/">Overview</a></li></ul></section>
</main>
</body>
</html>`;
}

/** What helps depends on what went wrong: the empty address is the same page again. */
function waysOn({ status, isForm = false, bare }: ErrorPageData): readonly Way[] {
  if (status === 401 || status === 403) return [{ href: "/sign-in", text: "Sign in" }, OVERVIEW];
  if (isForm) return [OVERVIEW];
  if (status === 429 || status >= 500) return [{ href: "", text: "Try again" }, OVERVIEW];
  if (status === 422)
    return bare === undefined ? [OVERVIEW] : [{ href: bare, text: "The page without that" }, OVERVIEW];
  return [{ href: "/search", text: "Search for it" }, OVERVIEW];
}

interface Way {
  readonly href: string;
  readonly text: string;
}

const OVERVIEW: Way = { href: "/", text: "Overview" };

export function notFoundPage(path: string): Html {
  return errorPage({
    status: 404,
    title: "There is no such page",
    detail: `Nothing answers at ${path}: the address may be mistyped, or the series may belong to another project.`,
  });
}
