/** Where copies of the embedded engine's files lie, and upon which other copy one rests. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** With a slash at its end. */
export const backupFolder = (data: string): string => join(data, "backups", "/");

/** Name of the whole copy that this one lacks; undefined for a whole one. */
export function baseOfBackup(data: string, name: string): string | undefined {
  const file = join(backupFolder(data), basename(name), ".backup");
  if (!existsSync(file)) return undefined;
  const path = /<base_backup>File\('([^']+)'\)<\/base_backup>/.exec(readFileSync(file, "utf8"))?.[1];
  return path === undefined ? undefined : basename(path);
}
