/** The CLI's way to the service: address and token from the configuration, commands' common options. */
import { existsSync, readFileSync } from "node:fs";
import { Fault } from "../model/fault.ts";
import { type Client, type ClientOptions, openClient } from "../rig/client.ts";
import { toFault } from "../rig/problem.ts";
import { adminTokenFile } from "./admin-token-file.ts";
import { type Config, readConfig } from "./config.ts";

export function serviceClient(options: Pick<ClientOptions, "retries"> = {}): Client {
  const config = readConfig(process.env);
  return openClient({ ...options, url: config.url, others: config.urls.slice(1), token: tokenOf(config) });
}

/** The administrator's token is used by itself only towards this machine: it must not be sent elsewhere by accident. */
export function tokenOf(config: Config): string | undefined {
  if (config.token !== undefined) return config.token;
  const file = adminTokenFile(config.data);
  return config.urls.every(isLoopback) && existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What the service answers as text: a report, in whichever form. */
export async function serviceText(path: string): Promise<string> {
  const config = readConfig(process.env);
  const token = tokenOf(config);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${config.url}${path}`, { headers }).catch((cause) => {
    const message = `No answer from ${config.url}: start the service there, or set TARNISH_URL.`;
    throw new Fault("unavailable", message, [], { cause });
  });
  const text = await answer.text();
  if (answer.ok) return text;
  let problem: unknown;
  try {
    problem = JSON.parse(text);
  } catch {}
  throw toFault(answer.status, problem, `GET ${path}`);
}

/** All items of a paged list, of those that the query asks for. */
export async function everyItem<T>(client: Client, path: string, query = new URLSearchParams()): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    if (cursor !== "") query.set("cursor", cursor);
    const page = (await client.get(query.size === 0 ? path : `${path}?${query}`)) as {
      items: T[];
      next: string | null;
    };
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}
