/** A file that holds the history of many changesets gives a run of each. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readOutput } from "../../../src/formats/index.ts";
import { type RunFacts, readRuns } from "../../../src/rig/read-output.ts";
import { FIXTURES } from "./fixtures.ts";

const fixture = (name: string) => readFileSync(join(FIXTURES, name), "utf8");
const history = (text: string) => readOutput(text).reading.history ?? [];
const FACTS: RunFacts = { rig: "old-rig", changeset: { sha: "unknown", branch: "main" } };
const runsOf = (text: string) =>
  readRuns({ text, writtenAt: new Date("2026-04-01T00:00:00Z") }, (namesChangesets) => {
    if (!namesChangesets) throw new Error("the changeset was asked for");
    return FACTS;
  });

test("data.js: each entry is a run of its commit, at its time, with its figures", () => {
  expect(runsOf(fixture("gha-datajs/two-commits.js"))).toMatchObject([
    {
      rig: "old-rig",
      changeset: { sha: "1".repeat(40), subject: "First", branch: "main", committedAt: "2026-03-12T09:00:00.000Z" },
      startedAt: "2026-03-12T10:06:40.000Z",
      measurements: [
        { benchmark: "bench.py::test_walk", better: "higher", summary: { kind: "mean", value: 12.5, n: 9, sd: 0.25 } },
      ],
    },
    { changeset: { sha: "2".repeat(40) }, measurements: [{ benchmark: "Memory", better: "lower" }] },
  ]);
});

test("Otava's CSV: direction from the column's name or unit, an empty cell is absent, an unclear column is named", () => {
  const runs = history(fixture("otava/history.csv"));
  expect(runs.map(({ changeset, startedAt }) => [changeset.sha, changeset.branch, startedAt])).toEqual([
    ["aaa111", "master", "2026-03-12T09:00:00.000Z"],
    ["bbb222", "master", "2026-03-13T09:00:00.000Z"],
    ["ccc333", "master", "2026-03-14T10:00:00.000Z"],
  ]);
  expect(runs.map(({ measurements }) => measurements.length)).toEqual([3, 2, 3]);
  expect(readOutput(fixture("otava/history.csv")).reading.skipped).toMatchObject([
    { line: 1, why: expect.stringContaining("cache") },
  ]);
});

test("asv: parameters in their order, failures absent, samples where they were recorded", () => {
  const [run] = history(fixture("asv/version-2.json"));
  expect(run?.measurements.map(({ parameters }) => parameters)).toEqual([
    { "param-1": "10", "param-2": "'a'" },
    { "param-1": "100", "param-2": "'a'" },
    { "param-1": "100", "param-2": "'b'" },
    undefined,
  ]);
});

test("a longer history adds runs and changes none", () => {
  const [header = "", ...rows] = fixture("otava/history.csv").trim().split("\n");
  const ids = (count: number) => runsOf(`${[header, ...rows.slice(0, count)].join("\n")}\n`).map(({ id }) => id);
  expect(ids(3).slice(0, 2)).toEqual(ids(2));
  expect(new Set(ids(3)).size).toBe(3);
});

test("a history whose runs name no changeset is declined, never posted as nothing", () => {
  expect(() => runsOf(fixture("gha-datajs/original_data.js"))).toThrow("prev commit id");
});
