/** The branch that a series is shown on. */
import { expect, test } from "vitest";
import { busiestBranches } from "../../../src/actions/busiest-branches.ts";

const changesets = new Map([
  ["a", { branch: "master" }],
  ["b", { branch: "side" }],
  ["c", {}],
]);

test("is the one of most runs; equal ones come by name", () => {
  const told = () => "unused";
  expect(busiestBranches(["b", "a", "b"], told, changesets)).toEqual(["side", "master"]);
  expect(busiestBranches(["b", "a"], told, changesets)).toEqual(["master", "side"]);
  expect(busiestBranches([], told, changesets)).toEqual([]);
});

test("is what the run said where the branch of its changeset is not known", () => {
  const said = ["one", "two", "two", "two"];
  expect(busiestBranches(["a", "c", "c", "unknown"], (run) => said[run] ?? "", changesets)).toEqual(["two", "master"]);
});
