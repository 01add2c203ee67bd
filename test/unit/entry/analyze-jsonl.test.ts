import { Readable, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { analyzeJsonLines, LINE_LIMIT_BYTES } from "../../../src/entry/analyze-jsonl.ts";
import { EXIT } from "../../../src/entry/exit.ts";
import { readLines } from "../../../src/entry/line-reader.ts";

class Kept extends Writable {
  text = "";
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function answered(chunks: Iterable<Buffer | string>) {
  const output = new Kept();
  const errors = new Kept();
  const input = Readable.from(Array.from(chunks, (chunk) => Buffer.from(chunk)));
  const code = await analyzeJsonLines({ input, output, errors });
  const answers = output.text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { id: unknown });
  return { code, answers, errors: errors.text.split("\n").filter((line) => line !== "") };
}

const stepped = [...Array(20).fill(5), ...Array(20).fill(6)] as number[];

describe("analyze --jsonl", () => {
  test("answers each series in order, whatever way the bytes arrive", async () => {
    const text = `{"id":"a","values":[${stepped}]}\n\n{"id":7,"values":[]}\n{"values":[1,2,3]}`;
    const whole = await answered([text]);
    expect(whole).toEqual({
      code: EXIT.ok,
      errors: [],
      answers: [
        { id: "a", changepoints: [20], suspected: [] },
        { id: 7, changepoints: [], suspected: [] },
        { id: null, changepoints: [], suspected: [] },
      ],
    });
    expect(await answered(text)).toEqual(whole);
  });

  test("names every bad line in one sentence and answers the others", async () => {
    const bad = [
      "{",
      "[1,2]",
      '{"id":1}',
      '{"id":1,"values":[1,"2"]}',
      '{"id":1,"values":[1,1e999]}',
      '{"id":1,"values":[NaN]}',
    ];
    const { code, answers, errors } = await answered(
      [...bad, `{"id":"good","values":[${stepped}]}`].map((line) => `${line}\n`),
    );
    expect(code).toBe(EXIT.badInput);
    expect(answers).toEqual([{ id: "good", changepoints: [20], suspected: [] }]);
    expect(errors.map((line) => line.slice(0, 7))).toEqual(bad.map((_, i) => `line ${i + 1}:`));
    expect(errors[3]).toBe('line 4: "values"[1] is "2", not a number.');
    expect(errors[4]).toBe('line 5: "values"[1] is infinite; a value must be a finite double.');
  });

  test("says of bytes that are not UTF-8 that they are not", async () => {
    const { code, errors } = await answered([Buffer.from([0x7b, 0xff, 0x7d, 0x0a])]);
    expect([code, errors]).toEqual([EXIT.badInput, ["line 1: is not UTF-8."]]);
  });

  test("passes over a line beyond the limit without keeping it, and answers the next", async () => {
    const kept: number[] = [];
    const chunks = [Buffer.alloc(700, 0x20), Buffer.alloc(700, 0x20), Buffer.from('\n{"id":1}\n')];
    for await (const lines of readLines(Readable.from(chunks), 1024)) {
      kept.push(...lines.map(({ bytes }) => bytes?.length ?? -1));
    }
    expect(kept).toEqual([-1, 8]);
    expect(LINE_LIMIT_BYTES).toBe(64 * 1024 * 1024);
  });

  test("a million points in one line are answered", async () => {
    const values = Array.from({ length: 1_000_000 }, (_, t) => (t < 600_000 ? 100 : 110) + ((t * 7919) % 1000) / 500);
    const { code, answers } = await answered([JSON.stringify({ id: "long", values })]);
    expect(code).toBe(EXIT.ok);
    expect(answers).toEqual([{ id: "long", changepoints: [600_000], suspected: [] }]);
  });

  test("a line with baseline and candidate is answered with p, effect and verdict", async () => {
    const runs = (level: number) => Array.from({ length: 12 }, (_, i) => [level + (i % 4) / 10, level + (i % 3) / 10]);
    const line = (id: string, level: number, more = {}) =>
      `${JSON.stringify({ id, baseline: runs(100), candidate: runs(level), ...more })}\n`;
    const { code, answers } = await answered([
      line("same", 100),
      line("slow", 120),
      line("fast", 120, { better: "higher" }),
    ]);
    expect(code).toBe(EXIT.ok);
    expect(answers).toMatchObject([
      { id: "same", verdict: "pass" },
      { id: "slow", verdict: "fail", effect: { scale: "ratio" } },
      { id: "fast", verdict: "pass" },
    ]);
  });

  test.each([
    [{ baseline: [[1, 2]] }, 'has no "candidate": [[repeats of a run], …].'],
    [
      { baseline: [[1, 2], 3], candidate: [[1]] },
      '"baseline"[1] is neither an array of repeats nor {"block": …, "values": [ … ]}.',
    ],
    [{ baseline: [[1, null]], candidate: [[1]] }, '"baseline"[0][1] is null, not a number.'],
    [{ baseline: [{ block: 1, values: [1] }], candidate: [[1]] }, '"baseline"[0] has a "block" that is not a string.'],
    [{ baseline: [[1]], candidate: [[1]], better: "more" }, '"better" is neither "higher" nor "lower".'],
    [{ baseline: [[1]], candidate: [[1]], threshold: 0 }, '"threshold" is not a positive number; 0.05 is 5 %.'],
  ])("%j is declined in words", async (line, words) => {
    expect((await answered([JSON.stringify(line)])).errors).toEqual([`line 1: ${words}`]);
  });
});
