/** Tables of the store as Parquet files, written and read by the embedded engine itself. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClickHouseClient } from "@clickhouse/client";
import { Fault } from "../model/fault.ts";
import { openEmbedded } from "../store/open-embedded.ts";
import type { Rows } from "../store/rows.ts";

/** Columns as they stand in a file; ids are text, so that every reader of Parquet shows them. */
const STRUCTURES = {
  events:
    "chain UInt64, sequence UInt64, link UInt64, id String, kind String, key String, at DateTime64(3, 'UTC'), who String, content_hash String, previous_hash String, link_hash String, body String, hash_version UInt8, excluded String",
  hidden_events:
    "chain UInt64, sequence UInt64, link UInt64, at DateTime64(3, 'UTC'), hash String, previous_hash String, link_hash String, hash_version UInt8, seal String",
  runs: "chain UInt64, sequence UInt64, run String, content_hash String, accepted_at DateTime64(3, 'UTC'), rig String, suite String, sha String, branch String, block String, cause String, started_at DateTime64(3, 'UTC'), finished_at Nullable(DateTime64(3, 'UTC')), complete Bool, excluded String, watch_hash String, packages_hash String",
  points:
    "series UInt64, chain UInt64, sequence UInt64, value Float64, unit String, repeats UInt32, spread Nullable(Float64), low Float64, high Float64, suspect String",
  series:
    "series UInt64, benchmark String, version String, metric String, parameters Map(String, String), rig String, hardware String, pairing String, unit String, dimension String, better String, first_seen DateTime64(3, 'UTC')",
} as const;
export type ParquetTable = keyof typeof STRUCTURES;
export const PARQUET_TABLES = Object.keys(STRUCTURES) as readonly ParquetTable[];

export interface ParquetEngine {
  readonly client: ClickHouseClient;
  /** Throws a Fault in one sentence where the disk is full or may not be written. */
  write(file: string, rows: Rows): Promise<void>;
  /** Rows as objects, 64-bit integers as text. Throws a Fault where the file is no Parquet file any more. */
  read<Row>(file: string, order: string): Promise<Row[]>;
  close(): Promise<void>;
}

/** In a folder of its own, so that it runs beside any service. */
export async function openParquetEngine(): Promise<ParquetEngine> {
  const folder = mkdtempSync(join(tmpdir(), "tarnish-parquet-"));
  const client = await openEmbedded(folder, "tarnish");
  return {
    client,
    async write(file, { table, columns, values }) {
      const into = `FUNCTION file(${quoted(file)}, 'Parquet', ${quoted(STRUCTURES[table as ParquetTable])})`;
      const settings = { engine_file_truncate_on_insert: 1, output_format_parquet_compression_method: "zstd" } as const;
      const insert = {
        table: into,
        columns,
        values,
        format: "JSONCompactEachRow",
        clickhouse_settings: settings,
      } as const;
      await client.insert(insert).catch((error) => Promise.reject(asDiskFault(error, file)));
    },
    async read<Row>(file: string, order: string) {
      const query = `SELECT * FROM file(${quoted(file)}, 'Parquet') ORDER BY ${order}`;
      try {
        return await (await client.query({ query, format: "JSONEachRow" })).json<Row>();
      } catch (cause) {
        throw new Fault("malformed", `${file} cannot be read as Parquet any more.`, [], { cause });
      }
    },
    async close() {
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where a write failed because of where it went; anything else as it is. */
export function asDiskFault(error: unknown, file: string): unknown {
  const text = `${(error as Error).message} ${String((error as Error).cause ?? "")}`;
  if (/No space left|ENOSPC|NOT_ENOUGH_SPACE/i.test(text)) {
    return new Fault("unavailable", `The disk of ${file} is full: make room, and the same command goes on.`, [], {
      cause: error,
    });
  }
  if (/EACCES|EEXIST|EPERM|EROFS|ENOTDIR|Permission denied|Read-only file system|Not a directory/i.test(text)) {
    const message = `${file} cannot be written: choose a folder of yours on a disk that takes it, and say the command again.`;
    return new Fault("unavailable", message, [], { cause: error });
  }
  return error;
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
