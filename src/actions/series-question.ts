/** One series of a landing: which runs are its baseline, its parent and its candidate, and may they be compared? */
import { analyzeSeries } from "../detect/change-points.ts";
import type { SeriesQuestion } from "../gate/landing.ts";
import { roleOf } from "../gate/required-cells.ts";
import type { AcceptedState } from "../model/epoch.ts";
import type { Policy } from "../model/policy.ts";
import type { ChangePoint } from "../model/series.ts";
import type { SeriesRow } from "../store/store.ts";
import { armsOn } from "./arms-on.ts";
import { type CarryAsk, carryOver, carryRuns } from "./carry-over.ts";
import type { Context } from "./context.ts";
import { notComparable, openDrift, sameBinary } from "./invalid-environment.ts";
import { type EvidencePoint, MOST_CHANGESETS } from "./landing-points.ts";
import type { Prepared } from "./prepared.ts";
import { SeriesEpochs, UNTOLD } from "./series-epochs.ts";
import { byChangeset, type ChangesetRuns, changesetPoint } from "./series-history.ts";

export interface SeriesAsk {
  readonly policy: Policy;
  /** Of the rig. */
  readonly labels: readonly string[];
  readonly prepared: Prepared;
  readonly series: SeriesRow;
  readonly sha: string;
  readonly parentSha: string | null;
  /** Landed ancestors, nearest first. */
  readonly landed: readonly string[];
  /** Landed changesets of the parent's branch after the nearest landed ancestor, oldest first. */
  readonly later: readonly string[];
  /** States of rigs that people accepted, by `stateKey`. */
  readonly accepted: ReadonlyMap<string, AcceptedState>;
  /** Points of the series, in its unit: of the changesets above, by start. */
  readonly points: readonly EvidencePoint[];
}

export async function seriesQuestion(ctx: Context, ask: SeriesAsk): Promise<SeriesQuestion> {
  const { policy, labels, prepared, series, sha, parentSha, landed, points } = ask;
  const mine = points.filter((point) => point.sha === sha);
  const candidate = mine.filter(({ excluded }) => excluded === "").sort(byArrival);
  const isLate = lateFor(candidate, policy);
  const scheduled = points.filter((point) => point.excluded === "" && point.cause === "scheduled" && !isLate(point));
  const history = byChangeset(scheduled, [...landed].reverse());
  const newest = history.at(-1)?.usable.at(-1);
  const epochs = new SeriesEpochs(series.rig, points, sha, ask.accepted);
  const told = candidate.find(({ watchHash }) => watchHash !== "") ?? newest;
  const target = told ? epochs.of(told) : UNTOLD;
  const others = points.filter((point) => point.sha !== sha);
  const carry: CarryAsk = { series, policy, epochs, target, history, points: others };
  const carried = carryOver(carry);
  const comparable = carried.history.slice(-MOST_CHANGESETS);
  const { changes } = analyzeSeries(comparable.map(changesetPoint), { unit: series.unit });
  const settled = changes.findLast(({ state }) => state === "confirmed");
  const fresh = changes.find(({ state }) => state === "suspected");
  const level = comparable.slice(settled?.index ?? 0);
  const baseline = level.flatMap(({ usable }) => usable);
  const ofParent = points.filter((point) => point.sha === parentSha && point.excluded === "");
  const parent = carryRuns(carry, parentRuns(ofParent, candidate, isLate, policy));
  const isCut = comparable.length === 0 && carried.unreached.length > 0;
  const subject = { ...bare(series), labels };
  const guilty = regressionSha(series, comparable, [fresh, settled]);
  return {
    series: bare(series),
    role: roleOf(policy, subject),
    labels,
    declared: prepared.declared(subject),
    arms: armsOn(baseline, policy),
    baseline,
    baselineSha: level.at(-1)?.sha ?? null,
    parent: parent.runs,
    ...(carried.bridge && { bridge: carried.bridge }),
    ...(parent.bridge && { parentBridge: parent.bridge }),
    candidate,
    excluded: excludedRuns(mine),
    tailSuspected: fresh !== undefined,
    gapSuspected: parent.runs.length === 0 && liesInGap(ask, scheduled),
    invalidEnvironment:
      sameBinary(candidate, [parent.runs, baseline]) ??
      (await openDrift(ctx, candidate, newest, epochs)) ??
      (isCut ? notComparable(carried.unreached, target) : null),
    regressionSha: guilty,
    waivedBy: guilty === null ? null : prepared.accepted(guilty, series.id),
    unprovenSubject: candidate.some(({ packagesHash }) => packagesHash === ""),
  };
}

function bare({ hardware: _, ...series }: SeriesRow): SeriesQuestion["series"] {
  return series;
}

/** Looks are planned by arrival at the service: a rig's clock cannot put a rerun before what it is a rerun of. */
const byArrival = (a: EvidencePoint, b: EvidencePoint): number =>
  a.acceptedAt.getTime() - b.acceptedAt.getTime() || (a.run < b.run ? -1 : 1);

type IsLate = (point: EvidencePoint) => boolean;

/**
 * The baseline is frozen at the candidate's first look: what was measured and posted after it might be a reaction to the
 * result. What a spool delivers late was measured before, and counts.
 */
function lateFor(candidate: readonly EvidencePoint[], { looks, candidate: { runs } }: Policy): IsLate {
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
  all: readonly EvidencePoint[],
  candidate: readonly EvidencePoint[],
  isLate: IsLate,
  { candidate: { runs } }: Policy,
): EvidencePoint[] {
  const blocks = new Set(candidate.map(({ block }) => block));
  const isOrdered = ({ cause, block }: EvidencePoint) =>
    cause !== "scheduled" && cause !== "manual" && blocks.has(block);
  const frozen = all.filter((point) => !isLate(point) || isOrdered(point));
  return frozen.length >= runs ? frozen : [...all];
}

function excludedRuns(mine: readonly EvidencePoint[]): { reason: string; runs: number }[] {
  const counts = new Map<string, number>();
  for (const { excluded } of mine) if (excluded !== "") counts.set(excluded, (counts.get(excluded) ?? 0) + 1);
  return [...counts].map(([reason, runs]) => ({ reason, runs }));
}

/** The newest change for the worse that the parent's level may carry. */
function regressionSha(
  { better }: SeriesRow,
  history: readonly ChangesetRuns<EvidencePoint>[],
  changes: readonly (ChangePoint | undefined)[],
): string | null {
  const worse = changes.find(
    (change) => change && (better === "higher" ? change.after < change.before : change.after > change.before),
  );
  return worse ? (history[worse.index]?.sha ?? null) : null;
}

/** The parent was not measured, and the changesets measured before and after it stand on different levels. */
function liesInGap({ series, landed, later }: SeriesAsk, scheduled: readonly EvidencePoint[]): boolean {
  const before = byChangeset(scheduled, [...landed].reverse());
  const after = byChangeset(scheduled, later);
  if (before.length === 0 || after.length === 0) return false;
  const { changes } = analyzeSeries([...before, ...after].map(changesetPoint), { unit: series.unit });
  return changes.some(({ index }) => index === before.length);
}
