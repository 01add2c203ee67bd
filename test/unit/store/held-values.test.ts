/** What is held of a run is what was read of it, of these series alone, and no more than there is room for. */
import { describe, expect, test } from "vitest";
import { HeldValues } from "../../../src/store/held-values.ts";
import type { Measured } from "../../../src/store/runs.ts";

const measured = (...values: number[]): Measured[] => [
  { unit: "s", suspect: "", series: values.map((_, place) => place), values },
];

describe("values that are held", () => {
  test("are those of the list of series that they were read for, and of no other one", () => {
    const held = new HeldValues();
    held.ofSeries(["a", "b"]).set("1 1", measured(3, 4));
    held.ofSeries(["a"]).set("1 1", measured(3));
    expect(held.ofSeries(["a", "b"]).get("1 1")).toEqual(measured(3, 4));
    expect(held.ofSeries(["a"]).get("1 1")).toEqual(measured(3));
    for (const others of [["b", "a"], ["b"], ["a", "b", "c"], []])
      expect(held.ofSeries(others).get("1 1")).toBeUndefined();
    expect(held.ofSeries(["a"]).get("1 2")).toBeUndefined();
  });

  test("of a run that measured none of them are nothing, which is known, too", () => {
    const held = new HeldValues();
    held.ofSeries(["a"]).set("1 1", []);
    expect(held.ofSeries(["a"]).get("1 1")).toEqual([]);
  });

  test("have their places in one array where runs measured the same series", () => {
    const held = new HeldValues().ofSeries(["a", "b", "c"]);
    held.set("1 1", measured(1, 2, 3));
    held.set("1 2", measured(4, 5, 6));
    held.set("1 3", [{ unit: "s", suspect: "", series: [0, 2], values: [7, 8] }]);
    const [first, second, other] = ["1 1", "1 2", "1 3"].map((place) => held.get(place)?.[0]?.series);
    expect(second).toBe(first);
    expect(other).toEqual([0, 2]);
  });

  test("share places with few: of runs that measured ever other series nothing is kept but what is held of them", () => {
    const held = new HeldValues().ofSeries(["a", "b", "c"]);
    const places = (series: number[]): readonly number[] | undefined =>
      held.set(`1 ${series.join()}`, [{ unit: "s", suspect: "", series, values: series }])[0]?.series;
    const first = places([0, 1, 2]);
    expect(places([0, 1, 2])).toBe(first);
    for (let at = 3; at < 400; at++) expect(places([0, at])).toEqual([0, at]);
    const later = places([0, 1, 2]);
    expect(later).toEqual(first);
    expect(later).not.toBe(first);
    expect(places([0, 1, 2])).toBe(later);
  });

  test("make room: those go first that nobody asked for the longest", () => {
    const held = new HeldValues(44).ofSeries(["a", "b"]);
    held.set("1 1", measured(1, 2));
    held.set("1 2", measured(3, 4));
    expect(held.get("1 1")).toEqual(measured(1, 2));
    held.set("1 3", measured(5, 6));
    expect(held.get("1 2")).toBeUndefined();
    expect(held.get("1 1")).toEqual(measured(1, 2));
    held.set("1 4", measured(...new Array<number>(25).fill(1)));
    for (const place of ["1 1", "1 3", "1 4"]) expect(held.get(place)).toBeUndefined();
  });

  test("make room where runs measured none of them, too", () => {
    const held = new HeldValues(44).ofSeries(["a"]);
    for (const place of ["1 1", "1 2", "1 3"]) held.set(place, []);
    expect(held.get("1 1")).toBeUndefined();
    expect(held.get("1 3")).toEqual([]);
  });

  test("of a list that was forgotten meanwhile are never told to another one", () => {
    const held = new HeldValues();
    const lists = Array.from({ length: 101 }, (_, at) => [`series ${at}`]);
    const reading = lists.map((list) => held.ofSeries(list)); // the last makes room for itself
    for (const [at, one] of reading.entries()) one.set("1 1", measured(at));
    expect(held.ofSeries(lists[100] ?? []).get("1 1")).toEqual(measured(100));
    for (const list of lists.slice(0, 99)) expect(held.ofSeries(list).get("1 1")).toBeUndefined();
  });
});
