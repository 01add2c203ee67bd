/** Routes and pages as one application, with what every answer has in common. */
import { Hono } from "hono";
import type { Context } from "../actions/context.ts";
import { httpApp, problemOf } from "../http/app.ts";
import { Metrics } from "../http/metrics.ts";
import { problem } from "../http/problem.ts";
import { Fault } from "../model/fault.ts";
import { PAGE_CSP } from "../web/assets.ts";
import { missingPage, pages } from "../web/routes.ts";
import type { Log } from "./log.ts";

/** Answers even before the storage is ready. */
const ALWAYS = new Set(["/metrics", "/healthz", "/readyz", "/openapi.json"]);

const SECURITY = {
  "content-security-policy": PAGE_CSP,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
} as const;

export function app(ctx: Context, log: Log): Hono {
  const metrics = new Metrics();
  const observer = {
    answered: (method: string, path: string, status: number, milliseconds: number) => {
      metrics.answered(method, status, milliseconds);
      log.debug({ method, path, status, milliseconds }, "answered");
    },
    failed: (error: unknown, path: string) => log.error({ err: error, path }, "a request failed"),
  };
  const root = new Hono();
  root.use(async (c, next) => {
    const started = performance.now();
    if (!ALWAYS.has(c.req.path) && !(await ctx.store.isReady())) {
      return problem(c, new Fault("unavailable", "The service is starting; try again in a moment."));
    }
    await next();
    for (const [name, value] of Object.entries(SECURITY)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    observer.answered(c.req.method, c.req.path, c.res.status, performance.now() - started);
    return undefined;
  });
  root.get("/metrics", (c) => c.body(metrics.text(ctx), 200, { "content-type": "text/plain; version=0.0.4" }));
  root.route("/", pages(ctx, observer));
  root.route("/", httpApp(ctx, observer));
  root.onError((error, c) => problemOf(error, c, observer));
  root.notFound((c) => {
    const wantsPage = c.req.method === "GET" && (c.req.header("accept") ?? "").includes("text/html");
    return wantsPage
      ? missingPage(c)
      : problem(c, new Fault("not_found", "There is nothing at this address; /openapi.json lists what there is."));
  });
  return root;
}
