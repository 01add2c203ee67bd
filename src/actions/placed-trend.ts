/** Where the runs of one series stand on a branch, and which of them count: by column, in landing order. */
import { unitFactor } from "../model/unit.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { RunKind, TrendColumns } from "../store/trend-columns.ts";
import { busiestBranches } from "./busiest-branches.ts";
import { type Landing, ordinalsOn } from "./read-series.ts";
import { type SortedRuns, sortedRuns } from "./series-history.ts";

/** Runs of one landed changeset, as places in the columns, in the order of the columns. */
export type ChangesetPlaces = SortedRuns<number>;

export interface PlacedTrend {
  readonly branch: string;
  /** Of all its runs, those with most of them first. */
  readonly branches: readonly string[];
  readonly trunk: readonly string[];
  /** Changesets with runs that have no place on the trunk. */
  readonly unplaced: number;
  /** In landing order. */
  readonly changesets: readonly ChangesetPlaces[];
}

/** `wanted` absent: the branch with most runs. */
export function placedTrend(
  columns: TrendColumns,
  { order, changesets }: Pick<Landing, "order" | "changesets">,
  wanted?: string,
): PlacedTrend {
  const { shas, kind, kinds } = columns;
  // Its own name for it is found faster from here on than the one that was read.
  const counted = shas.map((sha) => order.historyOf(changesets.get(sha)?.sha ?? sha));
  const branches = busiestBranches(counted, (run) => kinds[kind[run] as number]?.branch ?? "", changesets);
  const branch = wanted ?? branches[0] ?? "";
  const trunk = order.trunk(branch);
  const places = ordinalsOn(trunk);
  const ordinals = Int32Array.from(counted, (sha) => places.get(sha) ?? -1);
  const placed = inLandingOrder(ordinals);
  const elsewhere = new Set(counted.filter((_, run) => (ordinals[run] as number) < 0));
  return { branch, branches, trunk, unplaced: elsewhere.size, changesets: byOrdinal(columns, placed, ordinals, trunk) };
}

/** Runs with an ordinal, by it, those of one changeset as they come. */
function inLandingOrder(ordinals: Int32Array): Uint32Array {
  const runs = new Uint32Array(ordinals.length);
  let [count, isAscending] = [0, true];
  for (let run = 0; run < ordinals.length; run++) {
    const ordinal = ordinals[run] as number;
    if (ordinal < 0) continue;
    if (count > 0 && ordinal < (ordinals[runs[count - 1] as number] as number)) isAscending = false;
    runs[count++] = run;
  }
  const found = runs.subarray(0, count);
  return isAscending ? found : found.sort((a, b) => (ordinals[a] as number) - (ordinals[b] as number) || a - b);
}

function byOrdinal(
  { kind, kinds }: TrendColumns,
  placed: Uint32Array,
  ordinals: Int32Array,
  trunk: readonly string[],
): ChangesetPlaces[] {
  const kindOf = (run: number) => kinds[kind[run] as number] as RunKind;
  const found: ChangesetPlaces[] = [];
  for (let from = 0, to = 0; from < placed.length; from = to) {
    const ordinal = ordinals[placed[from] as number] as number;
    while (to < placed.length && ordinals[placed[to] as number] === ordinal) to++;
    found.push(sortedRuns(trunk[ordinal] as string, placed.subarray(from, to), kindOf));
  }
  return found;
}

/** Values of all runs in the series' unit. */
export function valuesInUnit({ unit }: Pick<SeriesRow, "unit">, { values, kind, kinds }: TrendColumns): Float64Array {
  const factors = kinds.map((of) => unitFactor(of.unit, unit));
  return values.map((value, run) => value * (factors[kind[run] as number] as number));
}
