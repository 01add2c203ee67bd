/** The migrations as they lie beside the source. */
import { readdirSync, readFileSync } from "node:fs";
import { type Migration, migrationsFrom } from "../store/migrate.ts";

export function readMigrations(): Migration[] {
  const folder = new URL("../../migrations/", import.meta.url);
  const names = readdirSync(folder).filter((name) => /^\d{4}_\w+\.sql$/.test(name));
  return migrationsFrom(names.map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") })));
}
