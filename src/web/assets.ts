/** The files that pages load, as text in the program: the same from source, from a package and inside a Worker. */
import { ICON } from "./brand.ts";
import { fingerprint } from "./fingerprint.ts";
import { INTER_WOFF2_BASE64 } from "./inter-font.ts";
import { styleSheet } from "./style/index.ts";
import { THEME_SWITCH } from "./theme-switch.ts";

export interface Asset {
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** For the Content-Type header. */
  readonly type: string;
}

const FONT_PATH = `/assets/inter-${fingerprint(INTER_WOFF2_BASE64)}.woff2`;
const STYLE = styleSheet(FONT_PATH);
export const STYLE_PATH = `/assets/style-${fingerprint(STYLE)}.css`;
export const ICON_PATH = `/assets/icon-${fingerprint(ICON)}.svg`;
export const SCRIPT_PATH = `/assets/theme-${fingerprint(THEME_SWITCH)}.js`;

/** By path. The names change with the content: `Cache-Control: public, max-age=31536000, immutable`. */
export const ASSETS: Readonly<Record<string, Asset>> = {
  [STYLE_PATH]: { body: STYLE, type: "text/css; charset=utf-8" },
  [SCRIPT_PATH]: { body: THEME_SWITCH, type: "text/javascript; charset=utf-8" },
  [ICON_PATH]: { body: ICON, type: "image/svg+xml" },
  [FONT_PATH]: { body: bytesOf(INTER_WOFF2_BASE64), type: "font/woff2" },
};

/** What the pages need and nothing more: the Content-Security-Policy they are made for. */
export const PAGE_CSP =
  "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
