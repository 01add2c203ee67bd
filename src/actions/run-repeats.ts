/** Every value of one changeset's runs in a series, as it was posted: what a median was made of. */
import type { Measurement, RunDocument, Summary, Value } from "../model/run.ts";
import type { Context } from "./context.ts";
import { identifySeries } from "./identify.ts";
import { sortedRuns } from "./series-history.ts";
import type { SeriesTrend } from "./series-trend.ts";

export interface RunRepeats {
  readonly run: string;
  readonly block: string;
  readonly cause: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Why it never counts; "" when it does. */
  readonly excluded: string;
  readonly unit: string;
  /** In the order of the tool's output, in the posted unit; empty where the tool gave no more than a summary. */
  readonly values: readonly Value[];
  /** What the tool told instead of values, in words; "" where it gave them. */
  readonly instead: string;
}

export interface ChangesetRepeats {
  readonly sha: string;
  readonly runs: readonly RunRepeats[];
  /** Of further runs that are not read. */
  readonly more: number;
}

/** Each is a document to be read. */
const MOST_RUNS = 20;

/** `named`: the beginning of a measured changeset's sha; null where there is none. */
export async function changesetRepeats(
  ctx: Context,
  { series, changesets }: SeriesTrend,
  named: string,
): Promise<ChangesetRepeats | null> {
  const row = named.length < 7 ? undefined : changesets.find(({ sha }) => sha.startsWith(named));
  if (row === undefined) return null;
  const { sha } = row;
  const points = await ctx.store.pointsAt(series, (await ctx.known.landingOrder()).countedAs(sha));
  const { usable, excluded: others } = sortedRuns(sha, points);
  const mine = [...usable, ...others];
  const runs: RunRepeats[] = [];
  // One after the other: a document may be large, and of each a single measurement is kept.
  for (const { run, block, cause, startedAt, excluded } of mine.slice(0, MOST_RUNS)) {
    const document = (await ctx.store.runDocument(run)) as RunDocument | undefined;
    const at =
      document === undefined ? -1 : identifySeries(document, ctx.sha256).findIndex(({ id }) => id === series.id);
    runs.push({
      run,
      block,
      cause,
      startedAt: startedAt.toISOString(),
      excluded,
      ...told(document?.measurements[at], document?.thinned),
    });
  }
  return { sha, runs, more: Math.max(0, mine.length - MOST_RUNS) };
}

function told(measurement: Measurement | undefined, thinned = ""): Pick<RunRepeats, "unit" | "values" | "instead"> {
  if (measurement === undefined) return { unit: "", values: [], instead: "the document is not kept any more" };
  const { unit, values = [], summary } = measurement;
  if (values.length > 0) return { unit, values, instead: "" };
  if (measurement.dropped && summary) return { unit, values, instead: droppedWords(summary, unit, thinned) };
  const instead = summary === undefined ? "a histogram" : `its ${summary.kind}, ${summary.value} ${unit}`;
  return { unit, values, instead: `the tool told ${instead}` };
}

const droppedWords = ({ value, n, min = value, max = value }: Summary, unit: string, thinned: string): string =>
  `${n} repeats, from ${min} to ${max} ${unit}, were dropped by the retention policy on ${thinned}; their median stays: ${value} ${unit}`;
