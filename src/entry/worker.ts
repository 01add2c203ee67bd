/** The service as a Worker: the same application, over a ClickHouse server reached by URL. */
import { createClient } from "@clickhouse/client-web";
import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import resvg from "@resvg/resvg-wasm/index_bg.wasm";
import type { Hono, Context as HonoContext } from "hono";
import events from "../../migrations/0001_events.sql";
import runs from "../../migrations/0002_runs.sql";
import changesets from "../../migrations/0003_changesets.sql";
import trailers from "../../migrations/0004_trailers.sql";
import pointsOfRuns from "../../migrations/0005_points_of_runs.sql";
import runEnds from "../../migrations/0006_run_end.sql";
import leases from "../../migrations/0007_leases.sql";
import hiddenEvents from "../../migrations/0008_hidden_events.sql";
import proofs from "../../migrations/0009_proofs.sql";
import runEvents from "../../migrations/0010_run_events.sql";
import thinnedRuns from "../../migrations/0011_thinned_runs.sql";
import namedRuns from "../../migrations/0012_named_runs.sql";
import widerMerges from "../../migrations/0013_wider_merges.sql";
import analyses from "../../migrations/0014_analyses.sql";
import type { Context } from "../actions/context.ts";
import { Known } from "../actions/known.ts";
import { admitToken } from "../actions/tokens.ts";
import { clientAddress } from "../http/address.ts";
import { RATE_LIMITS } from "../http/rate-limit.ts";
import { Fault } from "../model/fault.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { openSigner } from "../store/checkpoint.ts";
import { ClickHouseStore } from "../store/clickhouse-store.ts";
import { migrationsFrom } from "../store/migrate.ts";
import { openServer } from "../store/open-server.ts";
import { app } from "./app.ts";
import { retentionApplied } from "./apply-retention.ts";
import type { Log } from "./log.ts";
import { targetsIn } from "./targets.ts";
import { tellerOf } from "./telling.ts";

interface Environment {
  readonly TARNISH_CLICKHOUSE_URL: string;
  readonly TARNISH_DATABASE: string;
  readonly TARNISH_CLICKHOUSE_CLUSTER?: string;
  /** A Worker has no data folder: the administrator's token is a secret of the deployment. */
  readonly TARNISH_ADMIN_TOKEN?: string;
  /** Private key that signs checkpoints of the log, a JSON Web Key; absent: they are not signed. */
  readonly TARNISH_LOG_KEY?: string;
  /** What stands in the file of targets, as JSON; absent: nobody is told anything. Its secrets are variables beside it. */
  readonly TARNISH_TARGETS?: string;
  readonly [variable: string]: string | undefined;
}

interface Service {
  readonly app: Hono;
  /** What a Node service does all the time: looks for news, and brings what is due. */
  tell(): Promise<void>;
  /** And once a day. */
  dropRepeats(): Promise<void>;
}

/** The trigger of wrangler.toml at which old repeats go; at every other one people are told what there is. */
const DAILY = "17 3 * * *";

const MIGRATIONS = [
  { name: "0001_events.sql", text: events },
  { name: "0002_runs.sql", text: runs },
  { name: "0003_changesets.sql", text: changesets },
  { name: "0004_trailers.sql", text: trailers },
  { name: "0005_points_of_runs.sql", text: pointsOfRuns },
  { name: "0006_run_end.sql", text: runEnds },
  { name: "0007_leases.sql", text: leases },
  { name: "0008_hidden_events.sql", text: hiddenEvents },
  { name: "0009_proofs.sql", text: proofs },
  { name: "0010_run_events.sql", text: runEvents },
  { name: "0011_thinned_runs.sql", text: thinnedRuns },
  { name: "0012_named_runs.sql", text: namedRuns },
  { name: "0013_wider_merges.sql", text: widerMerges },
  { name: "0014_analyses.sql", text: analyses },
];

/** An isolate has 128 MB for everything. */
const HISTORY_POINTS = 1_000_000;
/** Milliseconds of one trigger for dropping repeats: what is left then goes at the next. */
const LONGEST_DROP = 20_000;

/** One application an isolate: made by its first request, tried again when that failed. */
let ready: Promise<Service> | undefined;

interface Execution {
  waitUntil(work: Promise<unknown>): void;
}

