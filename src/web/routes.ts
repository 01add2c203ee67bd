/** The pages' addresses: home, a series, their charts as data, picture and table, and the files they load. */
import { Hono, type Context as HonoContext } from "hono";
import { type Context, STRANGER } from "../actions/context.ts";
import { showOverview } from "../actions/show-overview.ts";
import { showSeries } from "../actions/show-series.ts";
import { chartCsv } from "../charts/csv.ts";
import { CHARTS, isChartName } from "../charts/index.ts";
import { standaloneSpec } from "../charts/standalone-spec.ts";
import { Fault } from "../model/fault.ts";
import { STANDALONE_SVG_CSP, standaloneSvg } from "../render/standalone-svg.ts";
import { renderSvg } from "../render/svg.ts";
import { ASSETS, PAGE_CSP } from "./assets.ts";
import { emptyPage } from "./empty-page.ts";
import { errorPage, notFoundPage } from "./error-page.ts";
import { homeData } from "./home.ts";
import { homePage } from "./home-page.ts";
import type { Html } from "./html.ts";
import { seriesPictures } from "./pictures.ts";
import { seriesPage } from "./series-page.ts";

export interface PageObserver {
  failed(error: unknown, path: string): void;
}

const PAGE_HEADERS = { "content-type": "text/html; charset=utf-8", "content-security-policy": PAGE_CSP } as const;

export function pages(ctx: Context, observer: PageObserver): Hono {
  const app = new Hono();
  for (const [path, { body, type }] of Object.entries(ASSETS)) {
    app.get(path, (c) =>
      c.body(body, 200, { "content-type": type, "cache-control": "public, max-age=31536000, immutable" }),
    );
  }
  app.get("/", (c) =>
    shown(c, observer, async () => {
      const overview = await showOverview(ctx, STRANGER);
      return overview.histories.length === 0 ? emptyPage() : homePage(await homeData(overview, c.req.query()));
    }),
  );
  app.get("/series/:id", (c) =>
    shown(c, observer, async () => {
      const { history, rig, runNoise, blockNoise } = await showSeries(
        ctx,
        STRANGER,
        c.req.param("id"),
        c.req.query("branch"),
      );
      return seriesPage({
        chart: history,
        pictures: await seriesPictures(history),
        suite: history.suite,
        rig,
        runNoise,
        blockNoise,
        unplaced: history.unplaced,
      });
    }),
  );
  app.get("/charts/:file", async (c) => {
    const [, name, kind] = /^([a-z]+)\.(json|svg|csv)$/.exec(c.req.param("file")) ?? [];
    if (name === undefined || kind === undefined || !isChartName(name)) throw noChart();
    const { history } = await showSeries(ctx, STRANGER, c.req.query("series") ?? "", c.req.query("branch"));
    const chart = CHARTS[name];
    if (kind === "csv") return c.body(chartCsv(chart, history), 200, { "content-type": "text/csv; charset=utf-8" });
    const spec = chart.spec(history, chart.size);
    if (kind === "json") return c.json(standaloneSpec(spec));
    return c.body(standaloneSvg(await renderSvg(spec)), 200, {
      "content-type": "image/svg+xml",
      "content-security-policy": STANDALONE_SVG_CSP,
    });
  });
  return app;
}

const noChart = () =>
  new Fault(
    "not_found",
    "There is no such chart; there are series and spark, each as .json, .svg and .csv with ?series=ID.",
  );

/** A page, or the page that says why there is none. */
async function shown(c: HonoContext, observer: PageObserver, draw: () => Promise<Html>): Promise<Response> {
  try {
    return c.body(String(await draw()), 200, PAGE_HEADERS);
  } catch (error) {
    const isMissing = error instanceof Fault && error.code === "not_found";
    if (!isMissing) observer.failed(error, c.req.path);
    const page = isMissing
      ? errorPage({ status: 404, title: "Not found", detail: error.message })
      : errorPage({
          status: 503,
          title: "Not available now",
          detail: "Something went wrong inside; it was recorded. Try again in a moment.",
        });
    return c.body(String(await page), isMissing ? 404 : 503, PAGE_HEADERS);
  }
}

/** For an address that no page has. */
export async function missingPage(c: HonoContext): Promise<Response> {
  return c.body(String(await notFoundPage(c.req.path)), 404, PAGE_HEADERS);
}
