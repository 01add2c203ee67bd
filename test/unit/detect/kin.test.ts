/** The same code is one thing however it was committed; a change is one thing however often it was rebased. */
import { describe, expect, test } from "vitest";
import { Kin } from "../../../src/detect/kin.ts";
import { LandingOrder } from "../../../src/detect/landing-order.ts";
import { tiesOf } from "../../../src/detect/ties.ts";
import type { Changeset } from "../../../src/model/changeset.ts";

const mapOf = (all: readonly Changeset[]) => new Map(all.map((one) => [one.sha, { branch: "master", ...one }]));
const kinOf = (...all: readonly Changeset[]) => new Kin(mapOf(all), new LandingOrder(mapOf(all)));

describe("twins", () => {
  const kin = kinOf(
    { sha: "a", tree: "t0", position: 1 },
    { sha: "b", tree: "t1", position: 2, parent: "a" },
    { sha: "revert", tree: "t0", position: 3, parent: "b" },
    { sha: "p1", tree: "t2", parent: "revert" },
    { sha: "p2", tree: "t2", parent: "revert" },
    { sha: "treeless", parent: "revert" },
  );

  test("are the other changesets of the same tree", () => {
    expect(kin.twins("p1")).toEqual(["p2"]);
    expect(kin.twins("p2")).toEqual(["p1"]);
  });

  test("are no ancestors and no descendants: what a revert brings back is history", () => {
    expect(kin.twins("revert")).toEqual([]);
    expect(kin.twins("a")).toEqual([]);
  });

  test("need a tree", () => {
    expect(kin.twins("treeless")).toEqual([]);
    expect(kin.twins("nobody")).toEqual([]);
  });

  test("a key is the tree and the parent's tree; without one a sha is like no other", () => {
    expect(kin.key("p1")).toEqual(kin.key("p2"));
    expect(kin.key("p1")).not.toEqual(kin.key("treeless"));
  });
});

test("patchsets are those of one change on one branch, by their number", () => {
  const kin = kinOf(
    { sha: "p10", changeId: "I1", patchset: 10 },
    { sha: "p9", changeId: "I1", patchset: 9 },
    { sha: "port", changeId: "I1", patchset: 11, branch: "b2_15" },
    { sha: "unnumbered", changeId: "I1" },
  );
  expect(kin.patchsets("p9").map(({ sha }) => sha)).toEqual(["p9", "p10"]);
  expect(kin.patchsets("unnumbered")).toEqual([]);
});

describe("ties", () => {
  const guilty = "7cf2763b0de83d7b9d4bea0b8e65a2d8ab6bd0e1";
  const ties = (...all: readonly Changeset[]) =>
    tiesOf(mapOf([{ sha: guilty, subject: "LU-1 osc: slower", position: 5 }, ...all]));

  test("a Fixes or Reverts trailer names a changeset by a beginning, and both sides know", () => {
    const found = ties(
      { sha: "fix", trailers: { Fixes: '7cf2763b0de8 ("LU-1 osc: slower")' } },
      { sha: "undo", trailers: { reverts: `commit ${guilty}` } },
    );
    expect(found.get("fix")?.fixes).toEqual([guilty]);
    expect(found.get(guilty)).toEqual({ reverts: [], revertedBy: ["undo"], fixes: [], fixedBy: ["fix"] });
  });

  test("several lines name several; the same twice is once; itself, the unknown and the ambiguous are nobody", () => {
    const other = `7cf2763${"0".repeat(33)}`;
    const found = ties(
      { sha: other },
      { sha: "fix", trailers: { Fixes: `${guilty}\n${other}\n${guilty}\nfix\n7cf2763\n1234567` } },
    );
    expect(found.get("fix")?.fixes).toEqual([guilty, other]);
  });

  test('Revert "subject" names the newest changeset of that subject below it', () => {
    const found = ties(
      { sha: "older", subject: "LU-1 osc: slower", position: 2 },
      { sha: "later", subject: "LU-1 osc: slower", position: 9 },
      { sha: "undo", subject: 'Revert "LU-1 osc: slower"', position: 7 },
    );
    expect(found.get("undo")?.reverts).toEqual([guilty]);
  });
});
