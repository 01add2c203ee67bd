import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  analyzeSeries,
  analyzeValues,
  type ChangesetPoint,
  changePointsOf,
} from "../../../src/detect/change-points.ts";
import { correlated, LAWS, normals, uniforms } from "../stats/noise.ts";

const points = (values: ArrayLike<number>): ChangesetPoint[] =>
  Array.from(values, (value) => ({ value, runs: 1, blocks: 1, spread: null }));
const indexes = (values: ArrayLike<number>) => analyzeSeries(points(values)).changes.map(({ index }) => index);
const stepped = (noise: Float64Array, at: number, size: number) =>
  noise.map((z, t) => 100 + 2 * (z + (t >= at ? size : 0)));

describe("a series that does not change", () => {
  test.each(Object.entries(LAWS))("%s noise: at most 4 % of series of 200 points show a change", (_, draw) => {
    const alarms = Array.from({ length: 250 }, (_, seed) => indexes(stepped(draw(200, seed + 1), 0, 0)).length > 0);
    expect(alarms.filter(Boolean).length).toBeLessThanOrEqual(0.04 * 250 + 3 * Math.sqrt(250 * 0.04 * 0.96));
  });

  test.each([0.3, 0.6])("neighbours that correlate by %f cause no flood: at most 8 % of series", (phi) => {
    const alarms = Array.from(
      { length: 250 },
      (_, seed) => indexes(stepped(correlated(200, phi, seed + 1), 0, 0)).length,
    );
    expect(alarms.filter((count) => count > 0).length).toBeLessThanOrEqual(
      0.08 * 250 + 3 * Math.sqrt(250 * 0.08 * 0.92),
    );
  });

  test("eight neighbours that share a wandering effect are noise, not levels", () => {
    const alarms = Array.from({ length: 100 }, (_, seed) => {
      const shared = normals(25, seed + 1000);
      return indexes(normals(200, seed + 1).map((z, t) => 100 + z + 1.5 * (shared[t >> 3] as number))).length;
    });
    expect(alarms.reduce((a, b) => a + b, 0) / 20).toBeLessThan(1);
  });

  test("of 0, 1, 2 or any number of equal values is one level, or none", () => {
    expect(analyzeSeries([])).toEqual({ changes: [], levels: [], findings: [] });
    for (const n of [1, 2, 3, 40]) {
      for (const value of [0, 7, -7, 1e300, -1e-300, 5e-324]) {
        const { changes, levels } = analyzeSeries(points(Array(n).fill(value)));
        expect(changes).toEqual([]);
        expect(levels).toEqual([{ from: 0, to: n, value, low: value, high: value }]);
      }
    }
  });
});

