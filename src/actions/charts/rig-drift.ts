/** Did the rig itself become another? What its benchmarks, or its canaries, have in common, block by block. */
import { median } from "simple-statistics";
import * as z from "zod";
import template from "../../../dashboards/rig-drift.vl.json" with { type: "json" };
import { type Columns, change, number, text, time } from "../../charts/column.ts";
import { counted } from "../../charts/describe.ts";
import { formatPercent, unsignedPercent } from "../../charts/number.ts";
import {
  type BlockLevel,
  commonDrift,
  type DriftedBlock,
  type DriftSeries,
  TREND_BLOCKS,
} from "../../detect/rig-drift.ts";
import { isCanary } from "../../gate/layers.ts";
import { thresholdOf } from "../../gate/threshold.ts";
import type { SeriesRow } from "../../store/runs.ts";
import { onePath } from "../compared-state.ts";
import type { Context } from "../context.ts";
import { groupedBy } from "../grouped-by.ts";
import { MOST_CHANGESETS } from "../landing-place.ts";
import { type PathPoint, pathPoints } from "../path-points.ts";
import { policyOfBranch } from "../policy-for.ts";
import { sightOf, visibleSeries } from "../read-series.ts";
import { visibleRig } from "../rig-epochs.ts";
import { SeriesEpochs } from "../series-epochs.ts";
import { chart } from "./chart.ts";
import { RIG, RIG_READERS } from "./sight.ts";

interface DriftRow extends Omit<DriftedBlock, "startedAt"> {
  /** RFC 3339: start of the block's first run. */
  readonly time: string;
}

/** More could not be told apart. */
const MOST_BLOCKS = 400;
/** Blocks of late, in which canaries have to be measured to speak for the rig. */
const OF_LATE = 10;
/** Runs that a branch has at least to be looked at before those that are shorter. */
const ENOUGH = 100;
/** With fewer benchmarks what moves all of them may be the code. */
const FEW = 3;

export const rigDrift = chart({
  ...{ name: "rig-drift", template, parameters: z.object(RIG), readers: RIG_READERS },
  async rows(ctx, caller, { rig: named }) {
    const { rig, labels = [] } = await visibleRig(ctx, caller, named);
    return await ctx.known.derived(`drift of ${rig} ${sightOf(caller)}`, async () => {
      const series = (await visibleSeries(ctx, caller)).filter((one) => one.rig === rig);
      const { branch, runs } = await newestRuns(ctx, series);
      const points = runs.flatMap((one) => one.points);
      const epochs = new SeriesEpochs(rig, points, "", await ctx.known.acceptedStates());
      const open = new Set(points.filter((point) => !epochs.isSettled(point)).map((point) => epochs.of(point)));
      const { drift, canaries } = driftOf(runs, epochs);
      const rows = drift.slice(-MOST_BLOCKS).map(rowOf);
      const policy = await policyOfBranch(ctx, branch);
      const ratios = series.map((one) => thresholdOf(policy, { ...one, labels }, null).ratio);
      const half = ratios.length === 0 ? 0 : median(ratios) / 2;
      return {
        told: toldOf(canaries === 0 ? rig : `${counted(canaries, "canary", "canaries")} of ${rig}`, rows, canaries > 0),
        rows,
        beside: { reach: rows.length === 0 ? [] : [{ low: -half, high: half }], epochs: begun(rows, open) },
      };
    });
  },
  columns: {
    time: time("start of the block's first run", (row) => row.time),
    block: text("block", (row) => row.block),
    epoch: text("epoch of the rig", (row) => row.epoch),
    deviation: change("faster than at the beginning of the epoch, median of the benchmarks", (row) => row.deviation),
    low: change("lower quartile of the benchmarks", (row) => row.low),
    high: change("upper quartile of the benchmarks", (row) => row.high),
    trend: change(`median of the last ${TREND_BLOCKS} blocks`, (row) => row.trend),
    benchmarks: number("benchmarks measured in the block", (row) => row.benchmarks),
  } satisfies Columns<DriftRow>,
});

interface SeriesRuns {
  readonly series: SeriesRow;
  /** Usable scheduled runs of landed changesets, by start. */
  readonly points: readonly PathPoint[];
}

