/** A history by place: which runs of a list belong to which changeset, said once for all series that share the list. */
import { median } from "simple-statistics";
import type { GateRun } from "../gate/landing.ts";
import type { Policy } from "../model/policy.ts";
import { type ArmsOn, armsOn } from "./arms-on.ts";
import type { EvidenceRun, SeriesEvidence } from "./evidence.ts";
import { groupedBy } from "./grouped-by.ts";

/** The runs of one changeset, as places in a list. */
export interface PlacedRuns {
  readonly sha: string;
  readonly places: readonly number[];
}

/** What begins with a changeset of the history and lasts to its end. */
export interface PlacedLevel {
  readonly places: readonly number[];
  readonly runs: readonly EvidenceRun[];
  /** Of the newest changeset; null when there is none. */
  readonly sha: string | null;
  readonly arms: ArmsOn | null;
}

export class PlacedHistory {
  readonly runs: readonly EvidenceRun[];
  /** In landing order. */
  readonly changesets: readonly PlacedRuns[];
  readonly #policy: Policy;
  readonly #levels = new Map<number, PlacedLevel>();

  constructor(runs: readonly EvidenceRun[], changesets: readonly PlacedRuns[], policy: Policy) {
    this.runs = runs;
    this.changesets = changesets;
    this.#policy = policy;
  }

  /** Of each changeset the median of what its runs measured. */
  medians(values: readonly number[]): Float64Array {
    const medians = new Float64Array(this.changesets.length);
    for (let at = 0; at < medians.length; at++)
      medians[at] = medianAt(values, (this.changesets[at] as PlacedRuns).places);
    return medians;
  }

  /** `start`: place of a changeset in the history. */
  levelFrom(start: number): PlacedLevel {
    const known = this.#levels.get(start);
    if (known !== undefined) return known;
    const changesets = this.changesets.slice(start);
    const places = changesets.flatMap((one) => one.places);
    const runs = runsAt(this.runs, places);
    const level = { places, runs, sha: changesets.at(-1)?.sha ?? null, arms: armsOn(runs, this.#policy) };
    this.#levels.set(start, level);
    return level;
  }
}

/** In the order of `shas`; changesets without a run that counts are left out. */
export function placedRuns(
  runs: readonly EvidenceRun[],
  shas: readonly string[],
  isCounted: (run: EvidenceRun) => boolean,
): PlacedRuns[] {
  const counted = placesWhere(runs, isCounted);
  const bySha = groupedBy(counted, (place) => runs[place]?.sha);
  return shas.flatMap((sha) => {
    const places = bySha.get(sha);
    return places === undefined ? [] : [{ sha, places }];
  });
}

export function placesWhere(runs: readonly EvidenceRun[], holds: (run: EvidenceRun) => boolean): number[] {
  const places: number[] = [];
  for (const [place, run] of runs.entries()) if (holds(run)) places.push(place);
  return places;
}

export const runsAt = (runs: readonly EvidenceRun[], places: readonly number[]): EvidenceRun[] =>
  places.map((place) => runs[place] as EvidenceRun);

/** What the gate is told of these runs. */
export const gateRuns = ({ runs, values }: SeriesEvidence, places: readonly number[]): GateRun[] =>
  places.map((place) => {
    const { run, block } = runs[place] as EvidenceRun;
    return { run, block, value: values[place] as number };
  });

/** One or two runs a changeset are the rule, and need no copy to be sorted. */
export function medianAt(values: readonly number[], places: readonly number[]): number {
  const first = values[places[0] as number] as number;
  if (places.length === 1) return first;
  const second = values[places[1] as number] as number;
  if (places.length === 2) return Math.min(first, second) + Math.abs(second - first) / 2;
  return median(places.map((place) => values[place] as number));
}
