/** A ClickHouse client on a server, or a cluster, that is reached by URL. */
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { Fault } from "../model/fault.ts";
import { CLIENT_SETTINGS } from "./client-settings.ts";

/**
 * User and password may stand in the URL; the database may not, it is a setting of its own and made here when it is
 * missing. Throws a Fault of one sentence when the server does not answer or does not let us in.
 */
export async function openServer(url: string, database: string): Promise<ClickHouseClient> {
  const { origin, pathname, username, password } = new URL(url);
  if (pathname !== "/") {
    throw new Fault("invalid", `TARNISH_CLICKHOUSE_URL must end after the port; set TARNISH_DATABASE for ${pathname}.`);
  }
  const options = {
    url: origin,
    ...(username !== "" && { username: decodeURIComponent(username), password: decodeURIComponent(password) }),
    clickhouse_settings: CLIENT_SETTINGS,
    max_open_connections: 32,
    log: { level: ClickHouseLogLevel.OFF }, // whoever catches an error says it, once
  };
  const first = createClient(options);
  try {
    await first.command({ query: `CREATE DATABASE IF NOT EXISTS \`${database}\`` });
  } catch (cause) {
    throw new Fault("unavailable", `The ClickHouse server at ${origin} ${reason(cause)}.`, [], { cause });
  } finally {
    await first.close();
  }
  return createClient({ ...options, database });
}

function reason(cause: unknown): string {
  const { code = "" } = cause as { code?: string };
  if (/^(516|192|193|194)$/.test(code)) return "refused user or password; check them in TARNISH_CLICKHOUSE_URL";
  if (code === "497") return "does not let this user make the database; make it, or grant CREATE DATABASE";
  return "does not answer; check TARNISH_CLICKHOUSE_URL and whether the server runs";
}
