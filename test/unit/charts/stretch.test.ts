import { expect, test } from "vitest";
import { reduceRows } from "../../../src/charts/reduce.ts";
import { stretchNamed, stretchNotes, stretchOf, withStretch } from "../../../src/charts/stretch.ts";
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

test("what a reduction left out of a stretch comes back in its place, and nothing else changes", () => {
  const all = chartData({ ...BANDWIDTH, changesets: 200, steps: [] });
  const reduced = { ...all, count: 200, changesets: reduceRows(all.changesets, 40) };
  const stretch = { from: 41, to: 80 };
  const sharper = withStretch(reduced, stretchOf(all, stretch), stretch.from);
  const inside = ({ index }: { readonly index: number }) => index >= stretch.from && index <= stretch.to;
  expect(sharper.changesets.filter(inside)).toEqual(all.changesets.filter(inside));
  expect(reduced.changesets.filter(inside).length).toBeLessThan(20);
  expect(sharper.changesets.filter((row) => !inside(row))).toEqual(reduced.changesets.filter((row) => !inside(row)));
  const places = sharper.changesets.map(({ index }) => index);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(sharper.count).toBe(200);
});
