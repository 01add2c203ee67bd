/** A route's documents as `application/x-ndjson`: each line is a request of its own, and so is its answer. */
import type { Context } from "hono";
import { Fault } from "../model/fault.ts";
import type { Reads } from "./body.ts";
import { answered, type Line, type LineLimits, linesOf } from "./lines.ts";
import { problemBody } from "./problem.ts";
import type { Answer } from "./route.ts";

const MiB = 1024 * 1024;
const LIMITS: LineLimits = { line: 64 * MiB, lines: 64, bytes: 64 * MiB, unread: 16 * MiB };
/** A stream waits for a busy storage instead of being refused: this often, this many milliseconds. */
const PATIENCE = { times: 300, pause: 100 };

export const isNdjson = (c: Context): boolean =>
  /^application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines)\b/i.test(c.req.header("content-type") ?? "");

/** `faultOf` knows every error that `handle` may throw. */
export function answerNdjson<T>(
  c: Context,
  reads: Reads<T>,
  handle: (document: T) => Promise<Answer>,
  faultOf: (error: unknown) => Fault,
): Response {
  const answer = async ({ number, bytes }: Line): Promise<string> => {
    try {
      if (bytes === null) throw new Fault("too_large", "A line may have at most 64 MiB; post several runs instead.");
      const document = await reads(bytes);
      const { status, body } = await patiently(() => handle(document));
      return JSON.stringify({ line: number, status, ...(body as object) });
    } catch (error) {
      return JSON.stringify({ line: number, ...problemBody(faultOf(error)) });
    }
  };
  const lines = linesOf(c.req.raw.body ?? emptyBody(), LIMITS.line);
  return c.body(answered(lines, answer, LIMITS), 200, { "content-type": "application/x-ndjson" });
}

async function patiently(handle: () => Promise<Answer>): Promise<Answer> {
  for (let times = 0; ; times++) {
    try {
      return await handle();
    } catch (error) {
      if (!(error instanceof Fault && error.code === "too_many") || times === PATIENCE.times) throw error;
      await new Promise((resolve) => setTimeout(resolve, PATIENCE.pause));
    }
  }
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
