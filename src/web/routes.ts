/** The addresses of pages and of their charts as data, picture and table, and the files that pages load. */
import { Hono, type Context as HonoContext } from "hono";
import { type Caller, type Context, STRANGER } from "../actions/context.ts";
import { standaloneSpec } from "../charts/standalone-spec.ts";
import { Fault, type FaultCode } from "../model/fault.ts";
import { STANDALONE_SVG_CSP, standaloneSvg } from "../render/standalone-svg.ts";
import { renderSvg } from "../render/svg.ts";
import { ASSETS, PAGE_CSP } from "./assets.ts";
import { CHART_SOURCES } from "./chart-sources.ts";
import { errorPage, notFoundPage } from "./error-page.ts";
import type { Html } from "./html.ts";
import type { PageCall } from "./page.ts";
import { PAGES } from "./pages/index.ts";
import { sentTo } from "./reader.ts";
import { signIn } from "./sign-in.ts";

export interface PageObserver {
  failed(error: unknown, c: HonoContext): void;
}

const PAGE_HEADERS = { "content-type": "text/html; charset=utf-8", "content-security-policy": PAGE_CSP } as const;

export function pages(ctx: Context, observer: PageObserver): Hono {
  const app = new Hono();
  for (const [path, { body, type }] of Object.entries(ASSETS)) {
    app.get(path, (c) =>
      c.body(body, 200, { "content-type": type, "cache-control": "public, max-age=31536000, immutable" }),
    );
  }
  for (const page of PAGES) app.get(page.path, (c) => shown(c, observer, () => page.draw(ctx, callOf(c))));
  app.get("/charts/:file", (c) => chart(c, ctx));
  app.route(
    "/",
    signIn(ctx, (c, draw) => shown(c, observer, draw)),
  );
  return app;
}

const readerOf = (c: HonoContext): Caller => c.get("caller") ?? STRANGER;
const callOf = (c: HonoContext): PageCall => ({ caller: readerOf(c), params: c.req.param(), query: c.req.query() });

async function chart(c: HonoContext, ctx: Context): Promise<Response> {
  const [, name = "", kind] = /^([a-z-]+)\.(json|svg|csv)$/.exec(c.req.param("file") ?? "") ?? [];
  const source = Object.hasOwn(CHART_SOURCES, name) ? CHART_SOURCES[name] : undefined;
  if (source === undefined) throw noChart();
  const call = callOf(c);
  if (kind === "csv") return c.body(await source.csv(ctx, call), 200, { "content-type": "text/csv; charset=utf-8" });
  const spec = await source.spec(ctx, call);
  if (kind === "json") return c.json(standaloneSpec(spec));
  return c.body(standaloneSvg(await renderSvg(spec)), 200, {
    "content-type": "image/svg+xml",
    "content-security-policy": STANDALONE_SVG_CSP,
  });
}

const noChart = () =>
  new Fault(
    "not_found",
    `There is no such chart; there are ${Object.keys(CHART_SOURCES).join(", ")}, each as .json, .svg and .csv.`,
  );

/** A page, or the page that says why there is none. */
async function shown(c: HonoContext, observer: PageObserver, draw: () => Promise<Html>): Promise<Response> {
  try {
    return c.body(await sentTo(readerOf(c), draw()), 200, PAGE_HEADERS);
  } catch (error) {
    const told = error instanceof Fault ? TOLD[error.code] : undefined;
    if (!told) observer.failed(error, c);
    const { status, title } = told ?? { status: 503, title: "Not available now" };
    const detail = told ? (error as Fault).message : UNTOLD;
    return c.body(await sentTo(readerOf(c), errorPage({ status, title, detail })), status, PAGE_HEADERS);
  }
}

/** What a reader is told in its own words. */
const TOLD: Readonly<Partial<Record<FaultCode, { readonly status: 401 | 404; readonly title: string }>>> = {
  unauthorized: { status: 401, title: "Not signed in" },
  not_found: { status: 404, title: "Not found" },
};
const UNTOLD = "Something went wrong inside; it was recorded. Try again in a moment.";

/** For an address that no page has. */
export async function missingPage(c: HonoContext): Promise<Response> {
  return c.body(await sentTo(readerOf(c), notFoundPage(c.req.path)), 404, PAGE_HEADERS);
}
