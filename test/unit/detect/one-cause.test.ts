/** Change points of many series brought together by their cause. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupByCause, type LocatedChange, regroupByCause } from "../../../src/detect/one-cause.ts";
import { uniforms } from "../stats/noise.ts";

const change = (
  series: string,
  earliest: number,
  latest: number,
  more: Partial<LocatedChange> = {},
): LocatedChange => ({
  series,
  rig: "a",
  benchmark: "ior",
  metric: "write",
  earliest,
  latest,
  worse: true,
  ...more,
});
const all = ({ members }: { members: { worse: readonly LocatedChange[]; better: readonly LocatedChange[] } }) => [
  ...members.worse,
  ...members.better,
];

const anyChange = fc.record({
  series: fc.constantFrom("1", "2", "3", "4", "5", "6"),
  rig: fc.constantFrom("a", "b"),
  benchmark: fc.constantFrom("ior", "fio"),
  metric: fc.constantFrom("read", "write"),
  earliest: fc.integer({ min: 0, max: 30 }),
  latest: fc.integer({ min: 1, max: 12 }),
  worse: fc.boolean(),
});
const located = fc
  .array(anyChange, { maxLength: 25 })
  .map((list) => list.map((one) => ({ ...one, latest: one.earliest + one.latest })));

describe("groupByCause", () => {
  test("overlapping ranges have one cause, at what they have in common; others have their own", () => {
    const groups = groupByCause([change("1", 10, 14), change("2", 12, 20), change("3", 20, 22)]);
    expect(groups.map(({ earliest, latest }) => [earliest, latest])).toEqual([
      [12, 14],
      [20, 22],
    ]);
  });

  test("an improvement and a regression may share a cause, told apart", () => {
    const [group] = groupByCause([change("1", 5, 6), change("2", 5, 6, { worse: false })]);
    expect(group?.members.worse.map(({ series }) => series)).toEqual(["1"]);
    expect(group?.members.better.map(({ series }) => series)).toEqual(["2"]);
  });

  test("a wide range goes to the cause of its benchmark, then of its rig", () => {
    const sharp = [
      change("1", 5, 6, { benchmark: "fio", rig: "b" }),
      change("2", 8, 9, { rig: "a" }),
      change("4", 3, 4),
    ];
    const of = (wide: LocatedChange) =>
      groupByCause([...sharp, wide]).find((group) => all(group).some(({ series }) => series === "wide"))?.latest;
    expect(of(change("wide", 0, 20, { benchmark: "fio", rig: "a" }))).toBe(6);
    expect(of(change("wide", 4, 20, { benchmark: "mdtest", rig: "b" }))).toBe(6);
    expect(of(change("wide", 4, 20, { benchmark: "mdtest", rig: "a" }))).toBe(9);
  });

  test("what moved one series twice are two causes", () => {
    expect(groupByCause([change("1", 5, 9), change("1", 8, 12)])).toHaveLength(2);
  });

  test("the order of the changes is of no consequence", () => {
    fc.assert(
      fc.property(
        located.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(JSON.stringify(groupByCause(shuffled))).toBe(JSON.stringify(groupByCause(list)));
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  test("every change is in one group, whose range is the intersection of its members' and not empty", () => {
    fc.assert(
      fc.property(located, (list) => {
        const groups = groupByCause(list);
        expect(groups.flatMap(all)).toHaveLength(list.length);
        expect(new Set(groups.flatMap(all))).toEqual(new Set(list));
        for (const group of groups) {
          const members = all(group);
          expect(group.earliest).toBe(Math.max(...members.map(({ earliest }) => earliest)));
          expect(group.latest).toBe(Math.min(...members.map(({ latest }) => latest)));
          expect(group.earliest).toBeLessThan(group.latest);
          expect(new Set(members.map(({ series }) => series)).size).toBe(members.length);
        }
      }),
      { numRuns: 2000, seed: 2 },
    );
  });

  test("planted causes: about one item a cause, and one cause an item", () => {
    let [causes, items, pure, split] = [0, 0, 0, 0];
    for (let seed = 1; seed <= 100; seed++) {
      const random = uniforms(seed);
      const planted = plant(random);
      const groups = groupByCause(planted);
      causes += CAUSES;
      items += groups.length;
      pure += groups.filter((group) => new Set(all(group).map((one) => (one as Planted).cause)).size === 1).length;
      for (let cause = 0; cause < CAUSES; cause++)
        split += groups.filter((group) => all(group).some((one) => (one as Planted).cause === cause)).length;
    }
    expect(items / causes).toBeGreaterThan(0.9);
    expect(items / causes).toBeLessThan(1.1);
    expect(pure / items).toBeGreaterThan(0.85);
    expect(split / causes).toBeLessThan(1.2);
  });
});

describe("regroupByCause", () => {
  const name = ({ series }: LocatedChange) => `of ${series}`;
  const regrouped = (list: readonly (readonly [LocatedChange, string | null])[]) => {
    const groups = regroupByCause(
      list.map(([one, group]) => ({ change: one, group })),
      name,
    );
    return Object.fromEntries([...groups].map(([{ series }, group]) => [series, group]));
  };

  test("who was announced stays, who is new joins, the rest is named by its first member", () => {
    const groups = regrouped([
      [change("1", 5, 9), "old"],
      [change("2", 6, 12), null],
      [change("3", 20, 22), null],
      [change("4", 19, 25), null],
    ]);
    expect(groups).toEqual({ "1": "old", "2": "old", "3": "of 3", "4": "of 3" });
  });

  test("whose range has nothing in common with the group's any more leaves; the sharpest keep the name", () => {
    const groups = regrouped([
      [change("1", 5, 6), "old"],
      [change("2", 5, 9), "old"],
      [change("3", 7, 12), "old"],
    ]);
    expect(groups).toEqual({ "1": "old", "2": "old", "3": "of 3" });
  });

  test("said again, nothing moves, whatever arrives in between", () => {
    fc.assert(
      fc.property(located, located, (before, more) => {
        const named = regroupByCause(
          before.map((one) => ({ change: one, group: null })),
          (first) => `${before.indexOf(first)}`,
        );
        const again = regroupByCause(
          [...before, ...more].map((one) => ({ change: one, group: named.get(one) ?? null })),
          () => "new",
        );
        for (const one of before) expect(again.get(one)).toBe(named.get(one));
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});

interface Planted extends LocatedChange {
  readonly cause: number;
}
const CAUSES = 8;

/** Eight causes in 400 positions, each moving 3 to 20 series of a benchmark; half are located exactly, the rest roughly. */
function plant(random: () => number): Planted[] {
  return Array.from({ length: CAUSES }, (_, cause) => {
    const at = 50 * cause + 5 + Math.floor(40 * random());
    const reach = (most: number) => (random() < 0.5 ? 0 : Math.floor(most * random()));
    return Array.from({ length: 3 + Math.floor(18 * random()) }, (_, i) => ({
      ...change(`${cause}.${i}`, at - 1 - reach(10), at + reach(10), { rig: random() < 0.5 ? "a" : "b" }),
      benchmark: `benchmark ${cause % 4}`,
      worse: random() < 0.8,
      cause,
    }));
  }).flat();
}
