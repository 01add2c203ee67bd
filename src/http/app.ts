/** The HTTP door: validates, finds out who asks, calls one action, translates the answer. */
import { Hono, type Context as HonoContext } from "hono";
import { CHARTS } from "../actions/charts/all.ts";
import { type Caller, type Context, demand, STRANGER } from "../actions/context.ts";
import { type Fault, shownFault } from "../model/fault.ts";
import { takesGzip } from "../model/takes-gzip.ts";
import { type Reads, readBody, readsAs, refuseCompressed, validated } from "./body.ts";
import { compiled } from "./compiled.ts";
import { streamed } from "./lines.ts";
import { answerNdjson, isNdjson } from "./ndjson.ts";
import { openApi } from "./openapi.ts";
import type { Answer, Route } from "./route.ts";
import { ADMINISTRATION_ROUTES } from "./routes/administration.ts";
import { ANNOTATION_ROUTES } from "./routes/annotations.ts";
import { AUDIT_ROUTES } from "./routes/audits.ts";
import { BACKUP_ROUTES } from "./routes/backups.ts";
import { COLLATERAL_ROUTES } from "./routes/collateral.ts";
import { EPOCH_ROUTES } from "./routes/epochs.ts";
import { INGEST_ROUTES } from "./routes/ingest.ts";
import { LANDING_ROUTES } from "./routes/landings.ts";
import { LOG_ROUTES } from "./routes/log.ts";
import { MIRROR_ROUTES } from "./routes/mirror.ts";
import { POLICY_ROUTES } from "./routes/policies.ts";
import { READ_ROUTES } from "./routes/read.ts";
import { REGRESSION_ROUTES } from "./routes/regressions.ts";
import { RELEASE_ROUTES } from "./routes/releases.ts";
import { RETENTION_ROUTES } from "./routes/retention.ts";
import { RIG_STATE_ROUTES } from "./routes/rig-state.ts";
import { RUN_ROUTES } from "./routes/runs.ts";
import { SESSION_ROUTES } from "./routes/sessions.ts";
import { TICKET_ROUTES } from "./routes/tickets.ts";
import { TRAIN_ROUTES } from "./routes/trains.ts";
import { VERDICT_ROUTES } from "./routes/verdicts.ts";
import { WORK_ROUTES } from "./routes/work.ts";

export const ROUTES: readonly Route[] = [
  ...INGEST_ROUTES,
  ...READ_ROUTES,
  ...RELEASE_ROUTES,
  ...RIG_STATE_ROUTES,
  ...RUN_ROUTES,
  ...EPOCH_ROUTES,
  ...TRAIN_ROUTES,
  ...VERDICT_ROUTES,
  ...COLLATERAL_ROUTES,
  ...POLICY_ROUTES,
  ...LANDING_ROUTES,
  ...TICKET_ROUTES,
  ...LOG_ROUTES,
  ...REGRESSION_ROUTES,
  ...ANNOTATION_ROUTES,
  ...MIRROR_ROUTES,
  ...BACKUP_ROUTES,
  ...RETENTION_ROUTES,
  ...ADMINISTRATION_ROUTES,
  ...SESSION_ROUTES,
  ...WORK_ROUTES,
  ...AUDIT_ROUTES,
];

/** Told of every error that nobody expected. */
export interface Observer {
  failed(error: unknown, c: HonoContext): void;
  /** Told of every fault that somebody is answered with, the lines of a stream included. */
  refused(fault: Fault): void;
}

export function httpApp(ctx: Context, observer: Observer): Hono {
  const app = new Hono();
  let document: ReturnType<typeof openApi> | undefined;
  app.get("/openapi.json", (c) => {
    document ??= openApi(ROUTES, CHARTS.values());
    return c.json(document);
  });
  for (const route of ROUTES) mount(app, route, ctx, observer);
  return app;
}

function mount(app: Hono, route: Route, ctx: Context, observer: Observer): void {
  const [paramsOf, queryOf] = [compiled(route.params), compiled(route.query)];
  const readsOf = readerOf(route, ctx);
  app.on(route.method.toUpperCase(), route.path.replace(/\{(\w+)\}/g, ":$1"), async (c) => {
    refuseCompressed(c);
    const caller = c.get("caller") ?? STRANGER;
    if (route.scopes && caller === STRANGER) demand(caller, ...route.scopes); // before a body is read
    const [params, query, reads] = [paramsOf(), queryOf(), readsOf(caller)];
    const call = {
      caller,
      params: (params ? validated(params, c.req.param()) : {}) as Record<string, string>,
      query: (query ? validated(query, c.req.query()) : {}) as Record<string, unknown>,
      request: c.req,
    };
    if (reads && route.takesLines && isNdjson(c)) {
      const handle = (document: unknown) => route.handle(ctx, { ...call, body: document });
      return answerNdjson(c, reads, handle, (error) => faultOf(error, c, observer));
    }
    const answer = await route.handle(ctx, { ...call, body: reads ? await readBody(c, reads) : undefined });
    return await reply(c, answer);
  });
}

/** Undefined where no document is read. */
function readerOf({ body, reads, readsBody }: Route, ctx: Context): (caller: Caller) => Reads<unknown> | undefined {
  if (reads) return (caller) => (bytes) => reads(ctx, bytes, caller);
  const bodyOf = compiled(readsBody ? undefined : body);
  return () => {
    const schema = bodyOf();
    return schema && readsAs(schema);
  };
}

async function reply(c: HonoContext, { status, body, type, text, lines }: Answer): Promise<Response> {
  if (lines) {
    const headers = { "content-type": "application/x-ndjson", vary: "Accept-Encoding" };
    const stream = await streamed(lines);
    if (!takesGzip(c.req.header("accept-encoding"))) return c.body(stream, 200, headers);
    const compressed = stream.pipeThrough(new CompressionStream("gzip") as never) as ReadableStream<Uint8Array>;
    return c.body(compressed, 200, { ...headers, "content-encoding": "gzip" });
  }
  return c.body(text ?? JSON.stringify(body), status, { "content-type": type ?? "application/json; charset=utf-8" });
}

/** For everything that is mounted beside the routes, too. */
export function faultOf(error: unknown, c: HonoContext, observer: Observer): Fault {
  const fault = toldOf(error, c, observer);
  observer.refused(fault);
  return fault;
}

/** What was not expected is told to the operator in full and to the caller not at all. */
function toldOf(error: unknown, c: HonoContext, observer: Observer): Fault {
  const fault = shownFault(error);
  if (fault !== error || fault.code === "unavailable") observer.failed(error, c);
  return fault;
}
