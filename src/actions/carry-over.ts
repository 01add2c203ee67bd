/** A history measured in other epochs of the rig, brought to the epoch of a candidate by the ratio that bridges measured. */
import { edgesOf } from "../detect/bridge.ts";
import { analyzeSeries } from "../detect/change-points.ts";
import { chainOf, type Edge } from "../detect/epoch-chain.ts";
import { layOut } from "../detect/layout.ts";
import { type Noise, noiseOf } from "../detect/nested-noise.ts";
import { columnsOf } from "../detect/run-columns.ts";
import { scaleOf } from "../detect/scale.ts";
import { intervalOf } from "../detect/shift.ts";
import type { Bridge } from "../gate/landing.ts";
import { thresholdOf } from "../gate/threshold.ts";
import type { Policy } from "../model/policy.ts";
import type { Series } from "../model/series.ts";
import type { EvidencePoint, EvidenceRun } from "./evidence.ts";
import { type SeriesEpochs, UNTOLD } from "./series-epochs.ts";
import { type ChangesetRuns, changesetPoint } from "./series-history.ts";

type History = ChangesetRuns<EvidencePoint>;

export interface CarryAsk {
  readonly series: Series;
  readonly policy: Policy;
  readonly epochs: SeriesEpochs;
  /** The epoch in which the candidate was measured. */
  readonly target: string;
  readonly history: readonly History[];
  /** Runs that may show a bridge: all usable ones but the candidate's, whose changesets are named as history names them. */
  readonly points: readonly EvidencePoint[];
}

export interface Carried {
  readonly history: readonly History[];
  readonly bridge?: Bridge;
  /** Epochs of the history from which no bridge leads; told when what is left is too short. */
  readonly unreached: readonly string[];
}

/** 95 %: shown only; the gate has the variance. */
const SHOWN_CONFIDENCE = 0.95;
/** What a bridge may rest on: runs whose result did not order them. */
const CAUSES = new Set(["scheduled", "bridge"]);

/** The candidate's own epoch alone where it is long enough, or else with others, the best known first, until it is. */
export function carryOver(ask: CarryAsk): Carried {
  const { history, epochs, target, policy } = ask;
  let carried: Carried = { history: within(history, (point) => epochs.isComparable(point, target)), unreached: [] };
  if (isEnough(runsOf(carried.history), policy)) return carried;
  const ways = otherEpochs(runsOf(history), epochs, target).map((from) => ({ from, way: bridgeFrom(ask, from) }));
  const unreached = ways.filter(({ way }) => way === null).map(({ from }) => from);
  const known = ways.flatMap(({ way }) => way ?? []).sort((a, b) => a.variance - b.variance);
  const taken: Bridge[] = [];
  for (const way of known) {
    taken.push(way);
    carried = { history: moved(ask, taken), bridge: way, unreached };
    if (isEnough(runsOf(carried.history), policy)) return carried;
  }
  return { ...carried, unreached };
}

/** Runs of one changeset, as those of the target epoch; the bridge is absent where they were measured there. */
export function carryRuns(
  ask: CarryAsk,
  runs: readonly EvidencePoint[],
): { readonly runs: readonly EvidencePoint[]; readonly bridge?: Bridge } {
  const native = runs.filter((point) => ask.epochs.isComparable(point, ask.target));
  if (native.length > 0) return { runs: native };
  const [first] = runs.filter((point) => ask.epochs.isSettled(point));
  const bridge = first && bridgeFrom(ask, ask.epochs.of(first));
  if (!bridge) return { runs: [] };
  const same = runs.filter((point) => ask.epochs.of(point) === bridge.from);
  return { runs: same.map((point) => shifted(point, bridge)), bridge };
}

/** Whether a baseline of these runs judges. */
export const isEnough = (runs: readonly EvidenceRun[], { baseline }: Policy): boolean =>
  runs.length >= baseline.runs && new Set(runs.map(({ block }) => block)).size >= baseline.blocks;

