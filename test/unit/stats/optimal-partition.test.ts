import fc from "fast-check";
import { expect, test } from "vitest";
import { optimalPartition } from "../../../src/stats/optimal-partition.ts";
import { normals } from "./noise.ts";

/** Squared distance to the mean of x[from, to). */
function cost(x: readonly number[], from: number, to: number): number {
  const part = x.slice(from, to);
  const mean = part.reduce((a, b) => a + b, 0) / part.length;
  return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** Cost of a cut at `starts`, one penalty a change. */
function total(x: readonly number[], starts: readonly number[], penalty: number): number {
  const edges = [0, ...starts, x.length];
  return edges.slice(1).reduce((sum, to, i) => sum + cost(x, edges[i] as number, to), starts.length * penalty);
}

/** The textbook's optimal partitioning: every last change tried for every prefix, O(n²) and more. */
function slowCost(x: readonly number[], penalty: number): number {
  const best = [-penalty];
  for (let t = 1; t <= x.length; t++) {
    best.push(Math.min(...best.map((before, s) => before + penalty + cost(x, s, t))));
  }
  return best[x.length] as number;
}

const series = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -20, max: 20, noNaN: true })), {
  minLength: 1,
  maxLength: 24,
});

test("no cut is cheaper than the one found", () => {
  fc.assert(
    fc.property(series, fc.double({ min: 0.01, max: 60, noNaN: true }), (values, penalty) => {
      const starts = optimalPartition(Float64Array.from(values), penalty);
      expect(total(values, starts, penalty)).toBeCloseTo(slowCost(values, penalty), 6);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    }),
    { numRuns: 4000, seed: 1 },
  );
});

test("a flat, a stepped and a wandering series of 100 000 points are cut in well under a second each", () => {
  const noise = normals(100_000, 5);
  const stepped = noise.map((value, t) => value + 5 * (Math.floor(t / 100) % 2));
  let level = 0;
  const wandering = noise.map((value) => {
    level += value;
    return level;
  });
  const before = process.cpuUsage();
  expect(optimalPartition(noise, 30)).toEqual([]);
  expect(optimalPartition(stepped, 30)).toHaveLength(999);
  expect(optimalPartition(wandering, 30).length).toBeGreaterThan(1000);
  const { user } = process.cpuUsage(before);
  expect(user / 1e6).toBeLessThan(2);
});
