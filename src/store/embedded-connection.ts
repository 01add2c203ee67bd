/**
 * The embedded engine behind `@clickhouse/client`: a Connection over a pool of chDB sessions on one data folder.
 * The adapter that ships with chDB shares one session, so settings and deduplication tokens leak from call to call
 * and parameterised queries wait for each other; here each call has a session to itself, and gets none in which another
 * left what it does not say anew (see session-pool.ts). An insert has its settings in its statement, which leaves the
 * session as it was: it shares one with other inserts, and with no question that set anything.
 */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { type createClient, parseError } from "@clickhouse/client";
import type { Session as ChdbSession } from "chdb";
import { Fault } from "../model/fault.ts";
import { SessionPool } from "./session-pool.ts";
import { parameterLiteral, quoted } from "./sql-literal.ts";

type Connection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>["connection"]>;
type QueryParams = Parameters<Connection["query"]>[0];
type InsertParams = Parameters<Connection["insert"]>[0];
type ExecParams = Parameters<Connection["exec"]>[0];

const require = createRequire(import.meta.url);

/** Settings that only mean something on the way over HTTP. */
const HTTP_ONLY = new Set([
  "wait_end_of_query",
  "send_progress_in_http_headers",
  "http_response_buffer_size",
  "http_headers_progress_interval_ms",
  "enable_http_compression",
  "http_zlib_compression_level",
]);

export interface EmbeddedOptions {
  readonly path: string;
  readonly database?: string;
  /** Sessions, hence queries at once. libuv needs as many threads on top of its own. */
  readonly size?: number;
  /** Arguments of the engine; the first session of the process decides. */
  readonly engineArguments?: readonly string[];
}

export class EmbeddedConnection implements Connection {
  readonly #options: Required<EmbeddedOptions>;
  readonly #chdb: typeof import("chdb");
  readonly #pool: SessionPool<ChdbSession>;
  readonly #placed = new WeakSet<ChdbSession>();
  readonly #control: ChdbSession;
  #closed = false;

  /** Throws a Fault `unavailable` when another process holds the folder. */
  constructor(options: EmbeddedOptions) {
    this.#options = { database: "", size: 4, engineArguments: [], ...options };
    this.#chdb = require("chdb") as typeof import("chdb");
    this.#control = this.#session();
    this.#pool = new SessionPool(this.#options.size, () => this.#session());
  }

  async query(params: QueryParams) {
    const { bytes, id } = await this.#run(params);
    return { stream: Readable.from([bytes]), ...answer(id) };
  }

  async command(params: QueryParams) {
    const { id } = await this.#run(params);
    return { ...answer(id), summary: NO_SUMMARY };
  }

  async exec(params: ExecParams) {
    const { values } = params;
    const body = values === undefined ? undefined : withoutBlankLines(await text(values));
    const { bytes, id } = await this.#run(params, body);
    return { stream: Readable.from([bytes]), ...answer(id), summary: NO_SUMMARY };
  }

  async insert(params: InsertParams) {
    // The client writes JSON itself, in which nothing makes a blank line; a search for one costs a twentieth of an insert.
    const rows = typeof params.values === "string" ? params.values : withoutBlankLines(await text(params.values));
    if (rows === "") return { ...answer(params.query_id ?? ""), summary: NO_SUMMARY };
    const { id } = await this.#run(params, rows, true);
    return { ...answer(id), summary: NO_SUMMARY };
  }

