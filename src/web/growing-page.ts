/** A page that is being drawn: whoever asks meanwhile follows it from its beginning, and is never ahead of it. */
import { nextTurn } from "../actions/turn.ts";

export class GrowingPage implements AsyncIterable<string> {
  /** Rejects as the drawing does. */
  readonly whole: Promise<string>;
  readonly #parts: string[] = [];
  #isWhole = false;
  /** Resolves when there is more. */
  #more: Promise<void> = Promise.resolve();
  #tell: () => void = () => {};

  constructor(parts: AsyncIterable<string>) {
    this.#await();
    this.whole = this.#draw(parts);
    this.whole.catch(() => {}); // told to those who follow
  }

  /** Whoever stops looking stops nobody else. Throws as the drawing does, after what was drawn before. */
  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (let at = 0; ; at++) {
      while (at >= this.#parts.length) {
        if (this.#isWhole) {
          await this.whole;
          return;
        }
        await this.#more;
      }
      yield this.#parts[at] as string;
    }
  }

  async #draw(parts: AsyncIterable<string>): Promise<string> {
    try {
      for await (const part of parts) {
        this.#parts.push(part);
        this.#wake();
        await nextTurn(); // it is on its way before the next one takes the processor
      }
      return this.#parts.join("");
    } finally {
      this.#isWhole = true;
      this.#wake();
    }
  }

  #wake(): void {
    const tell = this.#tell;
    this.#await();
    tell();
  }

  #await(): void {
    this.#more = new Promise((resolve) => (this.#tell = resolve));
  }
}