/** Epochs of these runs besides the target, of which people said what they are. */
export function otherEpochs(runs: readonly EvidenceRun[], epochs: SeriesEpochs, target: string): string[] {
  const all = new Set(runs.filter((run) => epochs.isSettled(run)).map((run) => epochs.of(run)));
  return [...all].filter((epoch) => epoch !== target && epoch !== UNTOLD);
}

const runsOf = (history: readonly History[]): EvidencePoint[] => history.flatMap(({ usable }) => usable);

function within(history: readonly History[], keep: (point: EvidencePoint) => boolean): History[] {
  return history.map((one) => ({ ...one, usable: one.usable.filter(keep) })).filter(({ usable }) => usable.length > 0);
}

/** Where a changeset was measured in several epochs, the candidate's own counts. */
function moved({ history, epochs, target }: CarryAsk, bridges: readonly Bridge[]): History[] {
  const byEpoch = new Map(bridges.map((bridge) => [bridge.from, bridge]));
  return history.flatMap((one) => {
    const native = one.usable.filter((point) => epochs.isComparable(point, target));
    const others = one.usable.flatMap((point) => {
      const bridge = byEpoch.get(epochs.of(point));
      return bridge ? [shifted(point, bridge)] : [];
    });
    const usable = native.length > 0 ? native : others;
    return usable.length > 0 ? [{ ...one, usable }] : [];
  });
}

/** Its value as it would be on the other side of the bridge. */
export function shifted(point: EvidencePoint, { scale, estimate }: Bridge): EvidencePoint {
  const move = (value: number) => (scale === "ratio" ? value * Math.exp(estimate) : value + estimate);
  return { ...point, value: move(point.value) };
}

/** By which runs of that epoch are brought to the target's; null where nothing ties the two together. */
export function bridgeFrom({ series, policy, epochs, target, points, history }: CarryAsk, from: string): Bridge | null {
  const usable = points.filter((one) => one.excluded === "" && CAUSES.has(one.cause) && epochs.isSettled(one));
  const runs = usable.flatMap((point) => {
    const epoch = epochs.of(point);
    const { run, block, value, sha } = point;
    return epoch === "" ? [] : [{ run, block, value, changeset: sha, epoch }];
  });
  const columns = columnsOf(runs);
  const asked = { threshold: thresholdOf(policy, series, null), unit: series.unit };
  const isRatio = scaleOf(columns, columnsOf([]), asked).kind === "ratio";
  const forward = isRatio ? Math.log : (value: number) => value;
  const level = columns.values.reduce((sum, value) => sum + Math.abs(value), 0) / Math.max(1, runs.length);
  const prior = isRatio ? Math.log1p(policy.priorBlockDeviation) : policy.priorBlockDeviation * level;
  const noise = levelNoise(
    within(history, (point) => epochs.of(point) === from),
    forward,
    series.unit,
  );
  const edges = edgesOf(runs, { forward, prior, ...(noise && { noise }) });
  const way = chainOf(edges, from, target);
  return way && bridgeOf(way, isRatio ? "ratio" : "difference", series.unit);
}

/** Of the newest level, where it has enough runs to show how they differ. */
function levelNoise(history: readonly History[], forward: (value: number) => number, unit: string): Noise | undefined {
  if (history.length === 0) return undefined;
  const { changes } = analyzeSeries(history.map(changesetPoint), { unit });
  const level = history
    .slice(changes.at(-1)?.index ?? 0)
    .flatMap(({ usable }) => usable.map(({ block, value }) => ({ block, value })));
  return level.length < 8 ? undefined : noiseOf(layOut(level, [], forward));
}

function bridgeOf(way: Edge, scale: Bridge["scale"], unit: string): Bridge {
  const show = scale === "ratio" ? Math.exp : (value: number) => value;
  const [low, high] = intervalOf(way, SHOWN_CONFIDENCE);
  const { from, to, estimate, variance, df, changesets, runs } = way;
  const effect = { scale, value: show(estimate), low: show(low), high: show(high), confidence: SHOWN_CONFIDENCE, unit };
  return { from, to, scale, estimate, variance, df, changesets, runs, effect };
}
