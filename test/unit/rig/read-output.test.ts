import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type OutputFile, type RunFacts, readRuns } from "../../../src/rig/read-output.ts";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "../../../fixtures", name), "utf8");
const file = (text: string): OutputFile => ({ text, writtenAt: new Date("2026-10-02T22:41:00Z") });
const IOR = fixture("ior/local-ior-4.1.0dev-i5.txt");
const CSV = fixture("ior/local-ior-4.1.0dev-i3.csv");
const FACTS: RunFacts = { rig: "opensfs-a", changeset: { sha: "abc", branch: "master", parent: "abb", position: 7 } };
const runOf = (text: string, facts: Partial<RunFacts> = {}) => {
  const [run, ...more] = readRuns(file(text), () => ({ ...FACTS, ...facts }));
  expect(more).toEqual([]);
  if (run === undefined) throw new Error("no run");
  return run;
};

test("the same file, rig, changeset and block are the same run; any of them different is another", () => {
  const { id } = runOf(IOR, { block: "night-1" });
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(runOf(IOR, { block: "night-1" })).toEqual(runOf(IOR, { block: "night-1" }));
  const others = [
    runOf(IOR, { block: "night-2" }),
    runOf(IOR, { block: "night-1", rig: "opensfs-b" }),
    runOf(IOR, { block: "night-1", changeset: { sha: "abd" } }),
    runOf(IOR.replace("604.34", "604.35"), { block: "night-1" }),
    runOf(IOR, { block: "night-1", id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11" }),
  ].map((run) => run.id);
  expect(new Set([id, ...others]).size).toBe(6);
});

test("a file whose tool tells no time is the same run tomorrow, too", () => {
  const later: OutputFile = { text: CSV, writtenAt: new Date("2026-10-05T01:00:00Z") };
  expect(readRuns(later, () => FACTS)[0]?.id).toBe(runOf(CSV).id);
  expect(runOf(CSV)).toMatchObject({ startedAt: "2026-10-02T22:41:00.000Z", block: "2026-10-02" });
});

test("what the tool says is used, what the rig says wins", () => {
  expect(runOf(IOR)).toMatchObject({
    suite: "ior",
    block: "2026-11-20",
    startedAt: "2026-11-20T17:55:54.000Z",
    finishedAt: "2026-11-20T17:55:54.000Z",
    tool: { name: "ior", version: "4.1.0+dev" },
    changeset: FACTS.changeset,
    complete: true,
  });
  const given = {
    suite: "nightly",
    startedAt: "2026-10-02T22:00:00.000Z",
    benchmark: "ior-easy",
    cause: "retest",
  } as const;
  const run = runOf(IOR, given);
  expect(run).toMatchObject({ suite: "nightly", block: "2026-10-02", startedAt: given.startedAt, cause: "retest" });
  expect(run.finishedAt).toBeUndefined();
  expect(new Set(run.measurements.map(({ benchmark }) => benchmark))).toEqual(new Set(["ior-easy"]));
});

test("a truncated output is a run that is not complete, with its skipped lines", () => {
  const run = runOf(IOR.slice(0, IOR.indexOf("write     659.33")));
  expect(run.complete).toBe(false);
  expect(run.measurements[0]?.values).toEqual([604.34, 1326.5, 399.98]);
  expect(run.skipped?.at(-1)?.why).toContain("ends here");
});

test("run documents pass unchanged, alone or one a line, and need no facts", () => {
  const never = () => {
    throw new Error("asked");
  };
  const [a, b] = [runOf(IOR), runOf(CSV)];
  expect(readRuns(file(JSON.stringify(a, null, 2)), never)).toEqual([a]);
  expect(readRuns(file(`\uFEFF${JSON.stringify(a)}\n${JSON.stringify(b)}\n`), never)).toEqual([a, b]);
});

test("every fault of a document is named with its place, in a bundle with its line", () => {
  const wrong = { ...runOf(IOR), rig: "no/slash", extra: 1 };
  const faultsOf = (text: string) => {
    try {
      readRuns(file(text), () => FACTS);
    } catch (error) {
      return (error as { details: { path: string }[] }).details.map(({ path }) => path);
    }
    return [];
  };
  expect(faultsOf(JSON.stringify(wrong)).sort()).toEqual(["/extra", "/rig"]);
  expect(faultsOf(`${JSON.stringify(runOf(IOR))}\n${JSON.stringify(wrong)}\n`).sort()).toEqual(["/1/extra", "/1/rig"]);
  expect(() => readRuns(file(`${JSON.stringify(runOf(IOR))}\n{"schema":"tarnish.run/1"`), () => FACTS)).toThrow(
    "Line 2",
  );
  expect(() => readRuns(file('{"schema":"tarnish.run/1",}'), () => FACTS)).toThrow("is not JSON");
  expect(() => runOf(IOR, { rig: "a b" })).toThrow("has faults");
});