describe("a series that changes", () => {
  test.each(Object.entries(LAWS))("%s noise: a step of 3 widths is found, mostly at the exact changeset", (_, draw) => {
    const found = Array.from({ length: 100 }, (_, seed) => {
      const at = 60 + ((seed * 37) % 80);
      const [nearest] = indexes(stepped(draw(200, seed + 1), at, seed % 2 === 0 ? 3 : -3)).map((i) => Math.abs(i - at));
      return nearest ?? Number.POSITIVE_INFINITY;
    });
    expect(found.filter((distance) => distance <= 5).length).toBeGreaterThanOrEqual(97);
    expect(found.filter((distance) => distance === 0).length).toBeGreaterThanOrEqual(70);
  });

  test("several steps are all found, and nothing between them", () => {
    const truth = [60, 110, 200, 260, 330];
    for (let seed = 1; seed <= 40; seed++) {
      const values = normals(400, seed).map((z, t) => 50 + z + 4 * (truth.filter((at) => at <= t).length % 2));
      const found = indexes(values);
      expect(found.length, `seed ${seed}`).toBe(truth.length);
      for (const [k, at] of truth.entries()) expect(Math.abs((found[k] as number) - at)).toBeLessThanOrEqual(5);
    }
  });

  test("a fresh step of 4 widths is suspected within four changesets, and confirmed with twenty", () => {
    const seen = { suspected: 0, confirmed: 0 };
    for (let seed = 1; seed <= 50; seed++) {
      const values = stepped(normals(120, seed), 100, 4);
      const early = analyzeSeries(points(values.subarray(0, 104))).changes;
      const late = analyzeSeries(points(values)).changes;
      seen.suspected += early.some(({ index, state }) => state === "suspected" && Math.abs(index - 100) <= 2) ? 1 : 0;
      seen.confirmed += late.some(({ index, state }) => state === "confirmed" && Math.abs(index - 100) <= 2) ? 1 : 0;
    }
    expect(seen.suspected).toBeGreaterThanOrEqual(45);
    expect(seen.confirmed).toBe(50);
  });

  test("one commit in a thousand at most raises a false suspicion while a quiet series grows", () => {
    let commits = 0;
    let alerts = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const values = stepped(normals(140, seed + 500), 0, 0);
      const told: number[] = [];
      for (let n = 40; n <= 140; n++, commits++) {
        for (const index of indexes(values.subarray(0, n))) {
          if (!told.some((old) => Math.abs(old - index) <= 5)) told.push(index);
        }
      }
      alerts += told.length;
    }
    expect(alerts / commits).toBeLessThan(0.001 + 3 * Math.sqrt(0.001 / commits));
  });

  test("an excursion of six changesets that comes back is no change of level, one of fifteen is two", () => {
    const noise = normals(200, 4);
    const excursion = (length: number) => noise.map((z, t) => 100 + z + (t >= 90 && t < 90 + length ? 8 : 0));
    expect(indexes(excursion(6))).toEqual([]);
    expect(indexes(excursion(15))).toEqual([90, 105]);
  });

  test("a counter's steps are found to the changeset, its moves of 0.2 % and less are not told", () => {
    const level = (t: number) => [9000, 9100, 9085, 12_000, 300][Math.floor(t / 40)] ?? 0;
    const values = Array.from({ length: 200 }, (_, t) => level(t));
    expect(indexes(values)).toEqual([40, 120, 160]);
  });
});

describe("what is told of a change", () => {
  test("its interval of places holds the true changeset in at least 90 of 100 series", () => {
    const hits = Array.from({ length: 100 }, (_, seed) => {
      const { changes } = analyzeSeries(points(stepped(normals(160, seed + 1), 80, 2)));
      return changes.some(({ earliest, latest }) => earliest < 80 && 80 <= latest);
    });
    expect(hits.filter(Boolean).length).toBeGreaterThanOrEqual(90);
  });

  test.each(Object.entries(LAWS))("%s noise: the 95 %% interval of its size covers the truth", (_, draw) => {
    const covered = Array.from({ length: 200 }, (_, seed) => {
      const { changes } = analyzeSeries(points(draw(200, seed + 1).map((z, t) => z + (t >= 100 ? 5 : 0))));
      const effect = changes[0]?.effect;
      return effect !== undefined && effect.scale === "difference" && effect.low <= 5 && 5 <= effect.high;
    });
    expect(covered.filter(Boolean).length).toBeGreaterThanOrEqual(178);
  });

  test("positive series far from zero are told as ratios, others as differences in the unit", () => {
    const noise = normals(100, 9);
    const up = analyzeSeries(points(stepped(noise, 50, 5)), { unit: "ms" }).changes[0];
    expect(up?.effect).toMatchObject({ scale: "ratio", confidence: 0.95, unit: "ms" });
    expect(up?.effect.value).toBeCloseTo(1.1, 1);
    const around = analyzeSeries(points(noise.map((z, t) => z + (t >= 50 ? 5 : 0))), { unit: "ms", confidence: 0.9 });
    expect(around.changes[0]?.effect).toMatchObject({ scale: "difference", confidence: 0.9, unit: "ms" });
    expect(around.levels.map(({ from, to }) => [from, to])).toEqual([
      [0, 50],
      [50, 100],
    ]);
  });
});

