import { expect, test } from "vitest";
import { listed, unlisted } from "../../../src/actions/run-lists.ts";
import type { ChangesetVerdict } from "../../../src/model/verdict.ts";

const side = (...runIds: string[]) => ({ sha: "a", runs: runIds.length, blocks: 1, level: 1, runIds });

const verdict = {
  sha: "c",
  inputs: "sha256:0",
  series: [
    { series: "1", baseline: side("r1", "r2", "r3"), parent: side("r3"), candidate: side("r4", "r5") },
    { series: "2", baseline: side("r1", "r2", "r3"), parent: side(), candidate: side("r4", "r5") },
    { series: "3", baseline: side("r1", "rX", "r3"), parent: side("r3"), candidate: side("r5", "r4") },
  ],
} as unknown as ChangesetVerdict;

test("a recorded verdict says a list of runs once, and every side gets its own back", () => {
  const recorded = JSON.parse(JSON.stringify(listed(verdict)));
  expect(recorded.runLists).toEqual([["r1", "r2", "r3"], ["r3"], ["r4", "r5"], [], ["r1", "rX", "r3"], ["r5", "r4"]]);
  expect(JSON.stringify(recorded.series)).not.toContain("r1");
  expect(unlisted(recorded)).toEqual(verdict);
});

test("what was recorded with the runs of every side is read as it is", () => {
  expect(unlisted(verdict)).toBe(verdict);
});
