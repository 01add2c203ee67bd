/** How much is asked of the storage for the newest points of a series, however long its branch is. */
import { expect, test } from "vitest";
import type { Context } from "../../../src/actions/context.ts";
import { newestPoints } from "../../../src/actions/newest-points.ts";
import { LandingOrder } from "../../../src/detect/landing-order.ts";
import type { SeriesRow, StoredPoint } from "../../../src/store/runs.ts";
import { MOST_SHAS } from "../../../src/store/sha-parts.ts";

const LANDED = 20_000;
const shas = Array.from({ length: LANDED }, (_, position) => `s${position}`);
const order = new LandingOrder(new Map(shas.map((sha, position) => [sha, { sha, branch: "master", position }])));
const series = { id: "0123456789abcdef", rig: "r", unit: "s" } as SeriesRow;

/** A storage in which these changesets were measured once, and what it was asked. */
function measured(these: readonly string[]) {
  const asked: number[] = [];
  const pointOf = (sha: string) => ({
    sha,
    run: sha,
    unit: "s",
    value: 1,
    excluded: "",
    cause: "scheduled",
    block: sha,
  });
  const pointsAt = async (_: unknown, some: readonly string[]) => {
    asked.push(some.length);
    return some.filter((sha) => these.includes(sha)).map((sha) => pointOf(sha) as unknown as StoredPoint);
  };
  const ctx = { store: { pointsAt }, known: { landingOrder: async () => order } } as unknown as Context;
  return { ctx, asked };
}

test("a series that was measured long ago alone is found by questions that one statement takes", async () => {
  const { ctx, asked } = measured(["s3", "s9"]);
  const { points } = await newestPoints(ctx, series, 5, "master");
  expect(points.map(({ sha }) => sha)).toEqual(["s3", "s9"]);
  expect(Math.max(...asked)).toBe(MOST_SHAS);
  expect(asked.reduce((sum, one) => sum + one)).toBe(LANDED);
});

test("one that was measured lately is asked about the newest changesets alone", async () => {
  const { ctx, asked } = measured(shas);
  const { points } = await newestPoints(ctx, series, 5, "master");
  expect(points.map(({ sha }) => sha)).toEqual(shas.slice(-5));
  expect(asked).toEqual([16]);
});
