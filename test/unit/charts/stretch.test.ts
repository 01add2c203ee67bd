import fc from "fast-check";
import { expect, test } from "vitest";
import { reduceRows } from "../../../src/charts/reduce.ts";
import { nameOf, stretchNamed, stretchNotes, stretchOf, withRowsOf } from "../../../src/charts/stretch.ts";
import { BANDWIDTH, chartData } from "../../support/series-fixture.ts";

const data = chartData({ ...BANDWIDTH, changesets: 20, steps: [] });
const shaAt = (index: number) => data.changesets[index]?.sha.slice(0, 12) ?? "";

test("a stretch that is there is shown without a word", () => {
  expect(stretchNamed(data, shaAt(3), shaAt(9))).toEqual({ from: 3, to: 9 });
  for (const [from, to] of [
    ["", ""],
    [shaAt(3), ""],
    ["", shaAt(9)],
    [shaAt(3), shaAt(4)],
  ])
    expect(stretchNotes(data, from, to)).toEqual([]);
});

test.each([
  ["0".repeat(12), "", /^No changeset measured here begins with 0{12}: shown from the beginning\.$/],
  ["", "f00", /^f00 is too short to name a changeset, which takes 7 characters: shown up to the newest\.$/],
  [shaAt(9), shaAt(3), /^From \w{12} on there is no second changeset up to \w{12}: all is shown\.$/],
  ["", shaAt(0), /^From the beginning on there is no second changeset up to \w{12}: all is shown\.$/],
  [shaAt(19), "", /^From \w{12} on there is no second changeset up to the newest: all is shown\.$/],
])("from %s to %s is not what is shown, and that is said", (from, to, sentence) => {
  expect(stretchNotes(data, from, to)).toEqual([expect.stringMatching(sentence)]);
});

test("an end that is not there is told of beside that all is shown, and is not named again", () => {
  expect(stretchNotes(data, "0".repeat(12), shaAt(0))).toEqual([
    expect.stringMatching(/^No changeset measured here begins with 0{12}: shown from the beginning\.$/),
    `From the beginning on there is no second changeset up to ${shaAt(0)}: all is shown.`,
  ]);
  const [, told] = stretchNotes(data, shaAt(19), "y".repeat(5000));
  expect(told).toBe(`From ${shaAt(19)} on there is no second changeset up to the newest: all is shown.`);
});

test("both ends that are not there are told of, and no longer than a name is", () => {
  const notes = stretchNotes(data, `x${"1".repeat(500)}`, "y".repeat(500));
  expect(notes).toHaveLength(2);
  expect(Math.max(...notes.map(({ length }) => length))).toBeLessThan(160);
});

test("what a reduction left out of a stretch comes back in its place when it is asked for by name, and nothing else moves", () => {
  const all = chartData({ ...BANDWIDTH, changesets: 400, steps: [] });
  const reduced = { ...all, count: 400, changesets: reduceRows(all.changesets, 40) };
  const index = fc.integer({ min: 0, max: 399 });
  fc.assert(
    fc.property(index, index, (one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      fc.pre(to > from);
      const name = nameOf(reduced, { from, to });
      const answer = stretchOf(all, stretchNamed(all, name.from, name.to));
      const sharper = withRowsOf(reduced, answer);
      expect(sharper.count).toBe(400);
      expect(stretchOf(sharper, { from, to }).changesets).toEqual(stretchOf(all, { from, to }).changesets);
      const places = sharper.changesets.map((row) => row.index);
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      for (const row of sharper.changesets) expect(row.sha).toBe(all.changesets[row.index]?.sha);
    }),
  );
});

test("rows that begin at no changeset of a reduction are not put into it", () => {
  const all = chartData({ ...BANDWIDTH, changesets: 400, steps: [] });
  const reduced = { ...all, count: 400, changesets: reduceRows(all.changesets, 40) };
  const left = all.changesets.findIndex(({ sha }) => reduced.changesets.every((row) => row.sha !== sha));
  expect(withRowsOf(reduced, stretchOf(all, { from: left, to: left + 20 }))).toBe(reduced);
});
