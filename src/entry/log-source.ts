/** Another service's log over HTTP: page by page, each with the cursor to go on from. */
import type { LogLine } from "../actions/read-log.ts";
import { Fault } from "../model/fault.ts";
import { toFault } from "../rig/problem.ts";
import type { ChainHead, Checkpoint } from "../store/checkpoint.ts";
import type { LogEntry } from "../store/verify-log.ts";
import { readLines } from "./line-reader.ts";

export interface LogPage {
  readonly entries: readonly LogEntry[];
  readonly cursor: string;
  readonly checkpoint?: Checkpoint;
  /** Milliseconds that the other had nothing to tell before. */
  readonly waited?: number;
}

export interface LogSource {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string | undefined;
}

export interface LogReading {
  /** Further parameters. */
  readonly query?: Readonly<Record<string, string>>;
  /** What a line says. */
  readonly read?: (bytes: Buffer | null, number: number) => LogLine;
  /** Ends it, wherever it is. */
  readonly signal?: AbortSignal;
  /** Milliseconds until an answer begins, and between two parts of it. */
  readonly patience?: number;
}

const LONGEST_LINE = 128 * 1024 * 1024;
/** Milliseconds. */
const PATIENCE = 60_000;

/**
 * From a cursor to where the log ends now. Throws a Fault `unavailable` where the connection breaks off, or the signal
 * says so; pages before that are whole.
 */
export async function* logPages(
  source: LogSource,
  after: string | undefined,
  { query = {}, read = logLine, signal, patience = PATIENCE }: LogReading = {},
): AsyncGenerator<LogPage> {
  const asked = new URLSearchParams({ ...query, ...(after !== undefined && { after }) }).toString();
  const answer = await asking(source, `/v1/log${asked && `?${asked}`}`, {
    headers: encodingFor(source),
    ...(signal && { signal }),
  });
  if (!answer.body) throw new Fault("unavailable", `${source.url} answered without a log; try again.`);
  let entries: LogEntry[] = [];
  try {
    for await (const lines of readLines(chunks(answer.body, patience), LONGEST_LINE)) {
      for (const { bytes, number } of lines) {
        const line = read(bytes, number);
        if (!("cursor" in line)) {
          entries.push(line);
          continue;
        }
        yield { entries, ...line };
        entries = [];
      }
    }
  } catch (error) {
    throw error instanceof Fault ? error : broken(source, error);
  }
}

/** Within one machine, packing and unpacking costs more than what it saves. */
const encodingFor = ({ url }: LogSource): Record<string, string> =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname) ? { "accept-encoding": "identity" } : {};

/**
 * The same, with the text of the body as it came where that is what was hashed: nobody needs to put it in that form once
 * more. A line that is written otherwise than GET /v1/log does is read as any other.
 */
export function hashedLine(sha256: (text: string) => string) {
  return (bytes: Buffer | null, number: number): LogLine => {
    const line = bytes?.toString("utf8") ?? "";
    const at = line.indexOf(BODY); // no text within JSON has these characters: its quotes are escaped
    const body = at < 0 || !line.endsWith("}}") ? "" : line.slice(at + BODY.length, -2);
    const parsed = body === "" ? undefined : parts(line.slice(0, at), body);
    if (!parsed?.event || sha256(body) !== parsed.event.contentHash) return logLine(bytes, number);
    const entry = dated(parsed);
    return { ...entry, ...(entry.event && { event: { ...entry.event, text: body } }) };
  };
}

const BODY = ',"body":';

/** Undefined where these are not its parts. */
function parts(head: string, body: string): LogEntry | undefined {
  try {
    const entry = JSON.parse(`${head}}}`) as LogEntry;
    return entry.event && { ...entry, event: { ...entry.event, body: JSON.parse(body) } };
  } catch {
    return undefined;
  }
}

/** Instants as such; throws a Fault `malformed` for what is no line of a log. */
export function logLine(bytes: Buffer | null, number: number): LogLine {
  try {
    const line = JSON.parse(bytes?.toString("utf8") ?? "") as LogLine;
    return "cursor" in line ? line : dated(line);
  } catch (cause) {
    throw new Fault("malformed", `Line ${number} is not a line of a log.`, [], { cause });
  }
}

/** A line that brings a text of the body along has not had it held against its hash: it is not believed. */
function dated({ at, event: said, ...line }: LogEntry): LogEntry {
  const { text: _, ...event } = said ?? ({} as NonNullable<LogEntry["event"]>);
  return {
    ...line,
    ...(at !== undefined && { at: new Date(at) }),
    ...(said && { event: { ...event, at: new Date(event.at) } }),
  };
}

/** How far every chain of the other service has come. */
export async function headsOf(source: LogSource, signal?: AbortSignal): Promise<readonly ChainHead[]> {
  const answer = await asking(source, "/v1/log/checkpoint", { ...(signal && { signal }) });
  return ((await answer.json().catch((error) => Promise.reject(broken(source, error)))) as Checkpoint).heads;
}

/** An answer of status 2xx; a signal of `init` ends the reading of its body, too. Else a Fault that names the service. */
export async function asking({ url, token }: LogSource, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const impatience = new AbortController();
  const clock = setTimeout(() => impatience.abort(), PATIENCE);
  const signal = init.signal ? AbortSignal.any([impatience.signal, init.signal]) : impatience.signal;
  const answer = await fetch(`${url}${path}`, { ...init, signal, headers })
    .catch((cause) => {
      const message = `No answer from ${url}: is the service there, and reachable from here?`;
      throw new Fault("unavailable", message, [], { cause });
    })
    .finally(() => clearTimeout(clock));
  if (answer.ok) return answer;
  throw toFault(answer.status, await answer.json().catch(() => undefined), `${init.method ?? "GET"} ${path}`);
}

const broken = ({ url }: LogSource, cause: unknown): Fault =>
  new Fault("unavailable", `The connection to ${url} broke off; the same command goes on from there.`, [], { cause });

/** Throws where the other sends nothing for so long, a host that stands still for instance. */
async function* chunks(body: ReadableStream<Uint8Array>, patience: number): AsyncGenerator<Buffer> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await within(patience, reader.read());
      if (done) return;
      yield Buffer.from(value);
    }
  } finally {
    void reader.cancel().catch(() => {}); // of one that stands still nobody waits for the end
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new Error(`nothing came for ${milliseconds / 1000} s`)), milliseconds);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(clock));
}
