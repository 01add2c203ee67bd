/** Whatever is known of parents and positions, history is in the order of landing, and only what landed is in it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LandingOrder } from "../../../src/detect/landing-order.ts";
import type { Changeset } from "../../../src/model/changeset.ts";

const orderOf = (...changesets: Changeset[]) => new LandingOrder(new Map(changesets.map((one) => [one.sha, one])));
const main = (sha: string, position: number | undefined, parent?: string): Changeset => ({
  sha,
  branch: "main",
  ...(position !== undefined && { position }),
  ...(parent !== undefined && { parent }),
});

describe("by position", () => {
  test("changesets without parents follow their positions, whatever came first", () => {
    expect(orderOf(main("c", 30), main("a", 10), main("b", 20)).trunk("main")).toEqual(["a", "b", "c"]);
  });

  test("a position wins over a parent that nobody knows", () => {
    const order = orderOf(main("a", 10, "x"), main("b", 20, "y"), main("c", 30, "z"));
    expect(order.trunk("main")).toEqual(["x", "a", "b", "c"]);
  });

  test("a branch goes on below its fork", () => {
    const order = orderOf(main("a", 1), main("b", 2, "a"), main("c", 3, "b"), {
      sha: "r",
      branch: "b2",
      position: 3,
      parent: "b",
    });
    expect(order.trunk("b2")).toEqual(["a", "b", "r"]);
    expect(order.trunk("main")).toEqual(["a", "b", "c"]);
  });

  test("a candidate on a candidate: the first is its parent, but no history", () => {
    const order = orderOf(main("a", 1), main("u1", undefined, "a"), main("u2", undefined, "u1"));
    expect(order.ancestors("u2")).toEqual([
      { sha: "u1", isLanded: false },
      { sha: "a", isLanded: true },
    ]);
    expect(order.trunk("main")).toEqual(["a"]);
  });

  test("in a branch that uses positions a chain that never reaches one has not landed", () => {
    const order = orderOf(main("a", 1), main("u1", undefined), main("u2", undefined, "u1"));
    expect(order.ancestors("u2")).toEqual([{ sha: "u1", isLanded: false }]);
  });

  test("ten thousand changesets are all there", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      main(`s${index}`, index + 1, index > 0 ? `s${index - 1}` : undefined),
    );
    expect(orderOf(...many).trunk("main")).toHaveLength(10_000);
  });
});

describe("by parent links", () => {
  test("ancestors count as landed where nobody uses positions", () => {
    const order = orderOf({ sha: "b", parent: "a" }, { sha: "c", parent: "b" });
    expect(order.ancestors("c")).toEqual([
      { sha: "b", isLanded: true },
      { sha: "a", isLanded: true },
    ]);
  });

  test("the longest chain is the trunk, without siblings that nobody knows to have landed", () => {
    const chain = [{ sha: "b", parent: "a" }, { sha: "a" }];
    expect(orderOf(...chain).trunk("")).toEqual(["a", "b"]);
    expect(orderOf(...chain, { sha: "c1", parent: "b" }, { sha: "c2", parent: "b" }).trunk("")).toEqual(["a", "b"]);
  });

  test("another branch's positions do not unland it", () => {
    const order = orderOf({ sha: "m", branch: "main", position: 1 }, { sha: "b", parent: "a" });
    expect(order.ancestors("b")).toEqual([{ sha: "a", isLanded: true }]);
  });

  test("any links, cycles too: an end is found, and nobody is twice in a trunk", () => {
    const links = fc.array(
      fc.record({
        sha: fc.integer({ min: 0, max: 12 }),
        parent: fc.option(fc.integer({ min: 0, max: 12 })),
        position: fc.option(fc.integer({ min: 0, max: 9 })),
      }),
    );
    fc.assert(
      fc.property(links, (sent) => {
        const order = orderOf(
          ...sent.map(({ sha, parent, position }) =>
            main(`s${sha}`, position ?? undefined, parent === null ? undefined : `s${parent}`),
          ),
        );
        const trunk = order.trunk("main");
        expect(new Set(trunk).size).toBe(trunk.length);
      }),
      { numRuns: 500 },
    );
  });

  test("twenty thousand links cost about as much as they are many", () => {
    const many = Array.from(
      { length: 20_000 },
      (_, index): Changeset => ({ sha: `s${index}`, ...(index > 0 && { parent: `s${index - 1}` }) }),
    );
    expect(orderOf(...many.reverse()).trunk("")).toHaveLength(20_000);
  });
});

test("a candidate with the tree of one landed changeset is history at its place; with that of two it is not", () => {
  const landed = { ...main("a", 1), tree: "t1" };
  const candidate = { sha: "p", branch: "main", tree: "t1" };
  expect(orderOf(landed, candidate).historyOf("p")).toBe("a");
  expect(orderOf(landed, { ...main("b", 2), tree: "t1" }, candidate).historyOf("p")).toBe("p");
  expect(orderOf(landed, candidate).historyOf("unknown")).toBe("unknown");
});
