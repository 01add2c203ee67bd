/** The files that pages load, as text in the program: the same from source, from a package and inside a Worker. */
import { packedBytes } from "../render/unpacked.ts";
import { ICON } from "./brand.ts";
import { fingerprint } from "./fingerprint.ts";
import { INTER_WOFF2_BASE64 } from "./inter-font.ts";
import { PAGE_SCRIPT_GZIP_BASE64, TREND_SCRIPT_GZIP_BASE64 } from "./island-bundle.ts";
import { styleSheet } from "./style/index.ts";
import { THEME_SWITCH } from "./theme-switch.ts";

export interface Asset {
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** The body is in gzip. */
  readonly isPacked?: boolean;
  /** For the Content-Type header. */
  readonly type: string;
}

const FONT_PATH = `/assets/inter-${fingerprint(INTER_WOFF2_BASE64)}.woff2`;
const STYLE = styleSheet(FONT_PATH);
export const STYLE_PATH = `/assets/style-${fingerprint(STYLE)}.css`;
export const ICON_PATH = `/assets/icon-${fingerprint(ICON)}.svg`;
export const PAGE_SCRIPT_PATH = `/assets/page-${fingerprint(PAGE_SCRIPT_GZIP_BASE64)}.js`;
export const TREND_SCRIPT_PATH = `/assets/trend-${fingerprint(TREND_SCRIPT_GZIP_BASE64)}.js`;
export const SCRIPT_PATH = `/assets/theme-${fingerprint(THEME_SWITCH)}.js`;

/** By path. The names change with the content: `Cache-Control: public, max-age=31536000, immutable`. */
export const ASSETS: Readonly<Record<string, Asset>> = {
  [STYLE_PATH]: { body: STYLE, type: "text/css; charset=utf-8" },
  [SCRIPT_PATH]: { body: THEME_SWITCH, type: "text/javascript; charset=utf-8" },
  [PAGE_SCRIPT_PATH]: script(PAGE_SCRIPT_GZIP_BASE64),
  [TREND_SCRIPT_PATH]: script(TREND_SCRIPT_GZIP_BASE64),
  [ICON_PATH]: { body: ICON, type: "image/svg+xml" },
  [FONT_PATH]: { body: packedBytes(INTER_WOFF2_BASE64), type: "font/woff2" },
};

/** What the pages need and nothing more: the Content-Security-Policy they are made for. */
export const PAGE_CSP =
  "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

function script(base64: string): Asset {
  return { body: packedBytes(base64), isPacked: true, type: "text/javascript; charset=utf-8" };
}

/** For a chart inside a page of somebody else's. */
export const EMBED_CSP = PAGE_CSP.replace("frame-ancestors 'none'", "frame-ancestors *");
