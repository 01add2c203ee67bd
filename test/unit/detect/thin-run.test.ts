/** Without its repeats a run says in every series what it said before, to the last bit, and nothing else of it changes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical } from "../../../src/actions/canonical.ts";
import { summarizeRun } from "../../../src/detect/run-summary.ts";
import { thinRun } from "../../../src/detect/thin-run.ts";
import type { Measurement, RunDocument } from "../../../src/model/run.ts";
import { RunBody } from "../../../src/wire/run.ts";
import { run } from "../../support/runs.ts";

const ON = "2028-01-01";
const ID = "0198c1f2-8a70-4cc1-9e2e-6f0d3c1b2a11";
const base = { benchmark: "b", metric: "m", unit: "s", better: "lower" } as const;
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const value = fc.oneof({ weight: 4, arbitrary: number }, fc.record({ censoredAt: number }));
const suspect = fc.option(fc.array(fc.constantFrom("noisy", "short"), { maxLength: 2 }), { nil: undefined });
const repeats = fc.record({ values: fc.array(value, { minLength: 1, maxLength: 25 }), suspect });
const others: Measurement[] = [
  { ...base, summary: { kind: "mean", value: 3, n: 9, sd: 1 } },
  { ...base, metric: "latency.p99", histogram: { bounds: [1, 2, 4], counts: [9, 80, 1] } },
];
const documentOf = (measurements: readonly Measurement[]): RunDocument => ({
  ...run({ id: ID, sha: "c" }),
  environment: { watch: { kernel: "6.1" }, context: { note: '"values":[1,2]' } },
  measurements,
});

test("every summary, read again from its JSON, is the one that the repeats gave", () => {
  const property = fc.property(fc.array(repeats, { maxLength: 4 }), (some) => {
    const measured = some.map(({ suspect, values }) => ({ ...base, values, ...(suspect && { suspect }) }));
    const full = documentOf([...measured, ...others]);
    const thinned = thinRun(full, ON);
    const read = JSON.parse(canonical(thinned ?? full)) as RunDocument;
    expect(read.measurements.map(summarizeRun)).toEqual(full.measurements.map(summarizeRun));
    const { measurements: _, thinned: on, ...rest } = read;
    const { measurements: __, ...before } = full;
    expect(rest).toEqual(before);
    expect(on).toBe(thinned && ON);
    expect(thinRun(read, "2029-09-09")).toBeUndefined();
  });
  fc.assert(property, { numRuns: 500, seed: 4 });
});

test("a short list, a tool's own summary and a histogram stay: their summary would take as much room", () => {
  expect(thinRun(documentOf([{ ...base, values: [7, 8, 9] }, ...others]), ON)).toBeUndefined();
});

test("what is left can be told from what a rig may post", () => {
  const full = documentOf([{ ...base, values: Array.from({ length: 101 }, (_, at) => at % 3) }]);
  expect(RunBody.safeParse(full).success).toBe(true);
  const thinned = thinRun(full, ON);
  expect(RunBody.safeParse(thinned).error?.issues.map(({ path }) => path.join("/"))).toEqual(["measurements/0", ""]);
  expect(thinned?.measurements[0]).toEqual({
    ...base,
    summary: { kind: "median", value: 1, n: 101, sd: expect.closeTo(0.82, 2), min: 0, max: 2 },
    dropped: true,
  });
});
