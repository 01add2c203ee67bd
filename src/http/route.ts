/** A route is a value: what it takes, who may call it, what it answers. The API document is made from the same list. */
import type { Context as HonoContext } from "hono";
import type * as z from "zod";
import type { Caller, Context } from "../actions/context.ts";

export interface Answer {
  readonly status: 200 | 201 | 503;
  readonly body?: unknown;
  readonly type?: string;
  /** Instead of `body`: sent as it is, with `type`. */
  readonly text?: string;
  /** Instead of `body`: sent as `application/x-ndjson`, as fast as the client reads. */
  readonly lines?: AsyncGenerator<unknown>;
}

export interface Route {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** With `{name}` for a parameter, as OpenAPI writes it. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly tag: string;
  /** Scopes of which one is needed, besides `admin`; absent for what everybody may read. */
  readonly scopes?: readonly string[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** What is made of a document's bytes; absent: what `body` makes of them. */
  readonly reads?: (ctx: Context, bytes: Uint8Array, caller: Caller) => Promise<unknown>;
  /** Takes `application/x-ndjson`, too: each line is handled, and answered, as a body of its own. */
  readonly takesLines?: boolean;
  /** The handler reads the body by itself, line by line; `body` is for the API document. */
  readonly readsBody?: boolean;
  readonly answers: Readonly<Record<number, string>>;
  handle(ctx: Context, call: Call): Promise<Answer>;
}

/** Everything of a request that a handler may look at, validated. */
export interface Call {
  readonly caller: Caller;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
  readonly request: HonoContext["req"];
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
