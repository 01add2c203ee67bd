/** Charts at their addresses: as data, picture, pixels and table, and as a frame in pages of others. */
import { Hono, type Context as HonoContext } from "hono";
import { CHARTS } from "../actions/charts/all.ts";
import type { Chart } from "../actions/charts/chart.ts";
import type { Context } from "../actions/context.ts";
import { phoneSize } from "../charts/chart.ts";
import { standaloneSpec } from "../charts/standalone-spec.ts";
import { Fault } from "../model/fault.ts";
import { drawnSvg } from "../render/drawn-svg.ts";
import { type PngEngine, renderPng } from "../render/png.ts";
import { STANDALONE_SVG_CSP, standaloneSvg } from "../render/standalone-svg.ts";
import { EMBED_CSP } from "./assets.ts";
import { pageOf } from "./chart-places.ts";
import { embedPage } from "./embed-page.ts";
import type { PageCall } from "./page.ts";
import { sent } from "./sent.ts";

export interface ChartDoor {
  readonly callOf: (c: HonoContext) => PageCall;
  readonly png: PngEngine | undefined;
}

export function chartRoutes(ctx: Context, { callOf, png }: ChartDoor): Hono {
  const app = new Hono();
  app.get("/charts/:file", async (c) => {
    const [, name = "", kind] = /^([a-z-]+)\.(json|svg|png|csv|rows)$/.exec(c.req.param("file")) ?? [];
    const { caller, query } = callOf(c);
    const chart = await chartNamed(name).read(ctx, caller, query);
    if (kind === "csv") return sent(c, chart.csv(), 200, { "content-type": "text/csv; charset=utf-8" });
    if (kind === "rows") return sent(c, JSON.stringify(chart.rows()), 200, JSON_TYPE);
    const spec = chart.spec();
    if (kind === "json") return sent(c, JSON.stringify(standaloneSpec(spec)), 200, JSON_TYPE);
    const svg = await drawnSvg(spec);
    if (kind === "png") return pixels(svg, png);
    return sent(c, standaloneSvg(svg), 200, SVG_HEADERS);
  });
  app.get("/embed/:name", async (c) => {
    const chart = chartNamed(c.req.param("name"));
    const { caller, query } = callOf(c);
    const read = await chart.read(ctx, caller, query);
    const spec = read.spec();
    const [wide, narrow] = await Promise.all([drawnSvg(spec), drawnSvg(read.spec(phoneSize(chart.meta, "alone")))]);
    const page = await embedPage(String(spec["description"]), { wide, narrow }, pageOf(chart, query));
    return sent(c, String(page), 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": EMBED_CSP,
    });
  });
  return app;
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const SVG_HEADERS = { "content-type": "image/svg+xml", "content-security-policy": STANDALONE_SVG_CSP };

function chartNamed(name: string): Chart {
  const chart = CHARTS.get(name);
  if (chart) return chart;
  const names = [...CHARTS.keys()].join(", ");
  throw new Fault("not_found", `There is no such chart; there are ${names}, each as .json, .svg, .png and .csv.`);
}

async function pixels(svg: string, png: PngEngine | undefined): Promise<Response> {
  if (!png) throw new Fault("not_found", "Pictures as PNG are not offered here; the same address with .svg has one.");
  return new Response(await renderPng(svg, png), { headers: { "content-type": "image/png" } });
}
