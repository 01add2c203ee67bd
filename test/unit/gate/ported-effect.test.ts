/** A change on two branches: the same, different, or nobody can tell. */
import { expect, test } from "vitest";
import { stepOfBoth } from "../../../src/gate/ported-effect.ts";
import { normal, seeded } from "../../simulator/random.ts";

const THRESHOLD = Math.log(1.05);
const rng = seeded(17);
const branch = (before: number, after: number, step: number) => ({
  values: [
    ...Array.from({ length: before }, () => 0.004 * normal(rng)),
    ...Array.from({ length: after }, () => step + 0.004 * normal(rng)),
  ],
  index: before,
});

test.each([
  ["the same step", branch(10, 10, -0.13), branch(6, 3, -0.13), "same", true],
  ["a step on the mainline alone", branch(10, 10, -0.13), branch(6, 3, 0), "different", true],
  ["a step in the other direction", branch(10, 10, -0.13), branch(6, 3, 0.13), "different", true],
  ["nothing on either", branch(10, 10, 0), branch(6, 3, 0), "same", false],
  ["sizes that differ by less than is material", branch(10, 10, -0.13), branch(6, 3, -0.1), "same", true],
  ["nothing measured before it", branch(10, 10, -0.13), branch(0, 3, -0.13), "unknown", true],
  ["nothing measured with it", branch(10, 10, -0.13), { values: [0, 0], index: -1 }, "unknown", true],
] as const)("%s", (_, mainline, maintenance, agreement, isMaterial) => {
  expect(stepOfBoth(mainline, maintenance, THRESHOLD)).toMatchObject({ agreement, isMaterial });
});
