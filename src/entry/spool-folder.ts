/** Where runs wait for the service: one folder for each, because what waits for one must never reach another. */
import { join } from "node:path";
import { readConfig } from "./config.ts";

export function spoolFolder(): string {
  const { data, url } = readConfig(process.env);
  return join(data, "spool", new URL(url).host.replace(/[^\w.-]/g, "_"));
}
