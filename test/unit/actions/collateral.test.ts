/** The collateral that was made last is held for who asks next, unless it is too long to be. */
import { expect, test } from "vitest";
import { collateralOf } from "../../../src/actions/collateral.ts";
import { STRANGER } from "../../../src/actions/context.ts";
import { askedStore } from "../../support/asked-store.ts";

/** The one run that it names told so many characters of its rig. */
const told = (length: number) => {
  const environment = { watch: { kernel: "6".repeat(length) } };
  const at = new Date(0);
  const run = { run: "r", rig: "lab", sha: "s", startedAt: at, acceptedAt: at, environment, subject: null, tool: null };
  return askedStore(() => ({ conditions: () => [run], measured: () => new Map() })).ctx;
};

test.each([
  { length: 1000, isHeld: true },
  { length: 41_000_000, isHeld: false },
])("with a rig that tells $length characters of itself: held $isHeld", async ({ length, isHeld }) => {
  const ctx = told(length);
  const first = await collateralOf(ctx, STRANGER, "s");
  expect(Object.values(first.environments)).toHaveLength(1);
  expect((await collateralOf(ctx, STRANGER, "s")) === first).toBe(isHeld);
});
