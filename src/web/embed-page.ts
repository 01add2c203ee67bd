/** A chart alone, for a frame in a page of somebody else's: what is public, with the way to the whole. */
import { SCRIPT_PATH, STYLE_PATH } from "./assets.ts";
import { type Html, html, picture } from "./html.ts";
import type { Pictures } from "./pictures.ts";

/** `title`: what the chart shows, for those who hear it. `path`: the page that it is a part of. */
export function embedPage(title: string, { wide, narrow }: Pictures, path: string): Html {
  return frame(
    title,
    html`<h1 class="unseen">${title}</h1>
<figure class="card" aria-label="Chart"><div class="wide">${picture(wide)}</div><div class="narrow">${picture(narrow)}</div><figcaption><a href="${path}" target="_top">See it at Tarnish</a></figcaption></figure>`,
  );
}

/** Why there is no chart. */
export function embedNotice(title: string, detail: string): Html {
  return frame(
    title,
    html`<div class="card"><h1>${title}</h1><p class="sub">${detail}</p><p><a href="/" target="_top">Tarnish</a></p></div>`,
  );
}

const frame = (title: string, content: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Tarnish</title>
<link rel="stylesheet" href="${STYLE_PATH}">
<script src="${SCRIPT_PATH}"></script>
</head>
<body class="embed"><main>${content}</main></body>
</html>`;
