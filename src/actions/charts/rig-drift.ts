/** Did the rig itself become another? What its series have in common, block by block, against the beginning of each epoch. */
import { median, quantile } from "simple-statistics";
import * as z from "zod";
import template from "../../../dashboards/rig-drift.vl.json" with { type: "json" };
import { type Columns, change, number, text, time } from "../../charts/column.ts";
import { counted } from "../../charts/describe.ts";
import { formatPercent, unsignedPercent } from "../../charts/number.ts";
import { isCanary } from "../../gate/layers.ts";
import { DEFAULT_POLICY } from "../../model/policy.ts";
import type { SeriesRow } from "../../store/runs.ts";
import type { Context } from "../context.ts";
import { groupedBy } from "../grouped-by.ts";
import { MOST_CHANGESETS } from "../landing-place.ts";
import type { PathPoint } from "../path-points.ts";
import { policyOfBranch } from "../policy-for.ts";
import { sightOf, visibleSeries } from "../read-series.ts";
import { recentPoints } from "../recent-points.ts";
import { visibleRig } from "../rig-epochs.ts";
import { SeriesEpochs } from "../series-epochs.ts";
import { chart } from "./chart.ts";
import { RIG, RIG_READERS } from "./sight.ts";

interface DriftRow {
  /** RFC 3339: start of the block's first run. */
  readonly time: string;
  readonly block: string;
  readonly epoch: string;
  /** Of performance, as a share; above 0 is faster: the median over the series, and the middle half of them. */
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
  readonly trend: number;
  readonly series: number;
}

/** Runs of an epoch that a series is held against, and blocks of the running median. */
const REFERENCE_RUNS = 10;
const TREND_BLOCKS = 7;

export const rigDrift = chart({
  ...{ name: "rig-drift", template, parameters: z.object(RIG), readers: RIG_READERS },
  async rows(ctx, caller, { rig: named }) {
    const { rig } = await visibleRig(ctx, caller, named);
    return await ctx.known.derived(`drift of ${rig} ${sightOf(caller)}`, async () => {
      const all = (await visibleSeries(ctx, caller)).filter((one) => one.rig === rig);
      const canaries = all.filter(isCanary);
      const { branch, runs } = await newestRuns(ctx, canaries.length > 0 ? canaries : all);
      const points = runs.flatMap((one) => one.points);
      const epochs = new SeriesEpochs(rig, points, "", await ctx.known.acceptedStates());
      const rows = driftRows(runs, epochs);
      const { ratio } = {
        ...DEFAULT_POLICY.threshold.default,
        ...(await policyOfBranch(ctx, branch)).threshold.default,
      };
      const of = canaries.length > 0 ? `${counted(canaries.length, "canary", "canaries")} of ${rig}` : rig;
      return {
        told: toldOf(of, rows),
        rows,
        beside: {
          reach: rows.length === 0 ? [] : [{ low: -ratio / 2, high: ratio / 2 }],
          epochs: begun(points, epochs),
        },
      };
    });
  },
  columns: {
    time: time("start of the block's first run", (row) => row.time),
    block: text("block", (row) => row.block),
    epoch: text("epoch of the rig", (row) => row.epoch),
    deviation: change("faster than at the beginning of the epoch, median over the series", (row) => row.deviation),
    low: change("lower quartile of the series", (row) => row.low),
    high: change("upper quartile of the series", (row) => row.high),
    trend: change(`median of the last ${TREND_BLOCKS} blocks of the epoch`, (row) => row.trend),
    series: number("series measured in the block", (row) => row.series),
  } satisfies Columns<DriftRow>,
});

interface SeriesRuns {
  readonly series: SeriesRow;
  /** Usable scheduled runs of landed changesets, by start. */
  readonly points: readonly PathPoint[];
}

/** On the newest changesets of the longest branch on which any of them was measured. */
async function newestRuns(ctx: Context, series: readonly SeriesRow[]): Promise<{ branch: string; runs: SeriesRuns[] }> {
  const order = await ctx.known.landingOrder();
  for (const branch of order.branches()) {
    const runs: SeriesRuns[] = [];
    for await (const { series: one, points } of recentPoints(ctx, series, order.trunk(branch).slice(-MOST_CHANGESETS)))
      runs.push({
        series: one,
        points: points.filter(({ excluded, cause }) => excluded === "" && cause === "scheduled"),
      });
    if (runs.some(({ points }) => points.length > 0)) return { branch, runs };
  }
  return { branch: order.longestBranch(), runs: [] };
}

