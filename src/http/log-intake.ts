/** A log in a request's body: each line read and validated when it is asked for, whatever its faults the rest is read, too. */
import type { HonoRequest } from "hono";
import * as z from "zod";
import type { LogLine } from "../actions/read-log.ts";
import { Fault } from "../model/fault.ts";
import { LogLineBody } from "../wire/log.ts";
import { documentOf } from "./body.ts";
import { linesOf } from "./lines.ts";
import { problemBody } from "./problem.ts";

const LONGEST_LINE = 64 * 1024 * 1024;
const schema = z.compile(LogLineBody);

/** Faults name the line. */
async function* logLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<LogLine> {
  const lines = linesOf(body, LONGEST_LINE);
  for await (const { number, bytes } of { [Symbol.asyncIterator]: () => lines }) {
    try {
      if (bytes === null) throw new Fault("too_large", "A line may have at most 64 MiB.");
      yield documentOf(schema, bytes) as LogLine;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new Fault(error.code, `Line ${number}: ${error.message}`, error.details, { cause: error });
    }
  }
}

/**
 * What `take` answers of the lines, as lines. The first fault before any answer is thrown, a later one is the last line.
 * Either way the body is read to its end: a client that is still sending would not see the answer.
 */
export async function* answeredLog(
  request: HonoRequest,
  take: (lines: AsyncIterable<LogLine>) => AsyncGenerator<object>,
): AsyncGenerator<object> {
  const body = (request.raw.body ?? new Blob([]).stream()) as unknown as AsyncIterable<Uint8Array>;
  const chunks = body[Symbol.asyncIterator]();
  const unended = { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) };
  let answers = 0;
  try {
    for await (const part of take(logLines(unended))) {
      answers++;
      yield { status: 200, ...part };
    }
  } catch (error) {
    while (!(await chunks.next()).done);
    if (answers === 0 || !(error instanceof Fault)) throw error;
    yield problemBody(error);
  }
}
