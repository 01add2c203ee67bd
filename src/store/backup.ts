/** Copies of the database by the engine's own BACKUP and RESTORE: whole, or what came since another copy. */
import type { ClickHouseClient } from "@clickhouse/client";
import { Fault } from "../model/fault.ts";
import { quoted } from "./sql-literal.ts";

/** Where copies lie: with a slash at its end for the embedded engine's folder, "" for a server's own place for them. */
export type BackupPlace = string;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** `base`: a copy that is there already; only what is not in it is copied. Durable when it resolves. */
export async function backup(client: ClickHouseClient, place: BackupPlace, name: string, base?: string): Promise<void> {
  const settings = base === undefined ? "" : ` SETTINGS base_backup = ${file(place, base)}`;
  await told(client, `BACKUP DATABASE ${await databaseOf(client)} TO ${file(place, name)}${settings}`, name, base);
}

/**
 * Into a database that has no tables yet; anything else is refused, and nothing is written over. `base`: the copy that this
 * one rests upon, where that lies now.
 */
export async function restore(
  client: ClickHouseClient,
  place: BackupPlace,
  name: string,
  base?: string,
): Promise<void> {
  const query = "SELECT count() AS tables FROM system.tables WHERE database = currentDatabase()";
  const [found] = await (await client.query({ query, format: "JSONEachRow" })).json<{ tables: string }>();
  if (Number(found?.tables) > 0) {
    throw new Fault(
      "conflict",
      "The database has tables already: restore into an empty folder (TARNISH_DATA), or another TARNISH_DATABASE.",
    );
  }
  const database = await databaseOf(client);
  const upon = base === undefined ? "" : `, base_backup = ${file(place, base)}`;
  const settings = `SETTINGS allow_different_database_def = 1${upon}`;
  await told(client, `RESTORE DATABASE ${database} FROM ${file(place, name)} ${settings}`, name);
}

/** `missing`: the copy that is not there where one is not. */
async function told(client: ClickHouseClient, query: string, name: string, missing = name): Promise<void> {
  try {
    await client.command({ query });
  } catch (cause) {
    const error = cause as { code?: string; message?: string };
    throw new Fault("unavailable", sentenceOf(error, name, missing), [], { cause });
  }
}

function sentenceOf(error: { code?: string; message?: string }, name: string, missing: string): string {
  const { code, message = "" } = error;
  if (code === "598") return `There is a copy ${name} already: say another name.`;
  if (code === "599") return `There is no copy ${missing}: look into the folder backups below TARNISH_DATA.`;
  if (code === "243" || /No space left/.test(message)) return "The disk is full: make room and say the command again.";
  return `The engine refused the copy ${name} (${message.split("\n")[0]?.slice(0, 200)}); a server by URL needs a place for backups in its configuration.`;
}

function file(place: BackupPlace, name: string): string {
  if (!NAME.test(name)) throw new Fault("invalid", `${name} cannot name a copy: letters, digits and . _ - only.`);
  return `File(${quoted(`${place}${name}`)})`;
}

async function databaseOf(client: ClickHouseClient): Promise<string> {
  const [row] = await (await client.query({ query: "SELECT currentDatabase() AS name", format: "JSONEachRow" })).json<{
    name: string;
  }>();
  return `\`${row?.name.replaceAll("`", "")}\``;
}