export default {
  async fetch(request: Request, environment: Environment, execution: Execution): Promise<Response> {
    const answering = answered(request, environment);
    execution.waitUntil(answering); // a client that goes away must not end what others wait for
    return await answering;
  },

  /** What fails is tried again at the next trigger. */
  async scheduled({ cron }: { readonly cron: string }, environment: Environment): Promise<void> {
    try {
      const service = await started(environment);
      await (cron === DAILY ? service.dropRepeats() : service.tell());
    } catch (err) {
      LOG.error({ err, cron }, "what is due could not be done; tried again");
    }
  },
};

async function answered(request: Request, environment: Environment): Promise<Response> {
  try {
    return await (await started(environment)).app.fetch(request);
  } catch (err) {
    LOG.error({ err }, "a request failed");
    return new Response("The storage does not answer; try again in a moment.\n", {
      status: 503,
      headers: { "retry-after": "5" },
    });
  }
}

async function started(environment: Environment): Promise<Service> {
  ready ??= start(environment);
  const mine = ready;
  try {
    return await mine;
  } catch (err) {
    if (ready === mine) ready = undefined; // another request may have begun anew
    throw err;
  }
}

async function start(environment: Environment): Promise<Service> {
  const { TARNISH_CLICKHOUSE_URL: url, TARNISH_DATABASE: database, TARNISH_CLICKHOUSE_CLUSTER: cluster } = environment;
  const { TARNISH_ADMIN_TOKEN: secret, TARNISH_LOG_KEY: key } = environment;
  // The two clients have the same methods; only their streams have other types, and the store uses none.
  const client = await openServer(createClient as never, url, database, cluster);
  const tools = { sha256, newId: () => crypto.randomUUID(), now: () => new Date(), newChainId };
  const store = new ClickHouseStore(client, migrationsFrom(MIGRATIONS), tools, { isAlone: false, cluster });
  const signer = key === undefined ? {} : { signer: await openSigner(key) };
  const kept = { known: new Known(store), historyPoints: HISTORY_POINTS };
  const ctx: Context = { store, ...kept, policy: DEFAULT_POLICY, ...tools, newSecret, ...signer };
  await store.migrate();
  if (secret !== undefined && !(await ctx.known.tokens()).has(sha256(secret))) {
    const scopes = ["admin"];
    await admitToken(ctx, { name: "deployment", scopes }, { name: "administrator", scopes }, secret);
  }
  return {
    app: app(ctx, LOG, { limits: RATE_LIMITS, addressOf, png: async () => resvg }),
    tell: telling(ctx, environment),
    dropRepeats: () => retentionApplied(ctx, LOG, AbortSignal.timeout(LONGEST_DROP)),
  };
}

/**
 * Nothing is under way any more when telling resolves. It rejects where the targets cannot be used: rigs post all the same.
 */
function telling(ctx: Context, environment: Environment): () => Promise<void> {
  const { TARNISH_TARGETS: text } = environment;
  if (text === undefined) return async () => undefined;
  let teller: ReturnType<typeof tellerOf> | undefined;
  return async () => {
    teller ??= tellerOf(
      ctx,
      targetsIn(jsonOf(text), "TARNISH_TARGETS", (variable) => environment[variable]),
      LOG,
    );
    await teller.look(); // what waits already is brought all the same
    await teller.bring();
    await teller.idle();
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("malformed", "TARNISH_TARGETS is not JSON.", [], { cause });
  }
}

/** Cloudflare says whom it heard. */
const addressOf = (c: HonoContext): string => clientAddress(c.req.header("cf-connecting-ip"), undefined, 0);

const LOG: Log = {
  debug: () => {},
  info: (fields, message) => console.log(JSON.stringify({ level: "info", message, ...fields })),
  error: (fields, message) => console.error(JSON.stringify({ level: "error", message, ...fields }, withErrors)),
};

/** An error is no JSON by itself. */
function withErrors(_: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { message, stack, cause } = value;
  return { message, stack, cause, ...(value instanceof Fault && { code: value.code, details: value.details }) };
}

const sha256 = (text: string): string => bytesToHex(digest(utf8ToBytes(text)));
const randomHex = (bytes: number): string => bytesToHex(crypto.getRandomValues(new Uint8Array(bytes)));
const newSecret = (): string => randomHex(32);
const newChainId = (): string => BigInt(`0x${randomHex(8)}`).toString();