/** On the newest changesets of the longest branch with runs enough, else of that with most of them. */
async function newestRuns(ctx: Context, series: readonly SeriesRow[]): Promise<{ branch: string; runs: SeriesRuns[] }> {
  const order = await ctx.known.landingOrder();
  let most = { branch: order.longestBranch(), runs: [] as SeriesRuns[], count: 0 };
  for (const branch of order.branches()) {
    const runs: SeriesRuns[] = [];
    for await (const { series: one, points } of pathPoints(
      ctx,
      series,
      onePath(order.trunk(branch).slice(-MOST_CHANGESETS)),
    ))
      runs.push({
        series: one,
        points: points.filter(({ excluded, cause }) => excluded === "" && cause === "scheduled"),
      });
    const count = runs.reduce((sum, { points }) => sum + points.length, 0);
    if (count > most.count) most = { branch, runs, count };
    if (most.count >= ENOUGH) break;
  }
  return most;
}

/** Canaries run one build for ever: where they are measured of late, they alone count. */
export function driftOf(
  runs: readonly SeriesRuns[],
  epochs: SeriesEpochs,
): { readonly drift: readonly DriftedBlock[]; readonly canaries: number } {
  const all = runs.map(({ series, points }) => ({
    series,
    of: { benchmark: series.benchmark, levels: levelsOf(series, points, epochs) },
  }));
  const canaries = all.filter(({ series }) => isCanary(series));
  const drift = commonDrift(all.map(({ of }) => of));
  const late = new Set(drift.slice(-OF_LATE).map(({ block }) => block));
  const speak = canaries.filter(({ of }) => of.levels.some(({ block }) => late.has(block)));
  if (speak.length === 0) return { drift, canaries: 0 };
  return { drift: commonDrift(speak.map(({ of }): DriftSeries => of)), canaries: speak.length };
}

/** One for each block; where a ratio is one of two positive values. */
function levelsOf({ better }: SeriesRow, points: readonly PathPoint[], epochs: SeriesEpochs): BlockLevel[] {
  const way = better === "higher" ? 1 : -1;
  const positive = points.filter(({ value }) => value > 0 && Number.isFinite(value));
  return [...groupedBy(positive, ({ block }) => block)].map(([block, own]) => ({
    block,
    startedAt: own.reduce((least, { startedAt }) => Math.min(least, startedAt.getTime()), Number.POSITIVE_INFINITY),
    epoch: own.map((point) => epochs.of(point)).find((epoch) => epoch !== "") ?? "",
    log: way * median(own.map(({ value }) => Math.log(value))),
  }));
}

const rowOf = ({ startedAt, ...block }: DriftedBlock): DriftRow => ({
  time: new Date(startedAt).toISOString(),
  ...block,
});

/** Where each stretch but the first begins, in milliseconds, with the name of its epoch or that nobody gave one. */
function begun(rows: readonly DriftRow[], open: ReadonlySet<string>) {
  const starts = rows.filter(({ stretch }, at) => at > 0 && stretch !== rows[at - 1]?.stretch);
  return starts.map(({ time: at, epoch }) => {
    const isOpen = open.has(epoch);
    return { at: Date.parse(at), isOpen, label: isOpen ? "drift, open" : `epoch ${epoch}`.slice(0, 24) };
  });
}

function toldOf(of: string, rows: readonly DriftRow[], areCanaries: boolean): string {
  const last = rows.at(-1);
  if (last === undefined) return `Drift of ${of}: no block of scheduled runs yet`;
  const spread = median(rows.map(({ low, high }) => (high - low) / 2));
  const epochs = counted(new Set(rows.map(({ epoch }) => epoch)).size, "epoch");
  const least = Math.max(...rows.map(({ benchmarks }) => benchmarks));
  const few = `; ${counted(least, "benchmark")} alone: what moves all of them may as well be the code`;
  return `Drift of ${of}: ${counted(rows.length, "block")} in ${epochs}, of late ${formatPercent(last.trend)} against the beginning of the epoch, half of the benchmarks within ${unsignedPercent(spread)} of their median${least < FEW && !areCanaries ? few : ""}`;
}