describe("an analysis depends on the shape of a series alone", () => {
  const series = fc.record({
    n: fc.integer({ min: 3, max: 120 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
    size: fc.integer({ min: 0, max: 8 }),
  });
  const drawn = ({ n, seed, size }: { n: number; seed: number; size: number }) =>
    stepped(normals(n, seed), n >> 1, size);

  test("not on its unit: powers of two from 2⁻⁹⁰⁰ to 2⁹⁰⁰ give the same changes, levels scaled exactly", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: -900, max: 900 }), (asked, power) => {
        const values = drawn(asked);
        const plain = analyzeSeries(points(values));
        const scaled = analyzeSeries(points(values.map((value) => value * 2 ** power)));
        expect(scaled.changes.map(({ index, state }) => [index, state])).toEqual(
          plain.changes.map(({ index, state }) => [index, state]),
        );
        expect(scaled.levels.map(({ value }) => value)).toEqual(plain.levels.map(({ value }) => value * 2 ** power));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test("not on which direction is better: the mirrored series changes at the same changesets", () => {
    let equal = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const values = drawn({ n: 120, seed, size: 4 });
      equal += indexes(values).join() === indexes(values.map((value) => -value)).join() ? 1 : 0;
    }
    expect(equal).toBeGreaterThanOrEqual(195);
  });

  test("any finite values are answered: levels tile the series, changes lie inside, figures are finite", () => {
    const wild = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -2, max: 2 }),
      fc.constantFrom(0, 1e300, -1e300, 1e-300, 1.7e308, -1.7e308, 5e-324),
    );
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 60 }), (values) => {
        const { changes, levels } = analyzeSeries(points(values));
        expect(levels.map(({ from }) => from)).toEqual(
          values.length === 0 ? [] : [0, ...changes.map(({ index }) => index)],
        );
        expect(levels.at(-1)?.to ?? 0).toBe(values.length);
        for (const { index, earliest, latest, before, after } of changes) {
          expect(earliest).toBeGreaterThanOrEqual(0);
          expect(earliest).toBeLessThan(index);
          expect(latest).toBeGreaterThanOrEqual(index);
          expect(latest).toBeLessThan(values.length);
          expect(Number.isFinite(before) && Number.isFinite(after)).toBe(true);
        }
      }),
      { numRuns: 3000, seed: 2 },
    );
  });

  test("no shape of series makes the work explode: 50 000 points of each in a few seconds together", () => {
    const n = 50_000;
    const noise = normals(n, 8);
    let level = 0;
    const shapes = {
      walk: noise.map((z) => {
        level += z;
        return level;
      }),
      ramp: noise.map((_, t) => t),
      exponential: noise.map((_, t) => 1.001 ** t),
      alternating: noise.map((_, t) => t % 2),
      sawtooth: noise.map((z, t) => (t % 50) + z),
    };
    const before = process.cpuUsage();
    for (const values of Object.values(shapes)) analyzeSeries(points(values));
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
  });

  test("its changes alone are those of the whole analysis, whether there are any, fresh ones, or none", () => {
    const seen: string[] = [];
    for (let seed = 1; seed <= 300; seed++) {
      const n = 2 + ((seed * 7) % 230);
      const noise = [normals, normals, (n: number, seed: number) => correlated(n, 0.5, seed)][seed % 3] ?? normals;
      const values = stepped(noise(n, seed), Math.round(n * (1 - (seed % 10) / 20)), seed % 4);
      const { changes } = analyzeValues(values, { unit: "s" });
      expect(changePointsOf(values, { unit: "s" })).toEqual(changes);
      seen.push(changes.at(-1)?.state ?? "none");
    }
    for (const state of ["none", "confirmed", "suspected"])
      expect(seen.filter((one) => one === state).length).toBeGreaterThan(10);
  });

  test("the same points give the same bytes", () => {
    const random = uniforms(3);
    const values = Array.from({ length: 300 }, (_, t) => random() + (t > 150 ? 1 : 0));
    expect(JSON.stringify(analyzeSeries(points(values)))).toBe(JSON.stringify(analyzeSeries(points([...values]))));
  });
});
