/**
 * A verdict, as it is recorded and sent, says each list of runs once: a thousand series of ten rigs stand on some thirty
 * lists, which would be sixteen of its seventeen megabytes.
 */
import type { ChangesetVerdict, SeriesVerdict, SideSummary } from "../model/verdict.ts";

type SideName = "baseline" | "parent" | "candidate";

/** Its runs are those of a list. */
type ListedSide = Omit<SideSummary, "runIds"> & { readonly runList: number };
type ListedSeries = Omit<SeriesVerdict, SideName> & Readonly<Record<SideName, ListedSide>>;

export type Listed<Verdict extends ChangesetVerdict> = Omit<Verdict, "series"> & {
  readonly series: readonly ListedSeries[];
  /** Ids of runs: a side's `runList` is the ordinal, from 0, of its own. */
  readonly runLists: readonly (readonly string[])[];
};

export function listed<Verdict extends ChangesetVerdict>(verdict: Verdict): Listed<Verdict> {
  const lists = new Lists();
  const ofSide = ({ runIds, ...side }: SideSummary): ListedSide => ({ ...side, runList: lists.placeOf(runIds) });
  const series = verdict.series.map((one) => ({
    ...one,
    baseline: ofSide(one.baseline),
    parent: ofSide(one.parent),
    candidate: ofSide(one.candidate),
  }));
  return { ...verdict, series, runLists: lists.all };
}

/** As it was before; what was recorded with the runs of every side stays as it is. */
export function unlisted<Verdict extends ChangesetVerdict>(recorded: Verdict | Listed<Verdict>): Verdict {
  if (!isListed(recorded)) return recorded;
  const { runLists, ...verdict } = recorded;
  const ofSide = ({ runList, ...side }: ListedSide): SideSummary => ({ ...side, runIds: runLists[runList] ?? [] });
  const series = recorded.series.map(
    ({ baseline, parent, candidate, ...one }: ListedSeries): SeriesVerdict => ({
      ...one,
      baseline: ofSide(baseline),
      parent: ofSide(parent),
      candidate: ofSide(candidate),
    }),
  );
  return { ...verdict, series } as unknown as Verdict;
}

const isListed = <Verdict extends ChangesetVerdict>(recorded: Verdict | Listed<Verdict>): recorded is Listed<Verdict> =>
  "runLists" in recorded;

class Lists {
  readonly all: (readonly string[])[] = [];
  /** Places of lists that may be the same. */
  readonly #alike = new Map<string, number[]>();

  placeOf(runs: readonly string[]): number {
    const key = `${runs.length} ${runs[0]} ${runs.at(-1)}`;
    const alike = this.#alike.get(key) ?? [];
    const known = alike.find((place) => isSame(this.all[place] ?? [], runs));
    if (known !== undefined) return known;
    this.#alike.set(key, [...alike, this.all.length]);
    return this.all.push(runs) - 1;
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one === other || (one.length === other.length && one.every((run, at) => run === other[at]));
