/** `tarnish serve`: the service on a port, until it is told to stop. */
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Command } from "commander";
import { pino } from "pino";
import { Fault } from "../model/fault.ts";
import { type Config, readConfig } from "./config.ts";
import { openService } from "./node.ts";

export function serveCommand(): Command {
  return new Command("serve")
    .description("start the service (configuration: TARNISH_… variables, see tarnish doctor)")
    .option("--json", "log as JSON lines")
    .action(async () => {
      const running = await startService(readConfig(process.env));
      const stop = () => {
        running.stop().then(
          () => process.exit(0),
          () => process.exit(1),
        );
      };
      process.once("SIGTERM", stop);
      process.once("SIGINT", stop);
    });
}

export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/** Listens first, so that /readyz can say "not yet" while migrations run. Throws a Fault when port or folder is taken. */
export async function startService(config: Config): Promise<Running> {
  const log = pino({ level: config.logLevel });
  const service = await openService(config, log);
  const server = serve({ fetch: service.app.fetch, port: config.port, hostname: config.host });
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
  await service.start();
  const url = `http://${config.host}:${address.port}`;
  log.info({ url, data: config.data }, "ready");
  return {
    url,
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeIdleConnections" in server) server.closeIdleConnections();
      });
      await service.stop();
    },
  };
}
