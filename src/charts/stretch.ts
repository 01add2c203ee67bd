/** A stretch of a series as if it were all of it: what is looked at closely. Indexes begin at 0 again. */
import type { SeriesChartData } from "./series-data.ts";

/** Indexes of the first and of the last changeset, both included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Fewer changesets than this are no trend. */
export const SHORTEST = 2;

/** How many changesets there are, those included that a reduction left out. */
export const countOf = ({ count, changesets }: SeriesChartData): number => count ?? changesets.length;

export function stretchOf(data: SeriesChartData, { from, to }: Stretch): SeriesChartData {
  const whole = countOf(data);
  if (from <= 0 && to >= whole - 1) return data;
  const { levels, changes, findings } = data.analysis;
  const isInside = ({ index }: { readonly index: number }) => index >= from && index <= to;
  return {
    ...data,
    count: Math.max(0, Math.min(whole - 1, to) - from + 1),
    changesets: data.changesets.filter(isInside).map((row) => ({ ...row, index: row.index - from })),
    analysis: {
      findings,
      levels: levels
        .filter((level) => level.to > from && level.from <= to)
        .map((level) => ({ ...level, from: Math.max(from, level.from) - from, to: Math.min(to + 1, level.to) - from })),
      changes: changes
        .filter(({ index }) => index > from && index <= to)
        .map((change) => ({
          ...change,
          index: change.index - from,
          earliest: change.earliest - from,
          latest: Math.min(to, change.latest) - from,
        })),
    },
    releases: data.releases.filter(isInside).map((release) => ({ ...release, index: release.index - from })),
    ...(data.marks && {
      marks: data.marks
        .filter(({ index }) => index >= from - 0.5 && index <= to + 0.5)
        .map((mark) => ({ ...mark, index: mark.index - from })),
    }),
    excluded: data.excluded
      .filter(({ index }) => index >= from - 0.5 && index <= to + 0.5)
      .map((run) => ({ ...run, index: run.index - from })),
  };
}

/** The rows of a stretch in the place of those that a reduction left of it; the same data where it begins at none of them. */
export function withRowsOf(data: SeriesChartData, { changesets }: SeriesChartData): SeriesChartData {
  const [first] = changesets;
  const from = data.changesets.find(({ sha }) => sha === first?.sha)?.index;
  if (from === undefined || first?.index !== 0) return data;
  const rows = changesets.map((row) => ({ ...row, index: row.index + from }));
  const to = rows.at(-1)?.index ?? -1;
  const before = data.changesets.filter(({ index }) => index < from);
  return { ...data, changesets: [...before, ...rows, ...data.changesets.filter(({ index }) => index > to)] };
}

/** Digits of a sha in an address. */
const NAMED = 12;

/** Beginnings of the shas that name this stretch; where a reduction left out its ends, of a wider one. */
export function nameOf({ changesets }: SeriesChartData, { from, to }: Stretch): { from: string; to: string } {
  const first = changesets.findLast(({ index }) => index <= from) ?? changesets[0];
  const last = changesets.find(({ index }) => index >= to) ?? changesets.at(-1);
  return { from: first?.sha.slice(0, NAMED) ?? "", to: last?.sha.slice(0, NAMED) ?? "" };
}

/** Seven digits name a changeset. */
const SHORTEST_NAME = 7;

const startOf = ({ changesets }: SeriesChartData, name: string): number | undefined =>
  name.length < SHORTEST_NAME ? undefined : changesets.find(({ sha }) => sha.startsWith(name))?.index;

/** From the beginnings of two shas, both included; the ends of the series for what is not named or not there. */
export function stretchNamed(data: SeriesChartData, first = "", last = ""): Stretch {
  const end = countOf(data) - 1;
  const [from, to] = [startOf(data, first) ?? 0, startOf(data, last) ?? end];
  return to - from + 1 >= SHORTEST ? { from, to } : { from: 0, to: end };
}

/** What of a stretch that was asked for is not shown as it was asked, in sentences. */
export function stretchNotes(data: SeriesChartData, first = "", last = ""): string[] {
  const notes = [
    ...(first === "" || startOf(data, first) !== undefined ? [] : [`${unfound(first)}: shown from the beginning.`]),
    ...(last === "" || startOf(data, last) !== undefined ? [] : [`${unfound(last)}: shown up to the newest.`]),
  ];
  const [from, to] = [startOf(data, first), startOf(data, last)];
  const isNamed = from !== undefined || to !== undefined;
  if (!isNamed || (to ?? countOf(data) - 1) - (from ?? 0) + 1 >= SHORTEST) return notes;
  const [start, end] = [from === undefined ? "the beginning" : first, to === undefined ? "the newest" : last];
  return [...notes, `From ${start} on there is no second changeset up to ${end}: all is shown.`];
}

const unfound = (name: string): string =>
  name.length < SHORTEST_NAME
    ? `${name} is too short to name a changeset, which takes ${SHORTEST_NAME} characters`
    : `No changeset measured here begins with ${name.slice(0, LONGEST_NAME)}`;

/** Characters of what was asked that are said again. */
const LONGEST_NAME = 64;
