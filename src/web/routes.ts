/** The addresses of pages and of their charts as data, picture and table, and the files that pages load. */
import { Hono, type Context as HonoContext } from "hono";
import { type Caller, type Context, STRANGER } from "../actions/context.ts";
import { shownFault } from "../model/fault.ts";
import { FAULT_STATUS } from "../model/fault-status.ts";
import type { PngEngine } from "../render/png.ts";
import { packed } from "../render/unpacked.ts";
import { annotateRoutes } from "./annotate-routes.ts";
import { ASSETS, type Asset, PAGE_CSP } from "./assets.ts";
import { badgeRoutes } from "./badge-routes.ts";
import { changesetRoutes } from "./changeset-routes.ts";
import { chartRoutes } from "./chart-routes.ts";
import { notFoundPage } from "./error-page.ts";
import { faultPage } from "./fault-page.ts";
import { Live } from "./live.ts";
import type { Drawn, Page, PageCall } from "./page.ts";
import { PageCache } from "./page-cache.ts";
import { PAGES } from "./pages/index.ts";
import { sentTo } from "./reader.ts";
import { readsGzip, sent, sentPacked } from "./sent.ts";
import { type PartsPacking, sentInParts } from "./sent-parts.ts";
import { signIn } from "./sign-in.ts";
import { type FormDoor, triageRoutes } from "./triage-routes.ts";

export interface PageObserver {
  failed(error: unknown, c: HonoContext): void;
  /** Told why the rest of a page is missing whose status says that all is well. */
  brokenOff(error: unknown, c: HonoContext): void;
}

export interface PageOptions {
  /** Draws PNGs; absent where there is none. */
  readonly png?: PngEngine | undefined;
  /** Ends what would never end by itself. */
  readonly leaving?: AbortSignal | undefined;
  /** Begins a page in gzip that is sent in parts; absent where there is none: pages are sent as a whole. */
  readonly partsGzip?: (() => PartsPacking) | undefined;
}

const PAGE_HEADERS = { "content-type": "text/html; charset=utf-8", "content-security-policy": PAGE_CSP } as const;

export function pages(ctx: Context, observer: PageObserver, { png, leaving, partsGzip }: PageOptions = {}): Hono {
  const app = new Hono();
  const cache = new PageCache(ctx);
  const live = new Live(ctx, leaving);
  for (const [path, asset] of Object.entries(ASSETS)) app.get(path, (c) => assetAnswer(c, asset));
  for (const page of PAGES) app.get(page.path, (c) => drawn(c, { ctx, observer, cache, page, partsGzip }));
  app.get("/live", (c) => live.answer(c));
  app.route("/", chartRoutes(ctx, { callOf, png }));
  app.route("/", badgeRoutes(ctx, callOf));
  const door = { callOf, page: (c, draw, status) => shown(c, observer, draw, { status }) } satisfies FormDoor;
  app.route("/", triageRoutes(ctx, door));
  app.route("/", changesetRoutes(ctx, door));
  app.route("/", annotateRoutes(ctx, door));
  app.route(
    "/",
    signIn(ctx, (c, draw) => shown(c, observer, draw)),
  );
  return app;
}

const FOR_EVER = "public, max-age=31536000, immutable";

/** Each asset in gzip, made once. */
const smaller = new WeakMap<Asset, Promise<Uint8Array<ArrayBuffer>>>();

async function assetAnswer(c: HonoContext, asset: Asset): Promise<Response> {
  const { body, type, isPacked } = asset;
  const headers = { "content-type": type, "cache-control": FOR_EVER };
  if (isPacked && readsGzip(c)) return sentPacked(body as Uint8Array<ArrayBuffer>, 200, headers);
  if (isPacked) {
    const text = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(text, { headers: { ...headers, vary: "Accept-Encoding" } });
  }
  if (typeof body !== "string" || !readsGzip(c)) return c.body(body, 200, headers);
  const gzip = smaller.get(asset) ?? packed(body);
  smaller.set(asset, gzip);
  return sentPacked(await gzip, 200, headers);
}

interface Drawing {
  readonly ctx: Context;
  readonly observer: PageObserver;
  readonly cache: PageCache;
  readonly page: Page;
  readonly partsGzip: PageOptions["partsGzip"];
}

/** From memory where nothing arrived since; 304 where the reader has it; in parts where it is just being drawn. */
async function drawn(c: HonoContext, { ctx, observer, cache, page, partsGzip }: Drawing): Promise<Response> {
  const call = callOf(c);
  // How far a mirror is behind changes while nothing arrives.
  if ((c.get("mirror")?.role ?? "writer") !== "writer")
    return await shown(c, observer, () => page.draw(ctx, call), PAGE);
  const { pathname, search } = new URL(c.req.url);
  try {
    const opened = await cache.opened(pathname + search, call, page);
    const headers = { ...PAGE_HEADERS, etag: opened.tag };
    if (c.req.header("if-none-match") === opened.tag) return new Response(null, { status: 304, headers });
    const failed = (error: unknown) => observer.brokenOff(error, c);
    const way = { headers: PAGE_HEADERS, gzip: partsGzip, failed };
    const inParts = opened.growing && sentInParts(c, opened.growing, way);
    if (inParts) return inParts;
    const found = await opened.whole();
    if (readsGzip(c)) return sentPacked(await found.gzip(), 200, headers);
    return new Response(found.text, { headers: { ...headers, vary: "Accept-Encoding" } });
  } catch (error) {
    return await shown(c, observer, () => Promise.reject(error), PAGE);
  }
}

const readerOf = (c: HonoContext): Caller => c.get("caller") ?? STRANGER;
const callOf = (c: HonoContext): PageCall => ({ caller: readerOf(c), params: c.req.param(), query: c.req.query() });

interface Showing {
  readonly status?: 200 | 422 | undefined;
  /** The address is a page's own, not one of a form. */
  readonly isPage?: boolean;
}
const PAGE: Showing = { isPage: true };

/** A page, or the page that says why there is none. */
async function shown(
  c: HonoContext,
  observer: PageObserver,
  draw: () => Promise<Drawn>,
  { status = 200, isPage = false }: Showing = {},
): Promise<Response> {
  try {
    return await sent(c, await sentTo(readerOf(c), draw(), c.get("mirror")), status, PAGE_HEADERS);
  } catch (error) {
    const fault = shownFault(error);
    if (FAULT_STATUS[fault.code] >= 500) observer.failed(error, c);
    return await faultPage(c, fault, isPage);
  }
}

/** For an address that no page has. */
export async function missingPage(c: HonoContext): Promise<Response> {
  return c.body(await sentTo(readerOf(c), notFoundPage(c.req.path), c.get("mirror")), 404, PAGE_HEADERS);
}
