/** A small HTTP client of the service: tries again when it is away or busy, and turns its problems back into faults. */
import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import { toFault } from "./problem.ts";

export interface Delivery {
  readonly id: string;
  /** The run was there already: nothing changed. */
  readonly duplicate: boolean;
}

/** Every method throws a Fault; `unavailable` when nobody answered in time. */
export interface Client {
  get(path: string): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
  /** Safe to repeat: the run's id makes it the same run. */
  post(document: RunDocument): Promise<Delivery>;
  request(method: string, path: string, body?: unknown): Promise<unknown>;
}

export interface ClientOptions {
  /** Without a slash at its end. */
  readonly url: string;
  /** Other hosts of the same history: asked where the one before is away, or takes no writes. */
  readonly others?: readonly string[];
  readonly token: string | undefined;
  /** How often it is tried again; 4 take 4 to 8 seconds when nobody asks for more. */
  readonly retries?: number;
  /** Milliseconds before the first retry; doubled each time, with jitter. */
  readonly firstPause?: number;
  readonly fetch?: typeof fetch;
  /** Waits out a Retry-After. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

const REQUEST_TIMEOUT = 60_000;
const LONGEST_RETRY_AFTER = 60_000;
/** What the service takes at most: told here, because a connection that breaks off looks like a service that is away. */
const MOST_BYTES = 32 * 1024 * 1024;

export function openClient(options: ClientOptions): Client {
  const hosts = { urls: [options.url, ...(options.others ?? [])], at: 0 };
  const request = (method: string, path: string, body?: unknown) => withRetries(options, hosts, method, path, body);
  return {
    request,
    get: (path) => request("GET", path),
    put: (path, body) => request("PUT", path, body),
    async post(document) {
      const answer = (await request("POST", "/v1/runs", document)) as Partial<Delivery> | null;
      return { id: document.id, duplicate: answer?.duplicate === true };
    },
  };
}

/** A busy service says when to come back. */
class Busy extends Error {
  readonly fault: Fault;
  readonly pause: number;

  constructor(fault: Fault, pause: number) {
    super(fault.message);
    this.fault = fault;
    this.pause = pause;
  }
}

/** Where the service is, and which of the places answered last. */
interface Hosts {
  readonly urls: readonly string[];
  at: number;
}

/** Each host once, from the one that answered last; who is busy, or takes no writes, is passed by. */
async function fromAnyHost(hosts: Hosts, ask: (url: string) => Promise<unknown>): Promise<unknown> {
  for (let left = hosts.urls.length; ; ) {
    try {
      return await ask(hosts.urls[hosts.at] ?? "");
    } catch (error) {
      left--;
      if (!(error instanceof Busy) || hosts.urls.length === 1) throw error;
      hosts.at = (hosts.at + 1) % hosts.urls.length;
      if (left === 0) throw error;
    }
  }
}

async function withRetries(
  options: ClientOptions,
  hosts: Hosts,
  method: string,
  path: string,
  body: unknown,
): Promise<unknown> {
  const { retries = 4, firstPause = 250 } = options;
  const sent = body === undefined ? undefined : JSON.stringify(body);
  if (sent !== undefined && Buffer.byteLength(sent) > MOST_BYTES) {
    throw new Fault("too_large", "A document may have at most 32 MiB: post several runs instead of one.");
  }
  try {
    return await pRetry(() => fromAnyHost(hosts, (url) => once({ ...options, url }, method, path, sent)), {
      retries,
      minTimeout: firstPause,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof Busy,
      async onFailedAttempt({ error, retriesLeft }) {
        if (error instanceof Busy && error.pause > 0 && retriesLeft > 0) await (options.wait ?? wait)(error.pause);
      },
    });
  } catch (error) {
    throw error instanceof Busy ? error.fault : error;
  }
}

async function once(options: ClientOptions, method: string, path: string, body: string | undefined): Promise<unknown> {
  const response = await send(options, method, path, body);
  const text = await response.text().catch(() => "");
  const answer = parseJson(text);
  if (response.ok && answer !== undefined) return answer;
  if (response.ok) {
    throw new Fault("unavailable", `${options.url} answered, but not as Tarnish does: check TARNISH_URL.`);
  }
  const fault = toFault(response.status, answer, `${method} ${path}`);
  if (fault.code !== "unavailable" && fault.code !== "too_many") throw fault;
  throw new Busy(fault, retryAfter(response.headers.get("retry-after")));
}

async function send(options: ClientOptions, method: string, path: string, body: string | undefined): Promise<Response> {
  const init: RequestInit = {
    method,
    headers: headersOf(options.token, body !== undefined),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
    ...(body === undefined ? {} : { body }),
  };
  try {
    return await (options.fetch ?? fetch)(`${options.url}${path}`, init);
  } catch (cause) {
    const code = ((cause as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error).name;
    const message = `No answer from ${options.url} (${code}): start the service there, or set TARNISH_URL.`;
    throw new Busy(new Fault("unavailable", message, [], { cause }), 0);
  }
}

function headersOf(token: string | undefined, hasBody: boolean): Headers {
  const headers = new Headers({ accept: "application/json" });
  if (hasBody) headers.set("content-type", "application/json");
  if (token === undefined) return headers;
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Fault("unauthorized", "TARNISH_TOKEN has characters that no token has: set it again.");
  }
  headers.set("authorization", `Bearer ${token}`);
  return headers;
}

/** Seconds or a date; milliseconds from now, within bounds. */
function retryAfter(header: string | null): number {
  if (header === null) return 0;
  const pause = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(pause) ? Math.min(Math.max(0, pause), LONGEST_RETRY_AFTER) : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
