/** The branch that a series is shown on. */
import { expect, test } from "vitest";
import { busiestBranches } from "../../../src/actions/busiest-branches.ts";

test("is the one of most runs; equal ones come by name", () => {
  expect(busiestBranches(["side", "master", "side"])).toEqual(["side", "master"]);
  expect(busiestBranches(["side", "master"])).toEqual(["master", "side"]);
  expect(busiestBranches([])).toEqual([]);
});
