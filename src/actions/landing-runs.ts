/** What a landing makes of a list of runs, whatever they measured: found once for all series that share the list. */
import type { AcceptedState } from "../model/epoch.ts";
import type { Policy } from "../model/policy.ts";
import { isEnough, otherEpochs } from "./carry-over.ts";
import type { Context } from "./context.ts";
import type { EvidenceRun } from "./evidence.ts";
import { openDrift } from "./invalid-environment.ts";
import { type LandingPlace, MOST_CHANGESETS } from "./landing-place.ts";
import { PlacedHistory, type PlacedRuns, placedRuns, placesWhere, runsAt } from "./placed-history.ts";
import { SeriesEpochs, UNTOLD } from "./series-epochs.ts";

export interface LandingAsk extends Pick<LandingPlace, "sha" | "parentSha" | "landed" | "later"> {
  readonly policy: Policy;
  /** States of rigs that people accepted, by `stateKey`. */
  readonly accepted: ReadonlyMap<string, AcceptedState>;
}

export interface LandingRuns {
  /** Places in the list, in order of arrival. */
  readonly candidate: readonly number[];
  /** The parent's own runs, whatever epoch they are of. */
  readonly parent: readonly number[];
  /** The same of the candidate's epoch. */
  readonly nativeParent: readonly number[];
  /** Scheduled runs of landed changesets, whatever epoch they are of. */
  readonly history: readonly PlacedRuns[];
  /** The same of the candidate's epoch. */
  readonly native: PlacedHistory;
  readonly epochs: SeriesEpochs;
  /** The epoch in which the candidate was measured. */
  readonly target: string;
  /** Whether the candidate's own epoch is too short, and there are others that may be carried over. */
  readonly isShort: boolean;
  /** The changesets around a parent that was not measured: `before` of them lie below it. Null where one side is unmeasured. */
  readonly gap: { readonly around: PlacedHistory; readonly before: number } | null;
  readonly excluded: readonly { readonly reason: string; readonly runs: number }[];
  /** Why runs of the candidate and of the history were measured in different states of the rig; null where they were not. */
  readonly drift: string | null;
  readonly unprovenSubject: boolean;
}

export async function landingRuns(
  ctx: Context,
  { policy, sha, parentSha, landed, later, accepted }: LandingAsk,
  rig: string,
  runs: readonly EvidenceRun[],
): Promise<LandingRuns> {
  const at = (places: readonly number[]) => runsAt(runs, places);
  const ofCandidate = placesWhere(runs, (run) => run.sha === sha && run.excluded === "");
  const candidate = ofCandidate.sort((a, b) => byArrival(runs[a] as EvidenceRun, runs[b] as EvidenceRun));
  const runsOf = (placed: readonly PlacedRuns[]) => placed.flatMap(({ places }) => at(places));
  const isLate = lateFor(at(candidate), policy);
  const isScheduled = (run: EvidenceRun) => run.excluded === "" && run.cause === "scheduled" && !isLate(run);
  const oldestFirst = [...landed].reverse();
  const history = placedRuns(runs, oldestFirst, isScheduled);
  const epochs = new SeriesEpochs(rig, runs, sha, accepted);
  const newest = at(history.at(-1)?.places ?? []).at(-1);
  const told = at(candidate).find(({ watchHash }) => watchHash !== "") ?? newest;
  const target = told ? epochs.of(told) : UNTOLD;
  const isNative = (run: EvidenceRun) => epochs.isComparable(run, target);
  const native = placedRuns(runs, oldestFirst, (run) => isScheduled(run) && isNative(run));
  const ofParent = placesWhere(runs, (run) => run.sha === parentSha && run.excluded === "");
  const parent = parentRuns(ofParent, runs, at(candidate), isLate, policy);
  const after = placedRuns(runs, later, isScheduled);
  const isGap = history.length > 0 && after.length > 0;
  return {
    candidate,
    parent,
    nativeParent: parent.filter((place) => isNative(runs[place] as EvidenceRun)),
    history,
    native: new PlacedHistory(runs, native.slice(-MOST_CHANGESETS), policy),
    epochs,
    target,
    isShort: !isEnough(runsOf(native), policy) && otherEpochs(runsOf(history), epochs, target).length > 0,
    gap: isGap ? { around: new PlacedHistory(runs, [...history, ...after], policy), before: history.length } : null,
    excluded: excludedRuns(runs.filter((run) => run.sha === sha)),
    drift: await openDrift(ctx, at(candidate), newest, epochs),
    unprovenSubject: at(candidate).some(({ packagesHash }) => packagesHash === ""),
  };
}

/** Looks are planned by arrival at the service: a rig's clock cannot put a rerun before what it is a rerun of. */
const byArrival = (a: EvidenceRun, b: EvidenceRun): number =>
  a.acceptedAt.getTime() - b.acceptedAt.getTime() || (a.run < b.run ? -1 : 1);

type IsLate = (run: EvidenceRun) => boolean;

/**
 * The baseline is frozen at the candidate's first look: what was measured and posted after it might be a reaction to the
 * result. What a spool delivers late was measured before, and counts.
 */
function lateFor(candidate: readonly EvidenceRun[], { looks, candidate: { runs } }: Policy): IsLate {
  const first = candidate[Math.min(runs, ...looks) - 1];
  if (first === undefined) return () => false;
  const [accepted, started] = [first.acceptedAt.getTime(), first.startedAt.getTime()];
  return ({ acceptedAt, startedAt }) => acceptedAt.getTime() > accepted && startedAt.getTime() > started;
}

/**
 * The parent's own runs: frozen like the level, and besides those that were ordered into a block of the candidate. A
 * parent that had too few takes all there are: without them nothing can be said.
 */
function parentRuns(
  all: readonly number[],
  runs: readonly EvidenceRun[],
  candidate: readonly EvidenceRun[],
  isLate: IsLate,
  policy: Policy,
): readonly number[] {
  const blocks = new Set(candidate.map(({ block }) => block));
  const isOrdered = ({ cause, block }: EvidenceRun) => cause !== "scheduled" && cause !== "manual" && blocks.has(block);
  const frozen = all.filter((place) => {
    const run = runs[place] as EvidenceRun;
    return !isLate(run) || isOrdered(run);
  });
  return frozen.length >= policy.candidate.runs ? frozen : all;
}

function excludedRuns(mine: readonly EvidenceRun[]): { reason: string; runs: number }[] {
  const counts = new Map<string, number>();
  for (const { excluded } of mine) if (excluded !== "") counts.set(excluded, (counts.get(excluded) ?? 0) + 1);
  return [...counts].map(([reason, runs]) => ({ reason, runs }));
}
