/**
 * Candidate after candidate stands on the same history. What the gate is told of the same runs with the same values is the
 * same list for all of them, so that what it finds of a list (columns, logarithms, order, noise) is found once.
 */
import { columnsOf } from "../detect/run-columns.ts";
import type { GateRun } from "../gate/landing.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { EvidenceRun, SeriesEvidence } from "./evidence.ts";
import { gateRuns } from "./placed-history.ts";

interface Kept {
  readonly named: NamedRuns;
  readonly list: readonly GateRun[];
}

/** Runs in their order, each with its block, whatever it measured: those of one rig's series are mostly one list. */
type NamedRuns = readonly EvidenceRun[];

/** By side, series and last run. */
const kept = new Map<string, Kept>();
/** Some hundred bytes each, with what the gate finds of them: 50 MB, or a thousand series on the longest level. */
const MOST_RUNS = 500_000;
let runsKept = 0;

/** What the gate is told of a side that candidates share: `places` is one array for all series that the same runs measured. */
export function keptRuns(evidence: SeriesEvidence, places: readonly number[], side: string): readonly GateRun[] {
  if (places.length === 0) return NO_RUNS;
  const named = namedOf(evidence.runs)(places);
  const slot = `${side} ${named.at(-1)?.run}`;
  const before = kept.get(slot);
  if (before?.named === named && isMeasured(before.list, evidence.values, places)) return before.list;
  const list = gateRuns(evidence, places);
  keep(slot, { named, list });
  return list;
}

const NO_RUNS: readonly GateRun[] = [];

function isMeasured(list: readonly GateRun[], values: readonly number[], places: readonly number[]): boolean {
  const before = columnsOf(list).values;
  for (let at = 0; at < places.length; at++) if (before[at] !== values[places[at] as number]) return false;
  return true;
}

function keep(slot: string, one: Kept): void {
  runsKept += one.list.length - (kept.get(slot)?.list.length ?? 0);
  if (runsKept > MOST_RUNS) {
    kept.clear();
    runsKept = one.list.length;
  }
  kept.set(slot, one);
}

const namedOf = onceForEach((runs: readonly EvidenceRun[]) =>
  onceForEach((places: readonly number[]) => theSame(places.map((place) => runs[place] as EvidenceRun))),
);

/** Lists of runs that may be met again, by what is cheap to compare. */
const met = new Map<string, NamedRuns>();
const MOST_LISTS = 1_000;
const MOST_RUNS_MET = 200_000;
let runsMet = 0;

function theSame(runs: NamedRuns): NamedRuns {
  const key = `${runs.length} ${runs[0]?.run} ${runs.at(-1)?.run}`;
  const known = met.get(key);
  if (known !== undefined && runs.every(({ run, block }, at) => run === known[at]?.run && block === known[at]?.block))
    return known;
  const before = known?.length ?? 0;
  if (met.size >= MOST_LISTS || runsMet + runs.length - before > MOST_RUNS_MET) {
    met.clear();
    runsMet = 0;
  } else runsMet -= before;
  met.set(key, runs);
  runsMet += runs.length;
  return runs;
}
