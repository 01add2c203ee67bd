/** A request's JSON, read with a bound: refused before it is held when it says its size, cut off when it does not. */
import type { Context } from "hono";
import type * as z from "zod";
import { Fault, pointer } from "../model/fault.ts";

export const MOST_BYTES = 32 * 1024 * 1024;

/** Parses and validates; every fault is named with its JSON pointer. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  return validated(schema, parseJson(await readText(c)));
}

export function validated<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 100).flatMap(places);
  throw new Fault(
    "invalid",
    `The document has ${details.length === 1 ? "a fault" : `${details.length} faults`}; nothing was stored.`,
    details,
  );
}

/** An unknown key is named itself, so that the path leads to something that is there. */
function places(issue: z.core.$ZodIssue): { path: string; detail: string }[] {
  if (issue.code !== "unrecognized_keys") return [{ path: pointer(issue.path), detail: issue.message }];
  return issue.keys.map((key) => ({ path: pointer([...issue.path, key]), detail: "is not a known key" }));
}

async function readText(c: Context): Promise<string> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new Fault("malformed", `The body must be sent as application/json${type ? `, not ${printable(type)}` : ""}.`);
  }
  const said = c.req.header("content-length");
  if (Number(said ?? 0) > MOST_BYTES) throw tooLarge();
  const bytes = said === undefined ? await collect(c.req.raw.body) : new Uint8Array(await c.req.raw.arrayBuffer());
  if (bytes.length === 0) throw new Fault("malformed", "The body is empty; send a JSON document.");
  return utf8(bytes);
}

export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("malformed", "The body is not UTF-8 text.", [], { cause });
  }
}

async function collect(stream: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("malformed", `The body is not JSON: ${printable((cause as Error).message)}.`, [], { cause });
  }
}

const tooLarge = () =>
  new Fault(
    "too_large",
    `A document may have at most ${MOST_BYTES / 1024 / 1024} MiB; post several runs instead of one.`,
  );

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
