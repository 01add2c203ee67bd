import { expect, test } from "vitest";
import type { EvidenceRun } from "../../../src/actions/evidence.ts";
import { keptRuns } from "../../../src/actions/kept-runs.ts";
import { columnsOf } from "../../../src/detect/run-columns.ts";

/** As if it had been read again: equal runs, none of them the same object. */
const read = (runs: readonly string[], block = "night"): EvidenceRun[] =>
  runs.map((run) => ({ run, block: `${block} ${run}`, sha: run }) as EvidenceRun);

const values = [4, 5, 6, 7];
const told = (side: string, runs = read(["a", "b", "c", "d"]), measured = values, places = [1, 2, 3]) =>
  keptRuns({ runs, values: measured }, places, side);

test("what is read again of the same side is the same list, with all that was found of it", () => {
  const first = told("level of x");
  expect(first.map(({ run, block, value }) => [run, block, value])).toEqual([
    ["b", "night b", 5],
    ["c", "night c", 6],
    ["d", "night d", 7],
  ]);
  const columns = columnsOf(first);
  expect(told("level of x")).toBe(first);
  expect(columnsOf(told("level of x"))).toBe(columns);
});

test.each([
  ["another value", () => told("level of y", undefined, [4, 5, 6.5, 7])],
  ["another run among them", () => told("level of y", read(["a", "b", "e", "d"]))],
  ["another block", () => told("level of y", read(["a", "b", "c", "d"], "day"))],
  ["one more run", () => told("level of y", undefined, undefined, [0, 1, 2, 3])],
  ["another order", () => told("level of y", undefined, undefined, [2, 1, 3])],
  ["another side", () => told("parent of y")],
])("%s is another list, and the one before is as it was", (_, other) => {
  const first = told("level of y");
  const before = structuredClone(first);
  const second = other();
  expect(second).not.toBe(first);
  expect([first, told("level of y")]).toEqual([before, before]);
});

test("after a landing, what has the same run, block and value as before is taken from there, and nothing else", () => {
  const side = "level of z";
  const first = told(side, read(["a", "b", "c", "d"]), values, [0, 1, 2, 3]);
  const later = read(["b", "c", "d", "e"]);
  later[1] = { ...later[1], block: "another" } as EvidenceRun;
  const second = told(side, later, [5, 6, 7.5, 8], [0, 1, 2, 3]);
  expect(second.map(({ run, block, value }) => [run, block, value])).toEqual([
    ["b", "night b", 5],
    ["c", "another", 6],
    ["d", "night d", 7.5],
    ["e", "night e", 8],
  ]);
  expect(second.map((one) => first.indexOf(one))).toEqual([1, -1, -1, -1]);
  expect(columnsOf(second).values).toEqual(Float64Array.of(5, 6, 7.5, 8));
  expect(told(side, read(["a", "b", "c", "d"]), values, [0, 1, 2, 3])).toBe(first);
});

test("what is asked of more runs than are kept is answered all the same", () => {
  const many = Array.from({ length: 200_000 }, (_, at) => `run ${at}`);
  const runs = read(many);
  const places = many.map((_, at) => at);
  for (const side of ["one", "two", "three", "four"]) {
    const list = keptRuns({ runs, values: places }, places, side);
    expect([list.length, list[7]?.value, list.at(-1)?.run]).toEqual([200_000, 7, "run 199999"]);
  }
});

test("what was longest not asked for makes room for what is new, and everything else stays", () => {
  const many = Array.from({ length: 200_000 }, (_, at) => `run ${at}`);
  const runs = read(many);
  const places = many.map((_, at) => at);
  const of = (side: string) => keptRuns({ runs, values: places }, places, side);
  const [first, second] = [of("first"), of("second")];
  expect(of("first")).toBe(first);
  const third = of("third"); // three of them are more than are kept
  expect(of("third")).toBe(third);
  expect(of("first")).toBe(first);
  expect(of("second")).not.toBe(second);
});
