/** The schemas at the border and the types inside say the same, and refuse what the model has no word for. */
import { expect, expectTypeOf, test } from "vitest";
import type * as z from "zod";
import type { Changeset, Release, Rig } from "../../../src/model/changeset.ts";
import { LARGEST, type RunDocument } from "../../../src/model/run.ts";
import { ChangesetBody, type ReleaseBody, type RigBody } from "../../../src/wire/changeset.ts";
import { ShaPath } from "../../../src/wire/read.ts";
import { RunBody } from "../../../src/wire/run.ts";
import { run, uuids } from "../../support/runs.ts";

/** zod says `undefined` where the model says "absent". */
type Loose<T> = T extends object ? { [K in keyof T]: Loose<T[K]> | undefined } : T;

test("a validated document is the model's document", () => {
  expectTypeOf<z.output<typeof RunBody>>().toExtend<Loose<RunDocument>>();
  expectTypeOf<z.output<typeof ChangesetBody>>().toExtend<Loose<Changeset>>();
  expectTypeOf<z.output<typeof RigBody> & { rig: string }>().toExtend<Partial<Loose<Rig>>>();
  expectTypeOf<z.output<typeof ReleaseBody> & { tag: string }>().toExtend<Loose<Release>>();
});

const document = run({ id: uuids(1)(), sha: "a" });
const measured = document.measurements[0];
const withMeasurement = (measurement: object) => ({ ...document, measurements: [{ ...measured, ...measurement }] });

test("a valid document passes unchanged", () => {
  expect(RunBody.parse(document)).toEqual(document);
});

test.each([
  ["a summary instead of values", { values: undefined, summary: { kind: "mean", value: 3, n: 5, sd: 0.1 } }],
  ["a histogram instead of values", { values: undefined, histogram: { bounds: [1, 2, 4], counts: [0, 5, 1] } }],
  ["a duration that did not end", { values: [1, { censoredAt: 600 }] }],
])("%s is taken", (_, measurement) => {
  expect(RunBody.safeParse(JSON.parse(JSON.stringify(withMeasurement(measurement)))).success).toBe(true);
});

test("a value too large is named by its place", () => {
  const { error } = RunBody.safeParse(withMeasurement({ values: [1, 2, 1e308] }));
  expect(error?.issues.map(({ path, message }) => [path.join("/"), message])).toEqual([
    ["measurements/0/values/2", "must be between -1e+150 and 1e+150"],
  ]);
  expect(RunBody.safeParse(withMeasurement({ values: [LARGEST, -LARGEST] })).success).toBe(true);
});

test.each([
  ["falling bounds", { values: undefined, histogram: { bounds: [2, 1], counts: [1, 1] } }],
  ["fewer counts than bounds", { values: undefined, histogram: { bounds: [1, 2], counts: [1] } }],
  ["a histogram of nothing", { values: undefined, histogram: { bounds: [1, 2], counts: [0, 0] } }],
  ["no value", { values: [] }],
  ["an infinite value", { values: [Number.POSITIVE_INFINITY] }],
  ["a value whose square is no number", { values: [1, -1.1 * LARGEST] }],
  ["a summary whose square is no number", { values: undefined, summary: { kind: "mean", value: 1e300, n: 5 } }],
  ["no form of values at all", { values: undefined }],
])("%s is refused", (_, measurement) => {
  expect(RunBody.safeParse(withMeasurement(measurement)).success).toBe(false);
});

test("the same series twice is refused whatever the order of its parameters; series that read alike are not", () => {
  const texts = [
    { parameters: { a: "1", b: "2" } },
    { parameters: { a: "1 b2" } },
    { parameters: { a: "1", b: "2", c: "" } },
    { version: "1" },
    { benchmark: "ior-easy1" },
    { metric: "other" },
    {},
  ];
  const measurements = texts.map((one) => ({ ...measured, ...one }));
  expect(RunBody.safeParse({ ...document, measurements }).success).toBe(true);
  const doubled = [...measurements, { ...measured, parameters: { b: "2", a: "1" } }, { ...measured, metric: "other" }];
  const { error } = RunBody.safeParse({ ...document, measurements: doubled });
  expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
    [["measurements", 7], "is the same series as /measurements/0: tell them apart by parameters"],
    [["measurements", 8], "is the same series as /measurements/5: tell them apart by parameters"],
  ]);
});

test("the id of a changeset may be a Gerrit number or a sha, never a path or a query", () => {
  for (const sha of ["7cf2763b0de83d7b9d4bea0b8e65a2d8ab6bd0e1", "68171-3", "r1"])
    expect(ChangesetBody.safeParse({ sha }).success).toBe(true);
  for (const sha of ["", "a/b", "a b", "a?b", "é", "x".repeat(65), ".", "..", "..."])
    expect(ChangesetBody.safeParse({ sha }).success).toBe(false);
  for (const sha of [".", ".."]) {
    const { error } = RunBody.safeParse({ ...document, changeset: { ...document.changeset, sha } });
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [["changeset", "sha"], expect.stringContaining("not dots alone")],
    ]);
    expect(ShaPath.safeParse({ sha }).success).toBe(false);
  }
  for (const sha of [".a", "..a", "a.", "a..", "_", "x".repeat(64)])
    expect(ChangesetBody.safeParse({ sha }).success).toBe(true);
});
