/** A request's JSON, read with a bound: refused before it is held when it says its size, cut off when it does not. */
import type { Context } from "hono";
import { parse } from "secure-json-parse";
import type * as z from "zod";
import { turn } from "../actions/turn.ts";
import { Fault, type FaultDetail, pointer } from "../model/fault.ts";

export const MOST_BYTES = 32 * 1024 * 1024;
/** Milliseconds for the whole of a document. */
const LONGEST_READ = 60_000;

/** What is made of a document's bytes. */
export type Reads<T> = (bytes: Uint8Array) => Promise<T>;

/** What `reads` makes of the request's document. */
export async function readBody<T>(c: Context, reads: Reads<T>): Promise<T> {
  return await reads(await readBytes(c));
}

/** Parses and validates, in turn; every fault is named with its JSON pointer. */
export function readsAs<T>(schema: z.ZodType<T>): Reads<T> {
  return async (bytes) => {
    await turn();
    return documentOf(schema, bytes);
  };
}

export const documentOf = <T>(schema: z.ZodType<T>, bytes: Uint8Array): T => validated(schema, parseJson(utf8(bytes)));

export function validated<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 100).flatMap(places);
  throw new Fault(
    "invalid",
    `What was sent has ${details.length === 1 ? "a fault" : `${details.length} faults`}; nothing was stored.`,
    details,
  );
}

/**
 * An unknown key is named itself, so that the path leads to something that is there. Of several forms that a value might
 * have, the one that it comes closest to says what is wrong: the one whose faults lie deepest.
 */
function places(issue: z.core.$ZodIssue): FaultDetail[] {
  if (issue.code === "invalid_union") {
    const forms = issue.errors.map((errors) => errors.map((one) => ({ ...one, path: [...issue.path, ...one.path] })));
    const shallowest = (errors: readonly z.core.$ZodIssue[]) => Math.min(...errors.map(({ path }) => path.length));
    const inside = forms.filter((errors) => errors.length > 0 && shallowest(errors) > issue.path.length);
    return inside[0]?.flatMap(places) ?? [{ path: pointer(issue.path), detail: issue.message }];
  }
  if (issue.code !== "unrecognized_keys") return [{ path: pointer(issue.path), detail: issue.message }];
  return issue.keys.map((key) => ({ path: pointer([...issue.path, key]), detail: "is not a known key" }));
}

async function readBytes(c: Context): Promise<Uint8Array> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new Fault("malformed", `The body must be sent as application/json${type ? `, not ${printable(type)}` : ""}.`);
  }
  const said = c.req.header("content-length");
  if (Number(said ?? 0) > MOST_BYTES) throw tooLarge();
  const { raw } = c.req; // its body as a stream costs more than its bytes at once
  const bytes = await inTime(
    said === undefined ? collect(raw.body) : raw.arrayBuffer().then((all) => new Uint8Array(all)),
  );
  if (bytes.length === 0) throw new Fault("malformed", "The body is empty; send a JSON document.");
  return bytes;
}

export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("malformed", "The body is not UTF-8 text.", [], { cause });
  }
}

/** What is sent compressed may be a thousand times larger inside; documents are small enough to come as they are. */
export function refuseCompressed(c: Context): void {
  const encoding = c.req.header("content-encoding") ?? "identity";
  if (encoding.toLowerCase() === "identity") return;
  throw new Fault("malformed", `The body must be sent as it is, without Content-Encoding: ${printable(encoding)}.`);
}

async function inTime<T>(reading: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `A document must arrive within ${LONGEST_READ / 1000} seconds; send it again.`;
    timer = setTimeout(() => reject(new Fault("too_slow", message)), LONGEST_READ);
  });
  return await Promise.race([reading, late]).finally(() => clearTimeout(timer));
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

/** A key `__proto__` would be dropped without a word on the way; it is refused. */
export function parseJson(text: string): unknown {
  try {
    return parse(text, null, { protoAction: "error", constructorAction: "ignore" });
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
