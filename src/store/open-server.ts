/** A ClickHouse client on a server, or a cluster, that is reached by URL. */
import type { ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { Fault } from "../model/fault.ts";
import { CLIENT_SETTINGS, CLUSTER_SETTINGS } from "./client-settings.ts";

/** The clients' own name for it is in their packages, one for each platform. */
const OFF = 127 as ClickHouseLogLevel;

/**
 * User and password may stand in the URL; the database may not, it is a setting of its own and made here when it is
 * missing. `create` comes from the client of the platform: Node's or a Worker's. Throws a Fault of one sentence when
 * the server does not answer or does not let us in.
 */
export async function openServer(
  create: typeof createClient,
  url: string,
  database: string,
  cluster?: string,
): Promise<ClickHouseClient> {
  const { origin, pathname, username, password } = new URL(url);
  if (pathname !== "/") {
    throw new Fault("invalid", `TARNISH_CLICKHOUSE_URL must end after the port; set TARNISH_DATABASE for ${pathname}.`);
  }
  const options = {
    url: origin,
    ...(username !== "" && { username: decodeURIComponent(username), password: decodeURIComponent(password) }),
    clickhouse_settings: { ...CLIENT_SETTINGS, ...(cluster !== undefined && CLUSTER_SETTINGS) },
    max_open_connections: 32,
    use_multipart_params_auto: true, // the shas of a long branch do not fit into an address
    log: { level: OFF }, // whoever catches an error says it, once
  };
  const first = create(options);
  try {
    await ensureDatabase(first, database, cluster);
  } catch (cause) {
    throw new Fault("unavailable", `The ClickHouse server at ${origin} ${reason(cause)}.`, [], { cause });
  } finally {
    await first.close();
  }
  return create({ ...options, database });
}

/** Looks first: who may use the database need not have the right to make one. */
async function ensureDatabase(client: ClickHouseClient, database: string, cluster?: string): Promise<void> {
  const found = await client.query({
    query: "SELECT name FROM system.databases WHERE name = {database: String}",
    query_params: { database },
    format: "JSONEachRow",
  });
  if ((await found.json()).length > 0) return;
  const onCluster = cluster === undefined ? "" : ` ON CLUSTER ${cluster}`;
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS \`${database}\`${onCluster}` });
}

function reason(cause: unknown): string {
  const { code = "" } = cause as { code?: string };
  if (/^(516|192|193|194)$/.test(code)) return "refused user or password; check them in TARNISH_CLICKHOUSE_URL";
  if (code === "497") return "does not let this user make the database; make it, or grant CREATE DATABASE";
  return "does not answer; check TARNISH_CLICKHOUSE_URL and whether the server runs";
}
