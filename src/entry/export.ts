/** `tarnish export DIR`: the history as Parquet files that anybody can read, check, and give to a service again. */
import { resolve } from "node:path";
import { Command } from "commander";
import type { LogSlice } from "../actions/log-slice.ts";
import { readConfig } from "./config.ts";
import { exportHistory } from "./export-writer.ts";
import { ensureLogKey } from "./log-key.ts";
import type { Manifest } from "./manifest.ts";
import { PARQUET_TABLES } from "./parquet-engine.ts";
import { tokenOf } from "./service-client.ts";

interface ExportOptions {
  readonly release?: string;
  readonly rig?: string;
  readonly suite?: string;
  readonly json?: boolean;
}

export function exportCommand(): Command {
  return new Command("export")
    .description("write the history, as far as the token may see it, as Parquet files with a signed manifest")
    .argument("<folder>", "an empty one, or one that an export was written to: it goes on from there")
    .option("--release <tag>", "in full only the runs of its changesets, since the release before it")
    .option("--rig <name>", "in full only the runs of this rig")
    .option("--suite <name>", "in full only the runs of this suite")
    .option("--json", "JSON")
    .action(async (named: string, { json, release, rig, suite }: ExportOptions) => {
      const config = readConfig(process.env);
      const folder = resolve(named);
      const slice: LogSlice = {
        ...(release !== undefined && { release }),
        ...(rig !== undefined && { rig }),
        ...(suite !== undefined && { suite }),
      };
      const source = { url: config.url, token: tokenOf(config) };
      const say = (text: string) => process.stderr.isTTY && process.stderr.write(`\r${text}`);
      const manifest = await exportHistory({
        folder,
        source,
        slice,
        signer: await ensureLogKey(config.data),
        progress: (so) => say(`${countOf(so, "events")} events, ${countOf(so, "points")} points `),
      });
      say("\n");
      const { files, key } = manifest;
      const rows = Object.fromEntries(PARQUET_TABLES.map((table) => [table, countOf(manifest, table)]));
      const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
      const said = `${rows["events"]} events and ${rows["points"]} points in ${files.length} files, ${bytes} bytes; signed by ${key}`;
      process.stdout.write(json ? `${JSON.stringify({ folder, rows, bytes, key })}\n` : `${said}\n`);
    });
}

const countOf = ({ files }: Manifest, table: string): number =>
  files.reduce((sum, one) => sum + (one.table === table ? one.rows : 0), 0);
