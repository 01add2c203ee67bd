/** Two states of the code in one epoch of the rig: that in which both were measured, or one brought to the other by a bridge. */
import type { Bridge } from "../gate/landing.ts";
import type { AcceptedState } from "../model/epoch.ts";
import type { Policy } from "../model/policy.ts";
import type { SeriesRow } from "../store/runs.ts";
import { bridgeFrom, shifted } from "./carry-over.ts";
import type { Paths } from "./compared-state.ts";
import type { EvidenceRun } from "./evidence.ts";
import { groupedBy } from "./grouped-by.ts";
import type { PathPoint } from "./path-points.ts";
import { SeriesEpochs, UNTOLD } from "./series-epochs.ts";
import { byChangeset, sortedRuns } from "./series-history.ts";

export interface EpochTerms {
  readonly policy: Policy;
  /** States of rigs that people accepted, by `stateKey`. */
  readonly accepted: ReadonlyMap<string, AcceptedState>;
}

/** Why the series cannot be compared, in words. */
export type NoLevels = { readonly why: string };

/** The older state has runs, the newer none of its own. */
export const NOT_SINCE = "not measured since the older state";

export interface InOneEpoch {
  /** Those that count, as measured in one epoch. */
  readonly points: readonly PathPoint[];
  /** By which those of the older epoch were carried over. */
  readonly bridge?: Bridge;
}

/** Runs of both states, whatever they measured. */
interface BothStates<Run> {
  readonly epochs: SeriesEpochs;
  readonly before: readonly Run[];
  readonly after: readonly Run[];
  /** The newest run of the newer state in an epoch in which the older was measured, too. */
  readonly shared: Run | undefined;
}

function bothStates<Run extends EvidenceRun>(
  rig: string,
  usable: readonly Run[],
  { older, onlyNewer }: Paths,
  accepted: EpochTerms["accepted"],
): BothStates<Run> | NoLevels {
  const epochs = new SeriesEpochs(rig, usable, "", accepted);
  const bySha = groupedBy(usable, ({ sha }) => sha);
  const before = runsOf(bySha, older);
  const after = runsOf(bySha, [...onlyNewer]);
  if (before.length === 0) return { why: "the older state was not measured" };
  if (after.length === 0) return { why: NOT_SINCE };
  const had = new Set(before.map((run) => epochs.of(run)));
  const shared = after.findLast((run) => had.has(UNTOLD) || epochs.of(run) === UNTOLD || had.has(epochs.of(run)));
  return { epochs, before, after, shared };
}

/** Those of the usable runs that are of the one epoch; null where the states share none, and figures have to tell. */
export function inSharedEpoch<Run extends EvidenceRun>(
  rig: string,
  usable: readonly Run[],
  paths: Paths,
  accepted: EpochTerms["accepted"],
): readonly Run[] | NoLevels | null {
  const both = bothStates(rig, usable, paths, accepted);
  if ("why" in both) return both;
  const { epochs, shared } = both;
  return shared === undefined ? null : usable.filter((run) => epochs.isComparable(run, epochs.of(shared)));
}

/** `usable`: all usable points of the series. The newest epoch of the newer state decides where they share none. */
export function inOneEpoch(
  series: SeriesRow,
  usable: readonly PathPoint[],
  paths: Paths,
  { policy, accepted }: EpochTerms,
): InOneEpoch | NoLevels {
  const both = bothStates(series.rig, usable, paths, accepted);
  if ("why" in both) return both;
  const { older, onlyNewer } = paths;
  const { epochs, before, after, shared } = both;
  if (shared) return { points: usable.filter((point) => epochs.isComparable(point, epochs.of(shared))) };
  const newest = after.findLast((point) => epochs.isSettled(point));
  if (!newest) return { why: "the rig drifted, and nobody accepted the state in which the newer one was measured" };
  const target = epochs.of(newest);
  const history = byChangeset(usable, [...older, ...onlyNewer]);
  const froms = [...new Set(before.filter((point) => epochs.isSettled(point)).map((point) => epochs.of(point)))];
  const [bridge] = froms
    .flatMap((from) => bridgeFrom({ series, policy, epochs, target, history, points: usable }, from) ?? [])
    .sort((one, other) => one.variance - other.variance);
  if (!bridge) return { why: `no bridge leads from the rig's epoch ${froms.at(-1) ?? "before"} to ${target}` };
  const points = usable.flatMap((point) => {
    if (epochs.isComparable(point, target)) return [point];
    return epochs.of(point) === bridge.from ? [{ ...point, ...shifted(point, bridge) }] : [];
  });
  return { points, bridge };
}

/** Of each changeset those that count. */
const runsOf = <Run extends EvidenceRun>(
  bySha: ReadonlyMap<string, readonly Run[]>,
  shas: readonly string[],
): readonly Run[] => shas.flatMap((sha) => sortedRuns(sha, bySha.get(sha) ?? []).usable);
