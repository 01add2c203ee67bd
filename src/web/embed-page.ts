/** A chart alone, for a frame in a page of somebody else's: what is public, with the way to the whole. */
import { SCRIPT_PATH, STYLE_PATH } from "./assets.ts";
import { type Html, html, picture } from "./html.ts";

export function embedPage(svg: string, path: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Chart · Tarnish</title>
<link rel="stylesheet" href="${STYLE_PATH}">
<script src="${SCRIPT_PATH}"></script>
</head>
<body class="embed"><main><figure class="card" aria-label="Chart">${picture(svg)}<figcaption><a href="${path}" target="_top">See it at Tarnish</a></figcaption></figure></main></body>
</html>`;
}
