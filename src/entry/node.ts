/** The service in one Node process: engine, store, actions, HTTP and pages wired together. */
import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { ClickHouseClient } from "@clickhouse/client";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Hono, Context as HonoContext } from "hono";
import type { Context } from "../actions/context.ts";
import { Known } from "../actions/known.ts";
import { writeUses } from "../actions/last-use.ts";
import { refusal } from "../actions/mirror.ts";
import { clientAddress } from "../http/address.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { ClickHouseStore } from "../store/clickhouse-store.ts";
import { guarded } from "../store/read-only.ts";
import { ensureAdminToken } from "./admin-token.ts";
import { app } from "./app.ts";
import { backupFolder } from "./backup-folder.ts";
import type { Config } from "./config.ts";
import { gzipParts } from "./gzip-parts.ts";
import type { Log } from "./log.ts";
import { ensureLogKey } from "./log-key.ts";
import { readMigrations } from "./migration-files.ts";
import { type MirrorOf, MirrorProcess } from "./mirror-process.ts";
import { readMirrorFile } from "./mirror-state.ts";
import { sha256 } from "./sha256.ts";
import { WriterProcess } from "./writer-process.ts";

export interface Service {
  readonly app: Hono;
  readonly ctx: Context;
  /** Applies migrations and writes the admin token; until then every page and route answers 503. */
  start(): Promise<void>;
  /** Ends the streams to pages that stay open: the first step of stopping. */
  leave(): void;
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

/** `mirrorOf`: the service follows another one and takes no writes, until it is promoted. */
export async function openService(
  config: Config,
  log: Log,
  mirrorOf?: MirrorOf,
  now: () => Date = () => new Date(),
): Promise<Service> {
  const store = new ClickHouseStore(
    await openClient(config),
    readMigrations(),
    { sha256, newId: randomUUID, now, newChainId },
    {
      isAlone: config.clickhouseUrl === undefined,
      cluster: config.cluster,
      ...(config.clickhouseUrl === undefined && { backups: backupFolder(config.data) }),
    },
  );
  const mirror = mirrorOf ? new MirrorProcess(mirrorOf, config, log, now) : new WriterProcess(config, log);
  let hasBegun = mirrorOf !== undefined;
  const written = guarded(
    store,
    () => refusal(ctx),
    () => hasBegun,
  );
  const leaving = new AbortController();
  const ctx: Context = {
    store: written,
    known: new Known(written, now),
    policy: DEFAULT_POLICY,
    now,
    newId: randomUUID,
    sha256,
    newSecret,
    signer: await ensureLogKey(config.data),
    mirror,
    leaving: leaving.signal,
  };
  return {
    app: app(ctx, log, {
      limits: config.limits,
      addressOf: (c) => addressOf(c, config.proxies),
      png: readPngEngine,
      leaving: leaving.signal,
      partsGzip: gzipParts,
    }),
    ctx,
    async start() {
      await store.migrate();
      await mirror.start(ctx);
      const isPromoted = readMirrorFile(config.data)?.role === "writer";
      if (mirror.state().role === "writer") await ensureAdminToken(ctx, config.data, log, isPromoted);
      hasBegun = true; // who waits for /readyz finds the administrator's token
    },
    leave: () => leaving.abort(),
    async stop() {
      leaving.abort();
      await mirror.stop();
      await writeUses(ctx).catch((err) => log.error({ err }, "when tokens were last used was not written"));
      await store.close();
    },
  };
}

/** Without a connection, in a test, there is no address. */
function addressOf(c: HonoContext, proxies: number): string {
  const isConnected = (c.env as { incoming?: unknown } | undefined)?.incoming !== undefined;
  return clientAddress(
    isConnected ? getConnInfo(c).remote.address : undefined,
    c.req.header("x-forwarded-for"),
    proxies,
  );
}

export async function openClient(config: Config): Promise<ClickHouseClient> {
  if (config.clickhouseUrl === undefined) {
    const { openEmbedded } = await import("../store/open-embedded.ts");
    return await openEmbedded(config.data, config.database);
  }
  const { openServer } = await import("../store/open-server.ts");
  const { createClient } = await import("@clickhouse/client");
  return await openServer(createClient, config.clickhouseUrl, config.database, config.cluster);
}

export { readMigrations };

const readPngEngine = () => readFile(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm"));

const newSecret = () => randomBytes(32).toString("base64url");
const newChainId = () => randomBytes(8).readBigUInt64BE().toString();
