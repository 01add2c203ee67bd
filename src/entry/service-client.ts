/** The CLI's way to the service: address and token from the configuration, commands' common options. */
import { existsSync, readFileSync } from "node:fs";
import { type Client, openClient } from "../rig/client.ts";
import { adminTokenFile } from "./admin-token-file.ts";
import { type Config, readConfig } from "./config.ts";

export function serviceClient(): Client {
  const config = readConfig(process.env);
  return openClient({ url: config.url, token: tokenOf(config) });
}

/** The administrator's token is used by itself only towards this machine: it must not be sent elsewhere by accident. */
export function tokenOf(config: Config): string | undefined {
  if (config.token !== undefined) return config.token;
  const file = adminTokenFile(config.data);
  return isLoopback(config.url) && existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** All items of a paged list. */
export async function everyItem<T>(client: Client, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = (await client.get(`${path}${cursor === "" ? "" : `?cursor=${encodeURIComponent(cursor)}`}`)) as {
      items: T[];
      next: string | null;
    };
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}
