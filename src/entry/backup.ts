/** `tarnish backup` and `tarnish restore`: copies of the data by the engine itself. */
import { Command } from "commander";
import { restore } from "../store/backup.ts";
import { backupFolder, baseOfBackup } from "./backup-folder.ts";
import { readConfig } from "./config.ts";
import { openClient } from "./node.ts";
import { serviceClient } from "./service-client.ts";

export function backupCommand(): Command {
  return new Command("backup")
    .description("let the running service's engine copy its files to TARNISH_DATA/backups; it goes on serving")
    .option("--name <name>", "of the copy (absent: made of the time)")
    .option("--base <name>", "a copy that is there: only what is not in it is copied, and both are needed to restore")
    .option("--json", "JSON")
    .action(async ({ name, base, json }: { name?: string; base?: string; json?: boolean }) => {
      const body = { ...(name !== undefined && { name }), ...(base !== undefined && { base }) };
      const made = (await serviceClient().request("POST", "/v1/backups", body)) as { name: string };
      process.stdout.write(json ? `${JSON.stringify(made)}\n` : `${made.name}\n`);
    });
}

export function restoreCommand(): Command {
  return new Command("restore")
    .description("put a copy back, into a data folder without data, while no service runs on it")
    .argument("<name>", "of the copy, in TARNISH_DATA/backups")
    .option("--json", "JSON")
    .action(async (name: string, { json }: { json?: boolean }) => {
      const config = readConfig(process.env);
      const client = await openClient(config);
      try {
        if (config.clickhouseUrl !== undefined) await restore(client, "", name);
        else await restore(client, backupFolder(config.data), name, baseOfBackup(config.data, name));
      } finally {
        await client.close();
      }
      process.stdout.write(
        json ? `${JSON.stringify({ name })}\n` : `${name} is restored: start it with tarnish serve\n`,
      );
    });
}
