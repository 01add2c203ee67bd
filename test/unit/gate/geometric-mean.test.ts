/** A geometric mean of ratios, and whether its interval keeps its promise where series share their nights. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { geometricMean, type LogRatio } from "../../../src/gate/geometric-mean.ts";
import { studentTQuantile } from "../../../src/stats/student-t-quantile.ts";
import { normal, seeded } from "../../simulator/random.ts";

const ratio = (estimate: number, more: Partial<LogRatio> = {}): LogRatio => ({
  rig: "lab",
  benchmark: "ior",
  estimate,
  error: 0.01,
  df: 10,
  ...more,
});

test("of one series it is that series, with Student's interval", () => {
  const half = studentTQuantile(0.025, 10) * 0.01;
  const mean = geometricMean([ratio(Math.log(0.9))], 0.95);
  expect(mean?.value).toBeCloseTo(0.9, 12);
  expect(mean?.low).toBeCloseTo(0.9 * Math.exp(-half), 12);
  expect(mean?.high).toBeCloseTo(0.9 * Math.exp(half), 12);
});

test("of nothing there is none", () => {
  expect(geometricMean([], 0.95)).toBeNull();
});

test("a benchmark that is measured at a hundred points has no more to say than one measured at one", () => {
  const sweep = Array.from({ length: 100 }, () => ratio(Math.log(0.5), { benchmark: "sweep" }));
  expect(geometricMean([...sweep, ratio(Math.log(2))], 0.95)?.value).toBeCloseTo(1, 12);
});

test("more series of one rig narrow nothing; more rigs do", () => {
  const width = (ratios: LogRatio[]) => {
    const mean = geometricMean(ratios, 0.95);
    return Math.log((mean?.high ?? 0) / (mean?.low ?? 1));
  };
  const series = (rig: string, n: number) => Array.from({ length: n }, (_, i) => ratio(0, { rig, benchmark: `b${i}` }));
  expect(width(series("lab", 20))).toBeCloseTo(width(series("lab", 1)), 12);
  expect(width([...series("lab", 5), ...series("other", 5)])).toBeLessThan(0.75 * width(series("lab", 5)));
});

const anyRatio = fc.record({
  rig: fc.constantFrom("a", "b", "c"),
  benchmark: fc.constantFrom("x", "y"),
  estimate: fc.double({ min: -1, max: 1, noNaN: true }),
  error: fc.double({ min: 1e-4, max: 0.2, noNaN: true }),
  df: fc.double({ min: 1, max: 50, noNaN: true }),
});

test("turning every ratio round turns the answer round, and order changes nothing", () => {
  fc.assert(
    fc.property(fc.array(anyRatio, { minLength: 1, maxLength: 12 }), (ratios) => {
      const mean = geometricMean(ratios, 0.95);
      const turned = geometricMean(
        ratios.map((one) => ({ ...one, estimate: -one.estimate })),
        0.95,
      );
      expect(turned?.value).toBeCloseTo(1 / (mean?.value ?? 0), 9);
      expect(turned?.low).toBeCloseTo(1 / (mean?.high ?? 0), 9);
      expect(geometricMean([...ratios].reverse(), 0.95)?.low).toBeCloseTo(mean?.low ?? 0, 9);
    }),
  );
});

test.each([
  ["no", 0],
  ["half of", 0.5],
  ["all of", 1],
])("intervals hold the truth as often as they say in worlds where series share %s their error", (_, shared) => {
  const rng = seeded(31);
  const worlds = 4000;
  let held = 0;
  for (let world = 0; world < worlds; world++) {
    const ratios = ["a", "b"].flatMap((rig) => {
      const common = normal(rng);
      const df = 6;
      return Array.from({ length: 5 }, (_, i) => {
        const squares = Array.from({ length: df }, () => normal(rng) ** 2).reduce((sum, one) => sum + one, 0);
        const sigma = 0.01 * (1 + i);
        const noise = Math.sqrt(shared) * common + Math.sqrt(1 - shared) * normal(rng);
        return ratio(sigma * noise, { rig, benchmark: `b${i}`, error: sigma * Math.sqrt(squares / df), df });
      });
    });
    const mean = geometricMean(ratios, 0.95);
    if (mean && mean.low <= 1 && mean.high >= 1) held++;
  }
  expect(held / worlds).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / worlds));
});
