import fc from "fast-check";
import { expect, test } from "vitest";
import { runLaw } from "../../../src/detect/run-law.ts";
import { normal, seeded } from "../../simulator/random.ts";

const ROUNDS = 600;
const blocks = (values: readonly number[]) => values.map((_, i) => String(i >> 1));
const law = (values: readonly number[]) => runLaw(values, blocks(values));

/** Share of rounds in which a warning is told of what `draw` gives. */
function share(draw: () => number[], isTold: (told: NonNullable<ReturnType<typeof law>>) => boolean): number {
  let told = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const found = law(draw());
    if (found && isTold(found)) told++;
  }
  return told / ROUNDS;
}

const isMemory = ({ memory }: { memory: { isPlain: boolean } | null }) => memory?.isPlain ?? false;
const isTwo = ({ modes }: { modes: { count: number } | null }) => modes?.count === 2;

test.each([25, 60, 200])("of %i independent runs with one mode hardly ever a warning is told", (n) => {
  const random = seeded(n);
  const draw = () => Array.from({ length: n }, () => 100 + normal(random));
  expect(share(draw, isMemory)).toBeLessThan(0.06);
  expect(share(draw, isTwo)).toBeLessThan(0.01);
});

test("memory and modes that are there are told, and how much the runs are worth", () => {
  const random = seeded(3);
  let last = 0;
  const walk = () =>
    Array.from({ length: 120 }, () => {
      last = 0.7 * last + normal(random);
      return 100 + last;
    });
  expect(share(walk, isMemory)).toBeGreaterThan(0.95);
  const { memory } = law(walk()) ?? {};
  expect(memory?.worth).toBeGreaterThan(5);
  expect(memory?.worth).toBeLessThan(60);
  const jump = () => Array.from({ length: 60 }, () => (random() < 0.4 ? 110 : 100) + normal(random));
  expect(share(jump, isTwo)).toBeGreaterThan(0.9);
});

test("with too few runs nothing is said, and of none there is no law", () => {
  expect(law([])).toBeNull();
  expect(law([1, 2, 3])).toMatchObject({ runs: 3, blocks: 2, median: 2, memory: null, modes: null });
  expect(law(Array.from({ length: 24 }, (_, i) => i))?.modes).toBeNull();
});

test("quartiles hold half of the runs, in any order and of any size", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 1, maxLength: 60 }),
      (values) => {
        const found = law(values);
        if (!found) return false;
        const inside = values.filter((value) => value >= found.lower && value <= found.upper).length;
        return found.lower <= found.median && found.median <= found.upper && 2 * inside >= values.length - 2;
      },
    ),
  );
});
