import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readOutput } from "../../../src/formats/index.ts";
import { eachJsonDocument } from "../../../src/formats/json-documents.ts";
import { skippedLines } from "../../../src/formats/skipped-lines.ts";
import { FIXTURES } from "./fixtures.ts";

const SEED = 20_261_126;
const read = (text: string, thin?: (item: unknown) => unknown) => [...eachJsonDocument(text, skippedLines(), thin)];

const values = fc
  .oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()))
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const written = fc.record({ value: values, indent: fc.constantFrom(0, 1, 4) });

test("documents one after the other are each what JSON.parse says, in their lines, items parsed alone or not", () => {
  fc.assert(
    fc.property(fc.array(written, { minLength: 2, maxLength: 4 }), (all) => {
      const texts = all.map(({ value, indent }) => JSON.stringify(value, null, indent));
      const lines = texts.map((_, index) => texts.slice(0, index).join("\n").split("\n").length + (index > 0 ? 1 : 0));
      const expected = all.map(({ value }, index) => ({ value, line: lines[index], closed: true }));
      expect(read(texts.join("\n"))).toEqual(expected);
      expect(read(texts.join("\n"), (item) => item)).toEqual(expected);
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("only the objects in the lists of the root are made smaller, each alone", () => {
  const root = {
    a: [{ big: 1 }, 2, [{ big: 3 }], { "": 0 }],
    b: { c: [{ big: 4 }] },
    d: [{ big: 5, e: [{ big: 6 }] }],
  };
  const seen: unknown[] = [];
  const [document] = read(JSON.stringify(root), (item) => seen.push(item));
  expect(seen).toEqual([{ big: 1 }, { "": 0 }, { big: 5, e: [{ big: 6 }] }]);
  expect(document?.value).toEqual({ a: [1, 2, [{ big: 3 }], 2], b: { c: [{ big: 4 }] }, d: [3] });
});

test("what is printed between and inside documents costs only the lines it stands in", () => {
  const skipped = skippedLines();
  const text =
    'begin {\n{"a":\n[1]}\nJobs: 1 (f=1): [R(1)]["50%"\n{\n"b": 2\nfio: terminating on signal 2\n}\n{"c":3}\n{"d":4,"e"';
  expect([...eachJsonDocument(text, skipped)]).toEqual([
    { value: { a: [1] }, line: 2, closed: true },
    { value: { b: 2 }, line: 5, closed: true },
    { value: { c: 3 }, line: 9, closed: true },
    { value: { d: 4 }, line: 10, closed: false },
  ]);
  expect(skipped.list().map(({ line }) => line)).toEqual([1, 4, 7, 10]);
});

test("of many status reports, the last of them broken off, the whole ones before it do not count", () => {
  const report = readFileSync(join(FIXTURES, "fio/local-fio-3.33-jsonplus.json"), "utf8");
  const once = readOutput(report).reading;
  expect(readOutput(report.repeat(40)).reading.measurements).toEqual(once.measurements);
  expect(readOutput(report.repeat(40) + report.slice(0, -200)).reading.complete).toBe(false);
});
