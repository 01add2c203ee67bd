/**
 * A rig sends the same measurements every night, with other figures in them. What was checked, named and written out the
 * last time is not made anew, which is most of what reading a run costs.
 */
import { summarizeValues } from "../detect/run-summary.ts";
import { LARGEST, type Measurement, MOST_VALUES, type RunDocument, type RunHead } from "../model/run.ts";
import type { SeriesRow } from "../store/runs.ts";
import { canonical } from "./canonical.ts";
import type { DigestedRun } from "./digest-run.ts";
import { pointsOf } from "./run-write.ts";

/** Measurements of which nothing but the values may differ: their RFC 8785 form, around the values. */
export type FamiliarMeasurements = readonly { readonly begin: string; readonly end: string }[];

const VALUES = '"values":[]';

/** Undefined where one of them has no plain values, or is suspect. */
export function familiarOf(measurements: readonly Measurement[]): FamiliarMeasurements | undefined {
  if (measurements.some(({ values, suspect }) => values === undefined || suspect !== undefined)) return undefined;
  return measurements.map((one) => {
    const text = canonical({ ...one, values: [] });
    const at = text.lastIndexOf(VALUES) + VALUES.length - 1; // behind it there is the version at most, a text
    return { begin: text.slice(0, at), end: text.slice(at) };
  });
}

interface Written {
  readonly series: readonly SeriesRow[];
  readonly familiar: FamiliarMeasurements;
  /** Of the lists of values, without their brackets. */
  readonly texts: readonly string[];
  /** What they say. */
  readonly figures: readonly (readonly number[])[];
}

/**
 * What `digestRun` makes of a run whose measurements are `familiar`, those of `series`. `run`: valid, with the first of
 * them alone.
 */
export function digestFamiliar(
  run: RunDocument,
  { series, familiar, texts, figures }: Written,
  sha256: (text: string) => string,
): DigestedRun {
  const { measurements: _, ...head } = run;
  const written = familiar.map(({ begin, end }, at) => begin + writtenOf(texts[at] ?? "", figures[at] ?? []) + end);
  const body = withMeasurements(head, written.join(","));
  return { head, body, contentHash: sha256(body), series, points: pointsOf(figures.map(summarizeValues)) };
}

/** Undefined where a list is no list of figures, empty, or too long. */
export function figuresOf(texts: readonly string[]): readonly (readonly number[])[] | undefined {
  try {
    const lists = JSON.parse(`[[${texts.join("],[")}]]`) as unknown[][];
    return lists.length === texts.length && lists.every(areFigures) ? (lists as number[][]) : undefined;
  } catch {
    return undefined;
  }
}

const areFigures = (values: readonly unknown[]): boolean =>
  values.length > 0 && values.length <= MOST_VALUES && values.every(isFigure);

const isFigure = (value: unknown): boolean => typeof value === "number" && value >= -LARGEST && value <= LARGEST;

/** At most 15 digits without needless ones: the number that they stand for is written with the same. */
const FIGURE = String.raw`(?:-?[1-9]\d{0,8}|0)(?:\.\d{0,5}[1-9])?`;
const WRITTEN = new RegExp(`^${FIGURE}(?:,${FIGURE})*$`);

/** Characters of a list that are looked at in one go: an expression of its own remembers every figure of it. */
const LONGEST = 4096;

/** The RFC 8785 form of figures, without brackets. */
const writtenOf = (text: string, values: readonly number[]): string =>
  text.length <= LONGEST && WRITTEN.test(text) ? text : values.join(",");

/** The RFC 8785 form of a run: every run has keys on both sides of its measurements. */
function withMeasurements(head: RunHead, measurements: string): string {
  const keys = Object.entries(head);
  const [before, after] = [keys.filter(([key]) => key < "measurements"), keys.filter(([key]) => key > "measurements")];
  const part = (some: typeof keys) => canonical(Object.fromEntries(some));
  return `${part(before).slice(0, -1)},"measurements":[${measurements}],${part(after).slice(1)}`;
}
