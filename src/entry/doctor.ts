/** `tarnish doctor`: the configuration without its secrets, and whether everything answers. */
import { accessSync, constants, existsSync } from "node:fs";
import { Command } from "commander";
import type { TargetState } from "../actions/show-targets.ts";
import type { Watchdog } from "../model/watchdog.ts";
import { type Config, readConfig } from "./config.ts";
import { EXIT } from "./exit.ts";
import { serviceClient, tokenOf } from "./service-client.ts";

interface Check {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("show the configuration and check that everything answers")
    .option("--json", "JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const config = readConfig(process.env);
      const checks = [
        node(),
        folder(config),
        await service(config),
        ...(await messages(config)),
        ...(await watchdogs(config)),
      ];
      const shown = { configuration: withoutSecrets(config), checks };
      process.stdout.write(json ? `${JSON.stringify(shown)}\n` : asText(shown));
      process.exitCode = checks.every(({ ok }) => ok) ? EXIT.ok : EXIT.unavailable;
    });
}

function withoutSecrets(config: Config): Record<string, string> {
  const clickhouse = config.clickhouseUrl === undefined ? "embedded" : withoutPassword(config.clickhouseUrl);
  return {
    TARNISH_URL: config.urls.join(","),
    TARNISH_HOST: config.host,
    TARNISH_PORT: String(config.port),
    TARNISH_DATA: config.data,
    TARNISH_DATABASE: config.database,
    TARNISH_CLICKHOUSE_URL: clickhouse,
    TARNISH_CLICKHOUSE_CLUSTER: config.cluster ?? "none",
    TARNISH_PEERS: config.peers.length === 0 ? "none" : config.peers.join(","),
    TARNISH_TARGETS: config.targets ?? "none",
    TARNISH_TOKEN: tokenOf(config) === undefined ? "none" : "present",
  };
}

function withoutPassword(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function node(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { check: "node", ok, detail: ok ? process.version : `${process.version} is too old; install 20.19 or newer` };
}

function folder({ data }: Config): Check {
  if (!existsSync(data)) return { check: "data folder", ok: true, detail: `${data} will be made by the first start` };
  try {
    accessSync(data, constants.R_OK | constants.W_OK);
    return { check: "data folder", ok: true, detail: `${data} can be written` };
  } catch {
    return {
      check: "data folder",
      ok: false,
      detail: `${data} cannot be written; change its owner or set TARNISH_DATA`,
    };
  }
}

async function service({ url }: Config): Promise<Check> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return {
      check: "service",
      ok: answer.ok,
      detail: answer.ok ? `${url} is ready` : `${url} is starting; try again in a moment`,
    };
  } catch {
    return {
      check: "service",
      ok: false,
      detail: `${url} does not answer; start it with tarnish serve, or set TARNISH_URL`,
    };
  }
}

/** A line for each target, where the token may ask. */
async function messages(config: Config): Promise<Check[]> {
  if (tokenOf(config) === undefined) return [];
  try {
    const { items } = (await serviceClient().get("/v1/targets")) as { items: readonly TargetState[] };
    return items.map(({ name, waiting, trouble }) => ({
      check: `messages to ${name}`,
      ok: trouble === "",
      detail: trouble === "" ? `${waiting === 0 ? "all" : `all but ${waiting}`} delivered` : trouble,
    }));
  } catch {
    return []; // it does not answer, or the token may not ask: said above
  }
}

/** What the service noticed of the measuring: told, and no fault of the service. */
async function watchdogs(config: Config): Promise<Check[]> {
  if (tokenOf(config) === undefined) return [];
  try {
    const { items } = (await serviceClient().get("/v1/watchdogs?limit=20")) as { items: readonly Watchdog[] };
    return items.map(({ text }) => ({ check: "watchdog", ok: true, detail: text }));
  } catch {
    return [];
  }
}

function asText({
  configuration,
  checks,
}: {
  configuration: Record<string, string>;
  checks: readonly Check[];
}): string {
  const settings = Object.entries(configuration).map(([name, value]) => `${name.padEnd(28)}${value}`);
  return `${[...settings, "", ...checks.map(({ check, ok, detail }) => `${ok ? "ok  " : "FAIL"}  ${check}: ${detail}`)].join("\n")}\n`;
}
