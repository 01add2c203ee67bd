/** Bodies of many documents, one a line: read and answered line by line, in order, in constant memory. */

export interface Line {
  /** Counted from 1, empty lines included. */
  readonly number: number;
  /** Null when the line was longer than the limit. */
  readonly bytes: Uint8Array | null;
}

export interface LineLimits {
  /** Bytes of one line. */
  readonly line: number;
  /** Lines that are being answered at once. */
  readonly lines: number;
  /** Bytes of lines that are being answered at once, reached or passed by the last of them. */
  readonly bytes: number;
  /** Bytes of answers that the client has not read; beyond them its lines are not read either. */
  readonly unread: number;
}

const NEWLINE = 0x0a;

/** Lines that hold something. What follows the last line break is a line, too, when the body ended as it should. */
export async function* linesOf(body: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Line> {
  let kept: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  const end = (last: Uint8Array): Line | undefined => {
    number++;
    const length = size + last.length;
    const bytes = length > limit ? null : joined(kept, last, length);
    kept = [];
    size = 0;
    return bytes?.every((byte) => byte === 0x0d || byte === 0x20) ? undefined : { number, bytes };
  };
  for await (const chunk of body) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const line = end(chunk.subarray(from, at));
      if (line) yield line;
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    size += rest.length;
    if (size > limit) kept = [];
    else if (rest.length > 0) kept.push(rest.slice());
  }
  const last = size > 0 ? end(new Uint8Array()) : undefined;
  if (last) yield last;
}

/**
 * Answers as they are ready, in the order of the lines. A slow storage or a client that does not read its answers
 * slows the reading of lines. `answer` does not reject. A body that breaks off ends the answers.
 */
export function answered(
  lines: AsyncIterable<Line>,
  answer: (line: Line) => Promise<string>,
  limits: LineLimits,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let wake = () => {};
  let isGone = false;
  let [count, bytes] = [0, 0];
  const isFull = (unread: number) => count >= limits.lines || bytes >= limits.bytes || unread <= 0;
  const pump = async (out: ReadableStreamDefaultController<Uint8Array>) => {
    let last = Promise.resolve();
    for await (const line of lines) {
      while (!isGone && isFull(out.desiredSize ?? 0)) await new Promise<void>((resolve) => (wake = resolve));
      if (isGone) break;
      const size = line.bytes?.length ?? 0;
      count++;
      bytes += size;
      const said = answer(line);
      last = last.then(async () => {
        const text = await said;
        if (!isGone) out.enqueue(encoder.encode(`${text}\n`));
        count--;
        bytes -= size;
        wake();
      });
    }
    await last;
    if (!isGone) out.close();
  };
  const stop = () => {
    isGone = true;
    wake();
  };
  const source = {
    start(out: ReadableStreamDefaultController<Uint8Array>) {
      pump(out).catch((error) => {
        if (!isGone) out.error(error);
        stop();
      });
    },
    pull: () => wake(),
    cancel: stop,
  };
  return new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: limits.unread }));
}

/** Characters that are sent together: small pieces cost more to compress and to send than to make. */
const PIECE = 64 * 1024;

/** One JSON value a line, made as it is read; text is a line that is made already. Rejects when not even the first can be made. */
export async function streamed(values: AsyncGenerator<unknown>): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<unknown>> | undefined = Promise.resolve(await values.next());
  return new ReadableStream({
    async pull(out) {
      let piece = "";
      while (piece.length < PIECE) {
        const { done, value } = await (next ?? values.next());
        next = undefined;
        if (done) {
          if (piece !== "") out.enqueue(encoder.encode(piece));
          out.close();
          return;
        }
        piece += `${typeof value === "string" ? value : JSON.stringify(value)}\n`;
      }
      out.enqueue(encoder.encode(piece));
    },
    async cancel() {
      await values.return(undefined);
    },
  });
}

function joined(kept: readonly Uint8Array[], last: Uint8Array, length: number): Uint8Array {
  if (kept.length === 0) return last.slice();
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of [...kept, last]) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
