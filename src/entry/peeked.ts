/** A stream whose beginning is looked at before it is decided how to read it. */
export class Peeked {
  readonly beginning: string;
  readonly #first: readonly Buffer[];
  readonly #rest: AsyncIterator<Buffer>;

  private constructor(first: readonly Buffer[], rest: AsyncIterator<Buffer>) {
    this.beginning = Buffer.concat(first).toString("utf8");
    this.#first = first;
    this.#rest = rest;
  }

  static async open(source: AsyncIterable<Buffer | string>): Promise<Peeked> {
    const rest = buffers(source);
    const first: Buffer[] = [];
    for (let size = 0; size < 200; ) {
      const { value, done } = await rest.next();
      if (done) break;
      first.push(value);
      size += value.length;
    }
    return new Peeked(first, rest);
  }

  async *all(): AsyncGenerator<Buffer> {
    yield* this.#first;
    yield* { [Symbol.asyncIterator]: () => this.#rest };
  }

  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.all()) chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
  }
}

async function* buffers(source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield Buffer.from(chunk);
}
