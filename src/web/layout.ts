/** The frame of every page: head, skip link, navigation, theme switch. Nothing inline, so that a strict CSP holds. */
import { ICON_PATH, PAGE_SCRIPT_PATH, SCRIPT_PATH, STYLE_PATH } from "./assets.ts";
import { MARK } from "./brand.ts";
import { type Html, html, NOTHING, picture } from "./html.ts";

export interface Frame {
  readonly title: string;
  /** Which entry of the navigation is this page, if any. */
  readonly current?: (typeof ENTRIES)[number]["href"];
  readonly content: Html;
  /** Addresses of scripts that only this page needs. */
  readonly scripts?: readonly string[];
  /** Follows what arrives. */
  readonly isLive?: boolean;
}

/** Where the frame says who reads. No text of people's can be it: theirs is escaped. */
export const READER_PLACE = "<!--reader-->";

const ENTRIES = [
  { href: "/", text: "Overview" },
  { href: "/#series", text: "Series" },
  { href: "/changesets", text: "Changesets" },
  { href: "/regressions", text: "Regressions" },
  { href: "/compare", text: "Compare" },
  { href: "/releases", text: "Releases" },
  { href: "/scaling", text: "Scaling" },
  { href: "/rigs", text: "Rigs" },
  { href: "/interop", text: "Interop" },
  { href: "/search", text: "Search" },
] as const;

export function layout({ content, ...frame }: Frame): Html {
  const { before, after } = around(frame);
  return html`${before}${content}${after}`;
}

/** The frame in its two parts: what a browser loads is named in the first, so that it can be on its way while the content is drawn. */
export function around({ title, current, scripts = [], isLive = false }: Omit<Frame, "content">) {
  return {
    before: html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Tarnish</title>
<link rel="stylesheet" href="${STYLE_PATH}">
<link rel="icon" type="image/svg+xml" href="${ICON_PATH}">
<script src="${SCRIPT_PATH}"></script>
${[PAGE_SCRIPT_PATH, ...scripts].map((path) => html`<script type="module" src="${path}"></script>`)}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><div>
<a class="brand" href="/">${picture(MARK)}Tarnish</a>
<nav aria-label="Pages">${ENTRIES.map(
      ({ href, text }) => html`<a href="${href}"${href === current ? html` aria-current="page"` : NOTHING}>${text}</a>`,
    )}</nav>
<button class="theme" type="button" data-theme-switch hidden>Theme: system</button>
</div></header>
<main id="content" tabindex="-1"${isLive ? html` data-live` : NOTHING}>
`,
    after: html`
</main>
<footer class="foot"><p data-arrived role="status"></p>${picture(READER_PLACE)}<p>Tarnish tells a project when its performance loses its lustre. <a href="/help">Words</a> · <a href="/openapi.json">API</a></p></footer>
</body>
</html>`,
  };
}
