/** Routes and pages as one application, with what every answer has in common. */
import { Hono, type Context as HonoContext } from "hono";
import { requestId } from "hono/request-id";
import type { Context } from "../actions/context.ts";
import { mirrorState, refusal } from "../actions/mirror.ts";
import { allowedAt } from "../http/allowed.ts";
import { faultOf, httpApp } from "../http/app.ts";
import { admitted } from "../http/authenticate.ts";
import { Metrics } from "../http/metrics.ts";
import { problem } from "../http/problem.ts";
import { RateLimiter, type RateLimits } from "../http/rate-limit.ts";
import { Fault, shownFault } from "../model/fault.ts";
import type { PngEngine } from "../render/png.ts";
import { PAGE_CSP } from "../web/assets.ts";
import { collateralPages } from "../web/collateral-routes.ts";
import { faultPage, wantsPage } from "../web/fault-page.ts";
import { reportPages } from "../web/report-routes.ts";
import { missingPage, type PageOptions, pages } from "../web/routes.ts";
import type { Log } from "./log.ts";

const STARTING = "The service is starting; try again in a moment.";
const AWAY = "The storage does not answer now; try again in a moment.";

/** Answers even while the storage is not ready, and to whoever asks, as the files that pages load do. */
const ALWAYS = new Set(["/metrics", "/healthz", "/readyz", "/openapi.json"]);

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
/** What a mirror is sent that is no write of the history's; who signs in there does so there alone. */
const TAKEN = new Set(["/v1/mirror/promote", "/v1/policies/replay", "/v1/links", "/sign-in", "/sign-out"]);

const SECURITY = {
  "content-security-policy": PAGE_CSP,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
} as const;

export interface AppOptions {
  readonly limits: RateLimits;
  /** Whom to count requests without a token for. */
  addressOf(c: HonoContext): string;
  /** Draws PNGs: how its module is come by differs from place to place. */
  readonly png?: PngEngine;
  /** Ends the streams that would never end by themselves. */
  readonly leaving?: AbortSignal;
  readonly partsGzip?: PageOptions["partsGzip"];
}

export function app(ctx: Context, log: Log, { limits, addressOf, png, leaving, partsGzip }: AppOptions): Hono {
  const metrics = new Metrics();
  const limiter = new RateLimiter(limits, ctx.now);
  const failed = (error: unknown, c: HonoContext) =>
    log.error({ err: error, request: c.get("requestId"), path: c.req.path }, "a request failed");
  const observer = {
    failed,
    refused: (fault: Fault) => metrics.refused(fault.code),
    brokenOff(error: unknown, c: HonoContext) {
      failed(error, c);
      metrics.brokenOff(shownFault(error).code);
    },
  };
  let hasBegun = false;
  const root = new Hono();
  root.use(requestId({ limitLength: 64 }));
  root.use(async (c, next) => {
    const started = performance.now();
    await next();
    dress(c);
    const { method, path } = c.req;
    const milliseconds = performance.now() - started;
    metrics.answered(method, c.res.status, milliseconds);
    log.debug({ request: c.get("requestId"), method, path, status: c.res.status, milliseconds }, "answered");
  });
  root.use(async (c, next) => {
    const mirror = mirrorState(ctx);
    c.set("mirror", mirror);
    const { role, from, lagSeconds } = mirror;
    const fault = SAFE.has(c.req.method) || TAKEN.has(c.req.path) ? undefined : refusal(ctx);
    if (fault) return await told(c, fault);
    await next();
    if (role !== "writer") c.res.headers.set("tarnish-mirror-of", from ?? "");
    if (typeof lagSeconds === "number") c.res.headers.set("tarnish-mirror-lag", String(lagSeconds));
    return undefined;
  });
  root.use(async (c, next) => {
    if (!ALWAYS.has(c.req.path) && !c.req.path.startsWith("/assets/")) {
      if (!(await ctx.store.isReady())) return await told(c, new Fault("unavailable", hasBegun ? AWAY : STARTING));
      hasBegun = true;
      c.set("caller", await admitted(c, ctx, limiter, addressOf(c)));
    }
    return await next();
  });
  root.get("/metrics", (c) => c.body(metrics.text(ctx), 200, { "content-type": "text/plain; version=0.0.4" }));
  root.route("/", pages(ctx, observer, { png, leaving, partsGzip }));
  root.route("/", reportPages(ctx));
  root.route("/", collateralPages(ctx));
  root.route("/", httpApp(ctx, observer));
  root.onError((error, c) => told(c, faultOf(error, c, observer)));
  root.notFound((c) => {
    if (["GET", "HEAD"].includes(c.req.method) && wantsPage(c)) return missingPage(c);
    const allowed = allowedAt(root, c.req.path);
    if (allowed.length > 0) c.header("Allow", allowed.join(", "));
    if (allowed.length > 0 && c.req.method === "OPTIONS") return c.body(null, 204);
    const fault = allowed.length > 0 ? notAllowed(c.req.method, allowed) : nothingThere();
    observer.refused(fault);
    return problem(c, fault);
  });
  return root;
}

const told = async (c: HonoContext, fault: Fault): Promise<Response> =>
  wantsPage(c) ? await faultPage(c, fault) : problem(c, fault);

const nothingThere = () =>
  new Fault("not_found", "There is nothing at this address; /openapi.json lists what there is.");

const notAllowed = (method: string, allowed: readonly string[]) =>
  new Fault(
    "not_allowed",
    `This address takes no ${method.slice(0, 20)}, but ${allowed.join(", ")}; /openapi.json says what for.`,
  );

/** What is for one reader is kept by no cache; what is for everybody is asked for again before it is shown. */
function dress(c: HonoContext): void {
  const { headers } = c.res;
  for (const [name, value] of Object.entries(SECURITY)) if (!headers.has(name)) headers.set(name, value);
  const isOurs = c.req.header("authorization") !== undefined || c.req.header("cookie") !== undefined;
  const isAsset = headers.get("cache-control")?.includes("immutable") ?? false;
  if (isAsset) return;
  if (isOurs) headers.set("cache-control", "private, no-store");
  else if (!headers.has("cache-control")) headers.set("cache-control", "no-cache");
  headers.append("vary", "Authorization, Cookie");
}
