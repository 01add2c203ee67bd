/** Steps for the worse in recent history that no single changeset is named for yet. */

import { median } from "simple-statistics";
import { analyzeSeries } from "../detect/change-points.ts";
import type { OpenChange } from "../gate/orders/change-orders.ts";
import type { ChangePoint, SeriesAnalysis } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import { onePath } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { MOST_CHANGESETS } from "./landing-place.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import { SeriesEpochs } from "./series-epochs.ts";
import { byChangeset, type ChangesetRuns, changesetPoint } from "./series-history.ts";

const RECENT = 30 * 86_400_000;
const MOST_RUNS = 2000;
/** 1 / Φ⁻¹(3/4): the median absolute deviation as σ of normal noise. */
const NORMAL = 1.4826;
/** A width that cannot be seen is taken to be so much of the step. */
const LEAST_WIDTH = 0.1;

/** Of every branch that rigs measured lately: as far back as a level may reach, within the newest epoch of each rig. */
export async function openChanges(ctx: Context): Promise<readonly OpenChange[]> {
  const rigs = [...(await ctx.known.rigs()).keys()];
  const from = new Date(ctx.now().getTime() - RECENT);
  const runs = rigs.length === 0 ? [] : await ctx.store.runs({ rigs, from, limit: MOST_RUNS });
  const measuring = [...new Set(runs.map(({ rig }) => rig))].sort();
  const changesets = await ctx.known.changesets();
  const branches = new Set(runs.map(({ sha, branch }) => changesets.get(sha)?.branch ?? branch));
  const order = await ctx.known.landingOrder();
  const trunks = [...branches].sort().map((branch) => order.trunk(branch).slice(-MOST_CHANGESETS));
  // Runs of candidates are most of what arrives, and change nothing here.
  const stamp = await ctx.store.runsStamp([...new Set(trunks.flat().flatMap((sha) => order.countedAs(sha)))]);
  const name = `open changes ${stamp} ${measuring.join(" ")}`;
  return await ctx.known.derived(name, () => changesOn(ctx, measuring, trunks), ["changesets", "entities"]);
}

async function changesOn(
  ctx: Context,
  rigs: readonly string[],
  trunks: readonly (readonly string[])[],
): Promise<OpenChange[]> {
  const measuring = new Set(rigs);
  const series = [...(await ctx.known.series()).values()].filter(({ rig }) => measuring.has(rig));
  const found: OpenChange[] = [];
  for (const trunk of trunks) {
    for await (const one of pathPoints(ctx, series, onePath(trunk))) found.push(...(await changesOf(ctx, one, trunk)));
  }
  return found;
}

async function changesOf(
  ctx: Context,
  { series, points }: { readonly series: SeriesRow; readonly points: readonly PathPoint[] },
  trunk: readonly string[],
): Promise<OpenChange[]> {
  const usable = points.filter(({ excluded }) => excluded === "");
  const newest = usable.at(-1);
  if (newest === undefined) return [];
  const epochs = new SeriesEpochs(series.rig, usable, "", await ctx.known.acceptedStates());
  const epoch = epochs.of(newest);
  const history = byChangeset(
    usable.filter((point) => epochs.isComparable(point, epoch)),
    trunk,
  );
  const analysis = analyzeSeries(history.map(changesetPoint), { unit: series.unit });
  const last = analysis.changes.at(-1);
  if (last === undefined || !isWorse(series, last)) return [];
  return [openChange({ series, suite: newest.suite, trunk, history, analysis }, last)];
}

const isWorse = ({ better }: SeriesRow, { before, after }: ChangePoint): boolean =>
  better === "higher" ? after < before : after > before;

interface Seen {
  readonly series: SeriesRow;
  readonly suite: string;
  readonly trunk: readonly string[];
  readonly history: readonly ChangesetRuns<PathPoint>[];
  readonly analysis: SeriesAnalysis;
}

function openChange({ series, suite, trunk, history, analysis }: Seen, change: ChangePoint): OpenChange {
  const place = (index: number) => trunk.indexOf(history[index]?.sha ?? "");
  const suspects = trunk.slice(place(change.earliest) + 1, place(change.latest) + 1);
  const step = Math.abs(change.after - change.before);
  const width = Math.max(noiseOf(history, analysis), LEAST_WIDTH * step);
  const sign = series.better === "higher" ? -1 : 1;
  const among = new Set(suspects);
  return {
    series: series.id,
    rig: series.rig,
    suite,
    metric: series.metric,
    benchmark: series.benchmark,
    state: change.state,
    suspects,
    runs: history
      .filter(({ sha }) => among.has(sha))
      .flatMap(({ sha, usable }) =>
        usable.map(({ value }) => ({ sha, shift: (sign * (value - change.before)) / width })),
      ),
    effect: step / width,
  };
}

/** How much single runs differ from the level they are part of. */
function noiseOf(history: readonly ChangesetRuns<PathPoint>[], { levels }: SeriesAnalysis): number {
  const residuals = levels.flatMap(({ from, to, value }) =>
    history.slice(from, to).flatMap(({ usable }) => usable.map((run) => Math.abs(run.value - value))),
  );
  return residuals.length === 0 ? 0 : NORMAL * median(residuals);
}
