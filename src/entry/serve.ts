/** `tarnish serve`: the service on a port, until it is told to stop. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Command } from "commander";
import { pino } from "pino";
import type { Telling } from "../actions/queue-messages.ts";
import { Fault } from "../model/fault.ts";
import { type Config, readConfig } from "./config.ts";
import type { MirrorOf } from "./mirror-process.ts";
import { readMirrorFile } from "./mirror-state.ts";
import { openService } from "./node.ts";
import { startRetention } from "./retention-clock.ts";
import { readTargets } from "./targets-file.ts";
import { startTelling } from "./telling.ts";

export function serveCommand(): Command {
  return new Command("serve")
    .description("start the service (configuration: TARNISH_… variables, see tarnish doctor)")
    .option("--json", "log as JSON lines")
    .action(async () => {
      stopOnSignal(await startService(readConfig(process.env)));
    });
}

/** Finishes what is under way, then ends the process. */
export function stopOnSignal(running: Running): void {
  const stop = () => {
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** Two writers of one history would diverge. */
function refuseMirrors(data: string): void {
  const file = readMirrorFile(data);
  if (file?.role !== "mirror") return;
  const message = `${data} holds a mirror of ${file.from}: start it with tarnish mirror, or make it the writer with tarnish mirror promote.`;
  throw new Fault("conflict", message);
}

export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/** Milliseconds. A body has limits of its own: a document is read within a minute, a stream may last, but not rest. */
export const CONNECTION_LIMITS = {
  headersTimeout: 20_000,
  requestTimeout: 0,
  /** Without a byte in either direction. */
  idle: 120_000,
  /** How often the first two are looked at. */
  connectionsCheckingInterval: 5_000,
  /** After the signal to stop, for requests under way. */
  grace: 20_000,
};

/** Listens first, so that /readyz can say "not yet" while migrations run. Throws a Fault when port or folder is taken. */
export async function startService(config: Config, limits = CONNECTION_LIMITS, mirrorOf?: MirrorOf): Promise<Running> {
  if (mirrorOf === undefined) refuseMirrors(config.data);
  const log = pino({ level: config.logLevel });
  const telling = await tellingOf(config);
  const service = await openService(config, log, mirrorOf);
  const { idle, grace, ...serverOptions } = limits;
  const { port, host: hostname } = config;
  const server = serve({ fetch: service.app.fetch, port, hostname, serverOptions }) as Server;
  server.setTimeout(idle);
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once("listening", () => resolve(server.address() as AddressInfo));
    server.once("error", reject);
  }).catch(async (cause) => {
    await service.stop();
    throw new Fault(
      "unavailable",
      `Port ${config.port} on ${config.host} cannot be used; set TARNISH_PORT to another.`,
      [],
      { cause },
    );
  });
  await service.start().catch(async (error) => {
    server.close();
    server.closeAllConnections();
    await service.stop();
    throw error;
  });
  const background = telling && startTelling(service.ctx, telling, log, config.newsShare);
  const retention = startRetention(service.ctx, log);
  const url = `http://${config.host}:${address.port}`;
  log.info({ url, data: config.data }, "ready");
  return {
    url,
    async stop() {
      service.leave();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), grace).unref();
      });
      await Promise.all([background?.stop(), retention.stop()]);
      await service.stop();
    },
  };
}

const tellingOf = async ({ targets, secret }: Config): Promise<Telling | undefined> =>
  targets === undefined ? undefined : await readTargets(targets, secret);
