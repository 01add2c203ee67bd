/** Charts at their addresses: as data, picture, pixels and table, and as a frame in pages of others. */
import { Hono, type Context as HonoContext } from "hono";
import type { Context } from "../actions/context.ts";
import { standaloneSpec } from "../charts/standalone-spec.ts";
import { Fault } from "../model/fault.ts";
import { drawnSvg } from "../render/drawn-svg.ts";
import { type PngEngine, renderPng } from "../render/png.ts";
import { STANDALONE_SVG_CSP, standaloneSvg } from "../render/standalone-svg.ts";
import { EMBED_CSP } from "./assets.ts";
import type { ChartSource } from "./chart-source.ts";
import { CHART_SOURCES } from "./chart-sources.ts";
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
    const source = sourceOf(name);
    const call = callOf(c);
    if (kind === "csv") return sent(c, await source.csv(ctx, call), 200, { "content-type": "text/csv; charset=utf-8" });
    if (kind === "rows") return sent(c, JSON.stringify(await source.rows(ctx, call)), 200, JSON_TYPE);
    const spec = await source.spec(ctx, call);
    if (kind === "json") return sent(c, JSON.stringify(standaloneSpec(spec)), 200, JSON_TYPE);
    const svg = await drawnSvg(spec);
    if (kind === "png") return pixels(svg, png);
    return sent(c, standaloneSvg(svg), 200, SVG_HEADERS);
  });
  app.get("/embed/:name", async (c) => {
    const source = sourceOf(c.req.param("name"));
    const specs = await source.specs(ctx, callOf(c));
    const [wide, narrow] = await Promise.all([drawnSvg(specs.wide), drawnSvg(specs.narrow)]);
    const title = String(specs.wide["description"]);
    const page = await embedPage(title, { wide, narrow }, source.pageOf(callOf(c)));
    return sent(c, String(page), 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": EMBED_CSP,
    });
  });
  return app;
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const SVG_HEADERS = { "content-type": "image/svg+xml", "content-security-policy": STANDALONE_SVG_CSP };

function sourceOf(name: string): ChartSource {
  const source = Object.hasOwn(CHART_SOURCES, name) ? CHART_SOURCES[name] : undefined;
  if (source) return source;
  const names = Object.keys(CHART_SOURCES).join(", ");
  throw new Fault("not_found", `There is no such chart; there are ${names}, each as .json, .svg, .png and .csv.`);
}

async function pixels(svg: string, png: PngEngine | undefined): Promise<Response> {
  if (!png) throw new Fault("not_found", "Pictures as PNG are not offered here; the same address with .svg has one.");
  return new Response(await renderPng(svg, png), { headers: { "content-type": "image/png" } });
}
