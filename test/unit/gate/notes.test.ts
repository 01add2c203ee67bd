/** What is known around a verdict, said in sentences. */
import { expect, test } from "vitest";
import { otherOf } from "../../../src/actions/verdict-basis.ts";
import { NO_TIES } from "../../../src/detect/ties.ts";
import { notesOf } from "../../../src/gate/notes.ts";
import type { ChangesetVerdict, Lineage } from "../../../src/model/verdict.ts";

const alone: Lineage = { tree: null, parentTree: null, twins: [], stale: null, left: null, ties: NO_TIES };

test("nothing to say is nothing said", () => {
  expect(notesOf(alone)).toEqual([]);
});

test("patchsets, reverts and fixes are named", () => {
  const sha = "7cf2763b0de83d7b9d4bea0b8e65a2d8ab6bd0e1";
  const lineage: Lineage = {
    ...alone,
    twins: [
      { sha, patchset: 3 },
      { sha: "c2", patchset: null },
    ],
    stale: { sha: "p5", patchset: 5, why: "rebased" },
    left: { sha: "p3", patchset: 3, why: "changed" },
    ties: { reverts: ["r1"], revertedBy: ["r2"], fixes: ["f1"], fixedBy: ["f2", "f3", "f4"] },
  };
  expect(notesOf(lineage)).toEqual([
    "Runs of patchset 3 (7cf2763b0de8) and c2 count: the tree is the same.",
    "Stale: patchset 5 (p5) replaces this patchset and stands on another parent; it needs a verdict of its own.",
    "Nothing of patchset 3 (p3) carries over: the code is another.",
    "Reverts r1.",
    "Fixes f1.",
    "Reverted by r2.",
    "Fixed by f2, f3 and f4.",
  ]);
});

test("what another engine said stays with the verdict until yet another one judges", () => {
  const said = { engine: "1", verdict: "pass", why: "None is worse." } as ChangesetVerdict;
  const other = otherOf(said, "2026-10-02T00:00:00Z", "2");
  expect(other).toEqual({ engine: "1", verdict: "pass", why: "None is worse.", at: "2026-10-02T00:00:00Z" });
  expect(otherOf({ ...said, engine: "2", otherEngine: other } as ChangesetVerdict, "later", "2")).toEqual(other);
  expect(otherOf(said, "later", "1")).toBeUndefined();
});
