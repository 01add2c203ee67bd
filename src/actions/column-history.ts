/** A series' runs on one branch by changeset, from its column of points: what change points are sought in. */
import { median } from "simple-statistics";
import type { AcceptedState } from "../model/epoch.ts";
import type { LedgerRun } from "../store/ledger-store.ts";
import { startOrder } from "../store/start-order.ts";
import type { PointColumn } from "./point-columns.ts";
import { COUNTS, type RunLedger, SCHEDULED, TOLD } from "./run-ledger.ts";
import { SeriesEpochs, UNTOLD } from "./series-epochs.ts";

/** Measured changesets in landing order, as columns. */
export interface ColumnHistory {
  /** Ordinals on the branch. */
  readonly ordinals: readonly number[];
  /** Of each the median of the runs that count: scheduled ones where there are any, else all usable ones. */
  readonly values: Float64Array;
  /** The rig's epoch at the newest of these runs. */
  readonly epochs: readonly string[];
  /** Start of the newest run of all, in milliseconds. */
  readonly newestRun: number;
}

interface Asked {
  readonly column: PointColumn;
  readonly ledger: RunLedger;
  /** Of each changeset of the ledger its ordinal on the branch, -1 where it is not part of it. */
  readonly ordinals: Int32Array;
  readonly rig: string;
  /** By `stateKey`. */
  readonly accepted: ReadonlyMap<string, AcceptedState>;
}

/** O(n) of the points where they come in landing order, else O(n log n). */
export function columnHistory({ column, ledger, ordinals: ordinalOf, rig, accepted }: Asked): ColumnHistory {
  const points = usablePoints(column, ledger, ordinalOf);
  const history = new History(column, ledger);
  const { sha } = ledger.facts;
  for (let from = 0; from < points.length; ) {
    const ordinal = ordinalOf[sha[column.runs[points[from] as number] as number] as number] as number;
    let to = from + 1;
    while (to < points.length && ordinalOf[sha[column.runs[points[to] as number] as number] as number] === ordinal)
      to++;
    history.add(ordinal, points.subarray(from, to));
    from = to;
  }
  const { ordinals, values, newestRun } = history;
  return { ordinals, values: Float64Array.from(values), epochs: history.epochs(rig, accepted), newestRun };
}

/** Places in the column of the points that may count, by ordinal. */
function usablePoints({ size, runs, suspects }: PointColumn, { facts }: RunLedger, ordinals: Int32Array): Uint32Array {
  const keys = new Float64Array(size);
  let [count, isAscending] = [0, true];
  for (let point = 0; point < size; point++) {
    const run = runs[point] as number;
    const ordinal = ordinals[facts.sha[run] as number] as number;
    if (ordinal < 0 || ((facts.is[run] as number) & COUNTS) === 0 || suspects.has(point)) continue;
    const key = ordinal * size + point; // one number to sort by, and to find the point in
    if (count > 0 && key < (keys[count - 1] as number)) isAscending = false;
    keys[count++] = key;
  }
  const found = keys.subarray(0, count);
  if (!isAscending) found.sort();
  const points = new Uint32Array(count);
  for (let at = 0; at < count; at++) points[at] = (found[at] as number) % size;
  return points;
}

class History {
  readonly ordinals: number[] = [];
  readonly values: number[] = [];
  newestRun = 0;
  /** Of each changeset. */
  readonly #newest: number[] = [];
  /** The oldest run that reported watch facts. */
  #told = -1;
  readonly #column: PointColumn;
  readonly #ledger: RunLedger;

  constructor(column: PointColumn, ledger: RunLedger) {
    this.#column = column;
    this.#ledger = ledger;
  }

  /** The next changeset, with the points that may count. */
  add(ordinal: number, points: Uint32Array): void {
    const { is, started } = this.#ledger.facts;
    const { runs, values } = this.#column;
    const needed = points.some((point) => ((is[runs[point] as number] as number) & SCHEDULED) !== 0) ? SCHEDULED : 0;
    const counting: number[] = [];
    let [newest, told] = [-1, -1];
    for (const point of points) {
      const run = runs[point] as number;
      const said = is[run] as number;
      if ((said & needed) !== needed) continue;
      counting.push(values[point] as number);
      if (newest < 0 || this.#isBefore(newest, run)) newest = run;
      if ((said & TOLD) !== 0 && (told < 0 || this.#isBefore(run, told))) told = run;
    }
    this.newestRun = Math.max(this.newestRun, started[newest] as number);
    if (told >= 0 && (this.#told < 0 || (started[told] as number) < (started[this.#told] as number))) this.#told = told;
    this.ordinals.push(ordinal);
    this.values.push(medianOf(counting));
    this.#newest.push(newest);
  }

  epochs(rig: string, accepted: Asked["accepted"]): string[] {
    const { runs, facts } = this.#ledger;
    const oldest = runs[this.#told];
    const epochs = new SeriesEpochs(rig, oldest === undefined ? [] : [oldest], "", accepted);
    const of = (run: number) => (((facts.is[run] as number) & TOLD) === 0 ? UNTOLD : epochs.of(runs[run] as LedgerRun));
    return this.#newest.map(of);
  }

  #isBefore(one: number, other: number): boolean {
    const { runs, facts } = this.#ledger;
    const apart = (facts.started[one] as number) - (facts.started[other] as number);
    return apart === 0 ? startOrder(runs[one] as LedgerRun, runs[other] as LedgerRun) < 0 : apart < 0;
  }
}

/** One or two runs a changeset are the rule, and need no copy to be sorted. */
function medianOf(values: readonly number[]): number {
  const [first = 0, second = 0] = values;
  if (values.length === 1) return first;
  if (values.length === 2) return Math.min(first, second) + Math.abs(second - first) / 2;
  return median([...values]);
}