  async ping() {
    if (this.#closed) return { success: false as const, error: new Error("the embedded engine is closed") };
    try {
      await this.#control.queryAsync("SELECT 1");
      return { success: true as const };
    } catch (error) {
      return { success: false as const, error: error as Error };
    }
  }

  /** Waits for what is running: ending the process during an insert would abort it. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#pool.close();
    this.#control.close();
    await this.#chdb.drainPending();
  }

  #session(): ChdbSession {
    const { path, engineArguments } = this.#options;
    try {
      return new this.#chdb.Session(path, { connectionArgs: [...engineArguments] });
    } catch (cause) {
      throw new Fault(
        "unavailable",
        `The data folder ${path} cannot be opened: another process is using it, or it is not writable. Stop that process, or set TARNISH_DATA to another folder.`,
        [],
        { cause },
      );
    }
  }

  async #run(params: QueryParams, body?: string, isInsert = false): Promise<{ bytes: Buffer; id: string }> {
    if (params.abort_signal?.aborted) throw new Error("The user aborted a request.");
    if (this.#closed)
      throw new Fault("unavailable", "The embedded engine is closing; try again when the service is back.");
    const id = params.query_id ?? randomUUID();
    const { sql, format, leaves } = statement(params, id, isInsert);
    const held = await this.#pool.take(leaves);
    let isWhole = false;
    const work = held.session
      .queryAsync(this.#use(held.session) + sql + (body === undefined ? "" : `\n${body}`), {
        format,
      })
      .then((result) => {
        isWhole = isInsert || sql.length < LARGE;
        return { bytes: Buffer.from(result.bytes()), id };
      })
      .catch((error) => Promise.reject(asClickHouseError(error)))
      .finally(() => this.#pool.giveBack(held, isWhole));
    return params.abort_signal ? await this.#abortable(work, params.abort_signal, id) : await work;
  }

  /** The first statement of a session says in which database it and those after it are. */
  #use(session: ChdbSession): string {
    if (this.#options.database === "" || this.#placed.has(session)) return "";
    this.#placed.add(session);
    return `USE \`${this.#options.database}\`; `;
  }

  /** Answers the caller at once and stops the query; the session goes back when the engine has let go of it. */
  async #abortable<T>(work: Promise<T>, signal: AbortSignal, id: string): Promise<T> {
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => {
        this.#control.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${quoted(id)} ASYNC`).catch(() => {});
        reject(new Error("The user aborted a request."));
      };
      signal.addEventListener("abort", stop, { once: true });
    });
    work.catch(() => {});
    return await Promise.race([work, aborted]).finally(() => signal.removeEventListener("abort", stop));
  }
}

const NO_SUMMARY = {
  read_rows: "0",
  read_bytes: "0",
  written_rows: "0",
  written_bytes: "0",
  result_rows: "0",
  result_bytes: "0",
  total_rows_to_read: "0",
  elapsed_ns: "0",
};

const answer = (id: string) => ({ query_id: id, response_headers: {}, http_status_code: 200 });

/** Of a statement that long, characters, the parameters are more than one keeps for nobody. */
const LARGE = 65_536;

interface Statement {
  readonly sql: string;
  readonly format: string;
  /** Names of all that it sets in its session, besides what every call does; empty: nothing. */
  readonly leaves: string;
}

/** Settings and parameters before the statement, for the session; an insert's inside it, for itself alone. */
function statement(params: QueryParams, id: string, isInsert: boolean): Statement {
  const { default_format: format, ...settings } = params.clickhouse_settings ?? {};
  const set = Object.entries(settings).filter(([name, value]) => value !== undefined && !HTTP_ONLY.has(name));
  const given = Object.entries(params.query_params ?? {});
  const sets = [
    `log_comment=${quoted(id)}`,
    ...set.map(settingLiteral),
    ...given.map(([name, value]) => `param_${name}=${parameterLiteral(value)}`),
  ].join(", ");
  const { query } = params;
  if (!isInsert) {
    const leaves = [...set.map(([name]) => name), ...given.map(([name]) => `param_${name}`)].sort().join(" ");
    return { sql: `SET ${sets}; ${query}`, format: String(format ?? "TabSeparated"), leaves };
  }
  const at = query.lastIndexOf(" FORMAT ");
  if (at < 0) throw new TypeError("an insert's statement ends with its format");
  return { sql: `${query.slice(0, at)} SETTINGS ${sets}${query.slice(at)}`, format: "TabSeparated", leaves: "" };
}

function settingLiteral([name, value]: [string, unknown]): string {
  if (!/^\w+$/.test(name)) throw new TypeError(`bad setting name ${JSON.stringify(name)}`);
  return `${name}=${typeof value === "number" ? value : quoted(String(value))}`;
}

/** The engine reads what follows a blank line of an insert's body as another statement; rows need no blank lines. */
const withoutBlankLines = (body: string): string => (body.includes("\n\n") ? body.replace(/\n{2,}/g, "\n") : body);

async function text(values: string | Readable): Promise<string> {
  if (typeof values === "string") return values;
  const chunks: Buffer[] = [];
  for await (const chunk of values) chunks.push(Buffer.from(chunk as string | Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

function asClickHouseError(error: unknown): Error {
  const parsed = parseError(error instanceof Error ? error : new Error(String(error)));
  if (parsed !== error) parsed.cause = error;
  return parsed;
}
