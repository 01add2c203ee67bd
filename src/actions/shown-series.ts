/** How every series stands of late, and what it still needs before the gate can judge it: from the histories that are known. */
import { stretchOf } from "../charts/stretch.ts";
import { baselineNeed } from "../gate/series-looks.ts";
import type { SeriesAnalysis } from "../model/series.ts";
import type { Need } from "../model/verdict.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { SeriesRow } from "../store/runs.ts";
import { armsOn } from "./arms-on.ts";
import { type BranchHistory, branchHistories, LATELY } from "./branch-histories.ts";
import { onePath } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { seriesVersions } from "./history-memory.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import { policyOfBranch } from "./policy-for.ts";
import { type Trend, trends } from "./trends.ts";

/** A series that was measured on so many of the newest needs no look at the others: it is armed, or they would not help. */
const AT_FIRST = 16;

export interface ShownSeries {
  readonly series: SeriesRow;
  /** The longest on which it was measured of late. */
  readonly branch: string;
  /** Of its newest run; "" where there is none. */
  readonly suite: string;
  /** Of the changesets shown. */
  readonly analysis: SeriesAnalysis;
  /** How many of them are measured. */
  readonly changesets: number;
  /** What was measured at each of those, in landing order: what the analysis is of. */
  readonly values: Float64Array;
  readonly left: Left;
}

/** What one series still needs before the gate can judge it. */
export interface Left extends Need {
  /** The day on which that is expected, as 2026-10-09; null where there is no rhythm, or no need. */
  readonly on: string | null;
}

type Kept = Map<string, ShownSeries & { readonly version: string }>;

const keptOf = onceForEach((_: Context["store"]): Kept => new Map());

/** Looked at again where anything arrived for the series, or anything else that may place it. Where branches are long, those of the longest first. */
export async function shownSeries(ctx: Context, series: readonly SeriesRow[]): Promise<ShownSeries[]> {
  const kept = keptOf(ctx.store);
  const known = await Promise.all((["changesets", "entities"] as const).map((of) => ctx.store.watermark(of)));
  const order = await ctx.known.landingOrder();
  const branches = order.branches();
  const isLong = order.isLongerThan(LATELY);
  const versions = await seriesVersions(ctx, series);
  const versionOf = (id: string) => `${versions?.get(id)} ${known.join(" ")}`;
  const isKept = ({ id }: SeriesRow) => versions !== null && kept.get(id)?.version === versionOf(id);
  const others = series.filter((row) => !isKept(row));
  for (const one of await (isLong ? ofLongBranches(ctx, others) : ofShortOnes(ctx, others)))
    kept.set(one.series.id, { ...one, version: versionOf(one.series.id) });
  const found = series.flatMap(({ id }) => kept.get(id) ?? []);
  const place = ({ branch, changesets }: ShownSeries) =>
    changesets === 0 ? branches.length : branches.indexOf(branch);
  return isLong ? found.sort((a, b) => place(a) - place(b)) : found;
}

async function ofShortOnes(ctx: Context, series: readonly SeriesRow[]): Promise<ShownSeries[]> {
  const rows = new Map(series.map((row) => [row.id, row]));
  const found: ShownSeries[] = [];
  for await (const { series: one, branch, suite, analysis, changesets, points } of trends(ctx, series, LATELY)) {
    const row = rows.get(one.id) as SeriesRow;
    const left = await leftOf(ctx, branch, points);
    const values = Float64Array.from(changesets, ({ value }) => value);
    found.push({ series: row, branch, suite, analysis, changesets: changesets.length, values, left });
  }
  return found;
}

async function ofLongBranches(ctx: Context, series: readonly SeriesRow[]): Promise<ShownSeries[]> {
  if (series.length === 0) return [];
  const order = await ctx.known.landingOrder();
  const histories = groupedBy(await branchHistories(ctx), ({ row }) => row.id);
  const shown = async (row: SeriesRow, branch: string, points: readonly PathPoint[]): Promise<ShownSeries> => {
    const history = histories.get(row.id)?.find((one) => one.branch === branch);
    const left = await leftOf(ctx, branch, points);
    return { series: row, branch, suite: points.at(-1)?.suite ?? "", ...lately(history), left };
  };
  const found: ShownSeries[] = [];
  let missing = series;
  const looks = order.branches().flatMap((branch) => [AT_FIRST, LATELY].map((most) => ({ branch, most })));
  for (const { branch, most } of looks) {
    const again: SeriesRow[] = [];
    for await (const { series: row, points } of pathPoints(ctx, missing, onePath(order.trunk(branch).slice(-most)))) {
      const one = points.length === 0 ? undefined : await shown(row, branch, points);
      if (one !== undefined && (most === LATELY || isSatisfied(one.left))) found.push(one);
      else again.push(row);
    }
    missing = again;
  }
  for (const row of missing) found.push(await shown(row, order.longestBranch(), []));
  return found;
}

/** Change points and levels of a whole history among the newest changesets of its branch. */
function lately(history: BranchHistory | undefined): Pick<ShownSeries, "analysis" | "changesets" | "values"> {
  const { shas = [], trunk = [], analysis = { changes: [], levels: [], findings: [] } } = history ?? {};
  const recent = new Set(trunk.slice(-LATELY));
  let from = shas.length;
  while (from > 0 && recent.has(shas[from - 1] as string)) from--;
  const changesets = shas.length - from;
  if (history === undefined || changesets === 0)
    return { analysis: { changes: [], levels: [], findings: [] }, changesets, values: new Float64Array() };
  const whole = { series: history.row, changesets: [], count: shas.length, analysis, releases: [], excluded: [] };
  const values = history.lately.subarray(-changesets);
  return { analysis: stretchOf(whole, { from, to: shas.length - 1 }).analysis, changesets, values };
}

async function leftOf(ctx: Context, branch: string, points: Trend["points"]): Promise<Left> {
  const policy = await policyOfBranch(ctx, branch);
  const runs = points.filter(({ excluded, cause }) => excluded === "" && cause === "scheduled");
  return { ...baselineNeed(runs, policy), on: armsOn(runs, policy)?.on ?? null };
}

const isSatisfied = ({ blocks, runs }: Left): boolean => blocks === 0 && runs === 0;
