/** Lines of a byte stream with their numbers, read in constant memory: a line over the limit is counted, not kept. */

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Null when the line was longer than the limit. */
  readonly bytes: Buffer | null;
}

const NEWLINE = 0x0a;

/** All complete lines of one chunk at a time, so that the caller can answer them with one write. */
export async function* readLines(input: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Line[]> {
  let kept: Buffer[] = [];
  let size = 0;
  let number = 0;
  const end = (last: Buffer): Line => {
    number++;
    const bytes = size + last.length > limitBytes ? null : Buffer.concat([...kept, last]);
    kept = [];
    size = 0;
    return { number, bytes };
  };
  for await (const chunk of input) {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      lines.push(end(chunk.subarray(from, at)));
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    size += rest.length;
    if (size > limitBytes) kept = [];
    else if (rest.length > 0) kept.push(rest);
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [end(Buffer.alloc(0))];
}
