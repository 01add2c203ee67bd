/** Where the runs of one series stand on a branch, and which of them count: by column, in landing order. */
import type { LandingOrder } from "../detect/landing-order.ts";
import type { Changeset } from "../model/changeset.ts";
import { unitFactor } from "../model/unit.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { RunKind, TrendColumns } from "../store/trend-columns.ts";
import { busiestBranches } from "./busiest-branches.ts";
import { type Landing, ordinalsOn } from "./read-series.ts";
import { runStanding, STANDING } from "./series-history.ts";

/** Runs of landed changesets, as places in the columns: [from, counting) of a changeset count, [counting, to) are excluded. */
export interface PlacedColumns {
  /** In landing order. */
  readonly changesets: readonly Changeset[];
  readonly runs: Uint32Array;
  /** Of each changeset, and the end of the last one. */
  readonly from: Uint32Array;
  readonly counting: Uint32Array;
}

export interface PlacedTrend {
  readonly branch: string;
  /** Of all its runs, those with most of them first. */
  readonly branches: readonly string[];
  readonly trunk: readonly string[];
  /** Changesets with runs that have no place on the trunk. */
  readonly unplaced: number;
  readonly placed: PlacedColumns;
}

/** `wanted` absent: the branch with most runs. */
export function placedTrend(
  columns: TrendColumns,
  { order, changesets }: Pick<Landing, "order" | "changesets">,
  wanted?: string,
): PlacedTrend {
  const { kind, kinds } = columns;
  const counted = countedAs(columns.shas, order, changesets);
  const branches = busiestBranches(
    counted.map((one, run) => one.branch ?? (kinds[kind[run] as number] as RunKind).branch),
  );
  const branch = wanted ?? branches[0] ?? "";
  const trunk = order.trunk(branch);
  const places = ordinalsOn(trunk);
  const ordinals = new Int32Array(counted.length);
  const elsewhere = new Set<string>();
  for (let run = 0; run < counted.length; run++) {
    const { sha } = counted[run] as Changeset;
    const place = places.get(sha);
    ordinals[run] = place ?? -1;
    if (place === undefined) elsewhere.add(sha);
  }
  const placed = byChangeset(columns, inLandingOrder(ordinals), ordinals, counted);
  return { branch, branches, trunk, unplaced: elsewhere.size, placed };
}

/** Of each run the changeset as whose history it counts, with no more than its sha where nothing is known of it. */
function countedAs(
  shas: readonly string[],
  order: LandingOrder,
  changesets: ReadonlyMap<string, Changeset>,
): readonly Changeset[] {
  return shas.map((sha) => {
    const known = changesets.get(sha);
    if (known === undefined) return { sha };
    if (known.position !== undefined) return known;
    const landed = order.historyOf(sha);
    return landed === sha ? known : (changesets.get(landed) ?? { sha: landed });
  });
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

function byChangeset(
  { kind, kinds }: TrendColumns,
  landed: Uint32Array,
  ordinals: Int32Array,
  counted: readonly Changeset[],
): PlacedColumns {
  const standings = kinds.map(runStanding);
  const standing = (place: number) => standings[kind[landed[place] as number] as number] as number;
  const changesets: Changeset[] = [];
  const [runs, from, counting] = [new Uint32Array(landed.length), [0], [] as number[]];
  for (let begin = 0, next = 0; begin < landed.length; ) {
    const ordinal = ordinals[landed[begin] as number] as number;
    let [end, best] = [begin, STANDING.usable as number];
    for (; end < landed.length && ordinals[landed[end] as number] === ordinal; end++)
      best = Math.max(best, standing(end));
    for (let at = begin; at < end; at++) if (standing(at) === best) runs[next++] = landed[at] as number;
    counting.push(next);
    for (let at = begin; at < end; at++) if (standing(at) === STANDING.excluded) runs[next++] = landed[at] as number;
    changesets.push(counted[landed[begin] as number] as Changeset);
    from.push(next);
    begin = end;
  }
  return { changesets, runs, from: Uint32Array.from(from), counting: Uint32Array.from(counting) };
}

/** Values of all runs in the series' unit. */
export function valuesInUnit({ unit }: Pick<SeriesRow, "unit">, { values, kind, kinds }: TrendColumns): Float64Array {
  const factors = kinds.map((of) => unitFactor(of.unit, unit));
  return values.map((value, run) => value * (factors[kind[run] as number] as number));
}
