/** Bisection by information: Bayes against an oracle, the choice of the next run, and how often a named one is guilty. */
import { expect, test } from "vitest";
import { type BisectRun, bisect, posteriorOf } from "../../../../src/gate/orders/bisect.ts";
import { normal, seeded } from "../../../simulator/random.ts";

/** Every hypothesis written out: the product of densities of all runs. */
function oracle(suspects: number, runs: readonly BisectRun[], effect: number, none: number): number[] {
  const density = (x: number) => (0.98 / Math.sqrt(2 * Math.PI)) * Math.exp(-(x * x) / 2) + 0.02 * 0.01;
  const likelihood = (k: number) =>
    runs.reduce((product, { at, shift }) => product * density(shift - (at >= k ? effect : 0)), 1);
  const weights = Array.from({ length: suspects }, (_, k) => ((1 - none) / suspects) * likelihood(k));
  const all = [...weights, none * likelihood(suspects)];
  const total = all.reduce((sum, weight) => sum + weight, 0);
  return all.map((weight) => weight / total);
}

test.each([
  [7, 0],
  [7, 0.3],
  [1, 0.5],
])("the posterior of %i suspects with a chance of %f for nothing is Bayes', in any order of runs", (suspects, none) => {
  const random = seeded(4);
  for (let round = 0; round < 50; round++) {
    const runs = Array.from({ length: round % 9 }, () => ({
      at: Math.floor(random() * suspects),
      shift: 3 * normal(random),
    }));
    const expected = oracle(suspects, runs, 1.5, none);
    for (const some of [runs, [...runs].reverse()]) {
      const { guilt, none: nobody } = posteriorOf({ suspects, runs: some, effect: 1.5, confidence: 0.95, none });
      for (const [k, p] of [...guilt, nobody].entries()) expect(p).toBeCloseTo(expected[k] ?? 0, 10);
    }
  }
});

test("the first run is of the middle, and one wild run names nobody", () => {
  expect(bisect({ suspects: 64, runs: [], effect: 2, confidence: 0.95 })).toMatchObject({ kind: "measure", at: 31 });
  const wild = bisect({ suspects: 2, runs: [{ at: 0, shift: 1e6 }], effect: 2, confidence: 0.95 });
  expect(wild.posterior.guilt.every((p) => Number.isFinite(p) && p > 0.3)).toBe(true);
});

test("a single suspect is guilty at once, unless nothing may have changed", () => {
  expect(bisect({ suspects: 1, runs: [], effect: 2, confidence: 0.95 })).toMatchObject({ kind: "found", at: 0 });
  const runs = Array.from({ length: 8 }, () => ({ at: 0, shift: 0 }));
  expect(bisect({ suspects: 1, runs, effect: 2, confidence: 0.95, none: 0.5 })).toMatchObject({ kind: "nothing" });
});

test.each([2, 1])("a named changeset is guilty at least as often as it says, at %f widths", (effect) => {
  const random = seeded(9);
  const simulations = 400;
  let right = 0;
  for (let i = 0; i < simulations; i++) {
    const guilty = Math.floor(random() * 16);
    const runs: BisectRun[] = [];
    for (;;) {
      const next = bisect({ suspects: 16, runs, effect, confidence: 0.95 });
      if (next.kind === "found" && next.at === guilty) right++;
      if (next.kind !== "measure") break;
      runs.push({ at: next.at, shift: normal(random) + (next.at >= guilty ? effect : 0) });
    }
  }
  expect(right / simulations).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / simulations));
});
