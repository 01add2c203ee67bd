/**
 * Candidate after candidate stands on the same history. What the gate is told of the same runs with the same values is the
 * same list for all of them, so that what it finds of a list (columns, logarithms, order, noise) is found once.
 */
import { columnsOf } from "../detect/run-columns.ts";
import type { GateRun } from "../gate/landing.ts";
import { listOf, namesOf, type RunNames, theSame } from "../gate/run-names.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { EvidenceRun, SeriesEvidence } from "./evidence.ts";

interface Kept {
  readonly side: string;
  readonly list: readonly GateRun[];
}

/** By side, series and last run, those longest not asked for first. */
const kept = new Map<string, Kept>();
/** Of each side and series where the newest of them is kept: after a landing nearly all of its runs are the next one's. */
const newest = new Map<string, string>();
/** Some hundred bytes each, with what the gate finds of them: 50 MB, or a thousand series on the longest level. */
const MOST_RUNS = 500_000;
let runsKept = 0;

/** What the gate is told of a side that candidates share: `places` is one array for all series that the same runs measured. */
export function keptRuns(evidence: SeriesEvidence, places: readonly number[], side: string): readonly GateRun[] {
  if (places.length === 0) return NO_RUNS;
  const names = namesAt(evidence.runs)(places);
  const slot = `${side} ${names.ids.at(-1)}`;
  const before = kept.get(slot);
  if (before !== undefined && namesOf(before.list) === names && isMeasured(before.list, evidence.values, places)) {
    kept.delete(slot);
    kept.set(slot, before); // now the last to go
    return before.list;
  }
  const list = listOf(names, valuesAt(evidence.values, places), kept.get(newest.get(side) ?? "")?.list);
  keep(slot, { side, list });
  return list;
}

const NO_RUNS: readonly GateRun[] = [];

function isMeasured(list: readonly GateRun[], values: readonly number[], places: readonly number[]): boolean {
  const before = columnsOf(list).values;
  for (let at = 0; at < places.length; at++) if (before[at] !== values[places[at] as number]) return false;
  return true;
}

function valuesAt(values: readonly number[], places: readonly number[]): Float64Array {
  const some = new Float64Array(places.length);
  for (let at = 0; at < some.length; at++) some[at] = values[places[at] as number] as number;
  return some;
}

function keep(slot: string, one: Kept): void {
  drop(slot);
  kept.set(slot, one);
  newest.set(one.side, slot);
  runsKept += one.list.length;
  for (const oldest of kept.keys()) {
    if (runsKept <= MOST_RUNS) break;
    drop(oldest);
  }
}

function drop(slot: string): void {
  const gone = kept.get(slot);
  if (gone === undefined) return;
  kept.delete(slot);
  if (newest.get(gone.side) === slot) newest.delete(gone.side);
  runsKept -= gone.list.length;
}

const namesAt = onceForEach((runs: readonly EvidenceRun[]) =>
  onceForEach((places: readonly number[]): RunNames => {
    const some = places.map((place) => runs[place] as EvidenceRun);
    return theSame({ ids: some.map(({ run }) => run), blocks: some.map(({ block }) => block) });
  }),
);