interface Deviation {
  readonly series: string;
  readonly epoch: string;
  readonly block: string;
  readonly startedAt: Date;
  /** Logarithm of the ratio of performances. */
  readonly log: number;
}

/** Of each run from the first runs of its series in its epoch; where the ratio is one of two positive values. */
function deviations({ series, points }: SeriesRuns, epochs: SeriesEpochs): Deviation[] {
  const positive = points.filter(({ value }) => value > 0 && Number.isFinite(value));
  return [...groupedBy(positive, (point) => epochs.of(point))].flatMap(([epoch, own]) => {
    const reference = median(own.slice(0, REFERENCE_RUNS).map(({ value }) => Math.log(value)));
    const way = series.better === "higher" ? 1 : -1;
    return own.map(({ block, startedAt, value }) => ({
      ...{ series: series.id, epoch, block, startedAt },
      log: way * (Math.log(value) - reference),
    }));
  });
}

/** Blocks in the order of their starts. */
export function driftRows(runs: readonly SeriesRuns[], epochs: SeriesEpochs): DriftRow[] {
  const all = runs.flatMap((one) => deviations(one, epochs));
  const blocks = [...groupedBy(all, ({ epoch, block }) => JSON.stringify([epoch, block])).values()].map(blockOf);
  const ordered = blocks.sort((a, b) => (a.time < b.time ? -1 : 1));
  const before = new Map<string, number[]>();
  return ordered.map((block) => {
    const last = [...(before.get(block.epoch) ?? []), block.deviation].slice(-TREND_BLOCKS);
    before.set(block.epoch, last);
    return { ...block, trend: median(last) };
  });
}

/** A series counts once, however often it ran in the block. */
function blockOf(all: readonly Deviation[]): Omit<DriftRow, "trend"> {
  const bySeries = [...groupedBy(all, ({ series }) => series).values()].map((own) => median(own.map(({ log }) => log)));
  const at = (share: number) => Math.expm1(quantile(bySeries, share));
  const first = all.reduce((least, { startedAt }) => Math.min(least, startedAt.getTime()), Number.POSITIVE_INFINITY);
  const { block = "", epoch = "" } = all[0] ?? {};
  return {
    time: new Date(first).toISOString(),
    block,
    epoch,
    deviation: at(0.5),
    low: at(0.25),
    high: at(0.75),
    series: bySeries.length,
  };
}

/** Where each state of the rig but the first begins, in milliseconds, with the name of its epoch or that nobody gave one. */
function begun(points: readonly PathPoint[], epochs: SeriesEpochs) {
  const watched = points.filter(({ watchHash }) => watchHash !== "");
  const starts = [...groupedBy(watched, (point) => epochs.of(point))].map(([epoch, own]) => ({
    at: own.reduce((least, { startedAt }) => Math.min(least, startedAt.getTime()), Number.POSITIVE_INFINITY),
    isOpen: own.some((point) => !epochs.isSettled(point)),
    epoch,
  }));
  return starts
    .sort((a, b) => a.at - b.at)
    .slice(1)
    .map(({ at, isOpen, epoch }) => ({ at, isOpen, label: isOpen ? "drift, open" : `epoch ${epoch}`.slice(0, 24) }));
}

function toldOf(of: string, rows: readonly DriftRow[]): string {
  const last = rows.at(-1);
  if (last === undefined) return `Drift of ${of}: no block of scheduled runs yet`;
  const spread = median(rows.map(({ low, high }) => (high - low) / 2));
  const epochs = new Set(rows.map(({ epoch }) => epoch)).size;
  return `Drift of ${of}: ${counted(rows.length, "block")} in ${counted(epochs, "epoch")}, of late ${formatPercent(last.trend)} against the beginning of the epoch, half of the series within ${unsignedPercent(spread)} of their median`;
}
