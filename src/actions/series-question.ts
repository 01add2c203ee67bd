/** One series of a landing: which runs are its baseline, its parent and its candidate, and may they be compared? */
import { changePointsOf } from "../detect/change-points.ts";
import type { Bridge, GateRun, SeriesQuestion } from "../gate/landing.ts";
import { roleOf } from "../gate/required-cells.ts";
import type { ChangePoint } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import { carryOver, carryRuns } from "./carry-over.ts";
import type { Context } from "./context.ts";
import { type EvidencePoint, type EvidenceRun, pointsOf, type SeriesEvidence } from "./evidence.ts";
import { historyChanges } from "./history-changes.ts";
import { notComparable, sameBinary } from "./invalid-environment.ts";
import { keptRuns } from "./kept-runs.ts";
import { MOST_CHANGESETS } from "./landing-place.ts";
import { type LandingAsk, type LandingRuns, landingRuns } from "./landing-runs.ts";
import { gateRuns, PlacedHistory, runsAt } from "./placed-history.ts";
import type { Prepared } from "./prepared.ts";

export interface SeriesAsk {
  readonly series: SeriesRow;
  /** Of the rig. */
  readonly labels: readonly string[];
  /** In the series' unit, of the landing's changesets, by start. */
  readonly evidence: SeriesEvidence;
}

type Landing = LandingAsk & { readonly prepared: Prepared };

/** What the gate is asked of each series of a landing; what its runs say is found once for all series that share them. */
export function seriesQuestions(ctx: Context, landing: Landing): (ask: SeriesAsk) => Promise<SeriesQuestion> {
  const found = new Map<readonly EvidenceRun[], Promise<LandingRuns>>();
  return async (ask) => {
    const { runs } = ask.evidence;
    const shared = found.get(runs) ?? landingRuns(ctx, landing, ask.series.rig, runs);
    found.set(runs, shared);
    return seriesQuestion(landing, ask, await shared);
  };
}

function seriesQuestion(landing: Landing, ask: SeriesAsk, shared: LandingRuns): SeriesQuestion {
  const { policy, prepared } = landing;
  const { labels, evidence } = ask;
  const { hardware: _, ...series } = ask.series;
  const { history, values, bridge, unreached } = baselineHistory(landing, ask, shared);
  const changes = historyChanges(series, history.medians(values));
  const settled = changes.findLast(({ state }) => state === "confirmed");
  const fresh = changes.find(({ state }) => state === "suspected");
  const level = history.levelFrom(settled?.index ?? 0);
  const parent = parentOf(landing, ask, shared);
  const isCut = history.changesets.length === 0 && unreached.length > 0;
  const subject = { ...series, labels };
  const guilty = regressionSha(series, history, [fresh, settled]);
  const candidate = runsAt(evidence.runs, shared.candidate);
  return {
    series,
    role: roleOf(policy, subject),
    labels,
    declared: prepared.declared(subject),
    arms: level.arms,
    baseline: keptRuns({ runs: history.runs, values }, level.places, `level ${series.id}`),
    baselineSha: level.sha,
    parent: parent.runs,
    ...(bridge && { bridge }),
    ...(parent.bridge && { parentBridge: parent.bridge }),
    candidate: gateRuns(evidence, shared.candidate),
    excluded: shared.excluded,
    tailSuspected: fresh !== undefined,
    gapSuspected: parent.runs.length === 0 && liesInGap(ask, shared),
    invalidEnvironment:
      sameBinary(candidate, [parent.measured, level.runs]) ??
      shared.drift ??
      (isCut ? notComparable(unreached, shared.target) : null),
    regressionSha: guilty,
    waivedBy: guilty === null ? null : prepared.accepted(guilty, series.id),
    unprovenSubject: shared.unprovenSubject,
  };
}

interface BaselineHistory {
  readonly history: PlacedHistory;
  /** Of the history's runs. */
  readonly values: readonly number[];
  readonly bridge?: Bridge | undefined;
  /** Epochs from which no bridge leads. */
  readonly unreached: readonly string[];
}

/** Of the candidate's own epoch alone where that is long enough. */
function baselineHistory(landing: Landing, ask: SeriesAsk, shared: LandingRuns): BaselineHistory {
  if (!shared.isShort) return { history: shared.native, values: ask.evidence.values, unreached: [] };
  const carried = carryOver(carryAsk(landing, ask, shared));
  const runs: EvidencePoint[] = [];
  const changesets = carried.history.slice(-MOST_CHANGESETS).map(({ sha, usable }) => {
    const places = usable.map((_, at) => runs.length + at);
    runs.push(...usable);
    return { sha, places };
  });
  const history = new PlacedHistory(runs, changesets, landing.policy);
  return { ...carried, history, values: runs.map(({ value }) => value) };
}

interface ParentRuns {
  readonly runs: readonly GateRun[];
  /** The same, as they were measured. */
  readonly measured: readonly EvidenceRun[];
  readonly bridge?: Bridge;
}

/** Those of the candidate's own epoch where there are any. */
function parentOf(landing: Landing, ask: SeriesAsk, shared: LandingRuns): ParentRuns {
  const { evidence } = ask;
  const { parent, nativeParent } = shared;
  if (nativeParent.length > 0 || parent.length === 0)
    return {
      runs: keptRuns(evidence, nativeParent, `parent ${ask.series.id}`),
      measured: runsAt(evidence.runs, nativeParent),
    };
  const own = new Set(runsAt(evidence.runs, parent).map(({ run }) => run));
  const points = pointsOf(evidence).filter(({ run }) => own.has(run));
  const { runs, bridge } = carryRuns(carryAsk(landing, ask, shared), points);
  const told = runs.map(({ run, block, value }) => ({ run, block, value }));
  return { runs: told, measured: runs, ...(bridge && { bridge }) };
}

function carryAsk({ sha, policy }: Landing, { series, evidence }: SeriesAsk, shared: LandingRuns) {
  const points = pointsOf(evidence);
  const usableAt = (places: readonly number[]) => places.flatMap((place) => points[place] ?? []);
  return {
    series,
    policy,
    epochs: shared.epochs,
    target: shared.target,
    history: shared.history.map((one) => ({ sha: one.sha, usable: usableAt(one.places), excluded: [] })),
    points: points.filter((point) => point.sha !== sha),
  };
}

/** The newest change for the worse that the parent's level may carry. */
function regressionSha(
  { better }: Pick<SeriesRow, "better">,
  { changesets }: PlacedHistory,
  changes: readonly (ChangePoint | undefined)[],
): string | null {
  const worse = changes.find(
    (change) => change && (better === "higher" ? change.after < change.before : change.after > change.before),
  );
  return worse ? (changesets[worse.index]?.sha ?? null) : null;
}

/** The parent was not measured, and the changesets measured before and after it stand on different levels. */
function liesInGap({ series, evidence }: SeriesAsk, { gap }: LandingRuns): boolean {
  if (gap === null) return false;
  const changes = changePointsOf(gap.around.medians(evidence.values), { unit: series.unit });
  return changes.some(({ index }) => index === gap.before);
}
