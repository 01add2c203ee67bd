/** Lists of the same runs share what is asked of the runs alone; what is left of a list is as if it had been filtered. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf } from "../../../src/detect/run-columns.ts";
import type { GateRun } from "../../../src/gate/landing.ts";
import { listOf, namesOf, theSame, without } from "../../../src/gate/run-names.ts";

const list = (names: string, value = 1, block = "night"): GateRun[] =>
  [...names].map((run, at) => ({ run, block: `${block} ${at >> 1}`, value: value + at }));
const ofColumns = (runs: readonly GateRun[]) => {
  const { values, plan } = columnsOf(runs);
  return { values, plan };
};

describe("names", () => {
  test("are one object for the same runs in the same blocks and order, whatever they measured", () => {
    const names = namesOf(list("abcd"));
    expect(names).toEqual({ ids: ["a", "b", "c", "d"], blocks: ["night 0", "night 0", "night 1", "night 1"] });
    expect(namesOf(list("abcd", 7))).toBe(names);
    expect(theSame({ ids: [...names.ids], blocks: [...names.blocks] })).toBe(names);
    for (const other of [list("acbd"), list("abc"), list("abcde"), list("abcd", 1, "day"), list("axcd"), []])
      expect(namesOf(other)).not.toBe(names);
    expect(namesOf(list("abcd", 9))).toBe(names);
  });

  test("are as they were when more runs were met than are remembered", () => {
    const before = namesOf(list("wxyz"));
    for (let at = 0; at < 5; at++)
      namesOf(Array.from({ length: 100_000 }, (_, i) => ({ run: `${at} ${i}`, block: "b", value: i })));
    expect(namesOf(list("wxyz"))).toEqual(before);
  });

  test("with values are a list that is as if its columns had been read from it", () => {
    const runs = list("pqrs", 3);
    const made = listOf(namesOf(runs), Float64Array.of(3, 4, 5, 6));
    expect(made).toEqual(runs);
    expect(ofColumns(made)).toEqual(ofColumns(structuredClone(runs)));
    expect(namesOf(made)).toBe(namesOf(runs));
    const next = listOf(namesOf(list("pqst", 3)), Float64Array.of(3, 4.5, 6, 7), made);
    expect(next).toEqual([
      ...runs.slice(0, 1),
      { ...runs[1], value: 4.5 },
      runs[3],
      { ...runs[3], run: "t", value: 7 },
    ]);
    expect(next.map((one) => made.indexOf(one))).toEqual([0, -1, 3, -1]);
  });
});

test("what a list has that another one lacks is what a filter leaves, and the list itself where nothing goes", () => {
  const some = fc.subarray([..."abcdefgh"], { minLength: 0 });
  fc.assert(
    fc.property(some, some, fc.integer({ min: 0, max: 9 }), (own, others, value) => {
      const runs = list(own.join(""), value);
      const gone = list(others.join(""));
      const left = without(runs, gone);
      expect(left).toEqual(runs.filter(({ run }) => !others.includes(run)));
      if (left.length === runs.length) expect(left).toBe(runs);
      expect(without(runs, gone)).toBe(left);
      expect(ofColumns(left)).toEqual(ofColumns(structuredClone([...left])));
      expect(namesOf(left).ids).toEqual(left.map(({ run }) => run));
    }),
    { numRuns: 300, seed: 5 },
  );
});
