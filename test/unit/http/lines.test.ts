/** Lines are read whole whatever the chunks, answered in order, and never more of them at once than agreed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answered, type Line, linesOf } from "../../../src/http/lines.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes));

async function* chunked(text: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield text.slice(at, at + size);
    at += size;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("lines of a body", () => {
  test("are the same however it is cut into chunks; empty ones are counted and left out", async () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom("a", "ü", "\r", " ", "{") }), { maxLength: 20 });
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lines, sizes, async (texts, cut) => {
        const read = await all(linesOf(chunked(encode(texts.join("\n")), cut), 1000));
        const expected = texts
          .map((text, index) => ({ number: index + 1, text }))
          .filter(({ text }) => text.replace(/[\r ]/g, "") !== "");
        expect(read.map(({ number, bytes }) => ({ number, text: decode(bytes) }))).toEqual(expected);
      }),
    );
  });

  test("that are too long are named and not kept; the next one is read", async () => {
    const read = await all(linesOf(chunked(encode(`${"x".repeat(50)}\nok\n${"y".repeat(50)}`), [7]), 10));
    expect(read.map(({ number, bytes }) => [number, decode(bytes)])).toEqual([
      [1, null],
      [2, "ok"],
      [3, null],
    ]);
  });

  test("of a body that breaks off: the last, unfinished one is not a line", async () => {
    async function* broken() {
      yield encode('{"a":1}\n{"b"');
      throw new Error("the connection broke");
    }
    const read: Line[] = [];
    await expect(
      (async () => {
        for await (const line of linesOf(broken(), 100)) read.push(line);
      })(),
    ).rejects.toThrow("broke");
    expect(read.map(({ bytes }) => decode(bytes))).toEqual(['{"a":1}']);
  });
});

describe("answers to lines", () => {
  const limits = { line: 100, lines: 3, bytes: 1000, unread: 20 };
  async function* numbered(count: number, taken: { count: number }): AsyncGenerator<Line> {
    for (let number = 1; number <= count; number++) {
      taken.count = number;
      yield { number, bytes: encode("x") };
    }
  }
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

  test("come in the order of the lines, although the later ones are ready first", async () => {
    const waits = [5, 1, 3, 0, 2];
    const answer = async ({ number }: Line) => {
      for (let i = 0; i < (waits[number - 1] ?? 0); i++) await turn();
      return `answer ${number}`;
    };
    const chunks = await all(answered(numbered(5, { count: 0 }), answer, { ...limits, unread: 1000 }));
    expect(chunks.map(decode).join("")).toBe([1, 2, 3, 4, 5].map((n) => `answer ${n}\n`).join(""));
  });

  test("are awaited: no more lines are under way than agreed, and an unread answer holds further lines back", async () => {
    let underWay = 0;
    let most = 0;
    const taken = { count: 0 };
    const answer = async () => {
      most = Math.max(most, ++underWay);
      await turn();
      underWay--;
      return "123456789";
    };
    const stream = answered(numbered(1000, taken), answer, limits);
    for (let i = 0; i < 50; i++) await turn();
    expect(taken.count).toBeLessThan(10);
    expect((await all(stream)).length).toBe(1000);
    expect(most).toBeLessThanOrEqual(3);
  });

  test("stop being worked for when nobody reads them any more", async () => {
    const taken = { count: 0 };
    const stream = answered(numbered(1000, taken), async () => "123456789", limits);
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    for (let i = 0; i < 20; i++) await turn();
    const after = taken.count;
    for (let i = 0; i < 20; i++) await turn();
    expect(taken.count).toBe(after);
    expect(after).toBeLessThan(20);
  });
});
