/** Two releases, changesets or branches against each other: series by series, and as geometric means. */
import { type ComparedLevels, compareLevels } from "../gate/compare-levels.ts";
import { ASSUMPTION, geometricMean, type LogRatio } from "../gate/geometric-mean.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import { Fault } from "../model/fault.ts";
import type {
  ComparedState,
  GeometricMean,
  ReleaseComparison,
  SeriesComparison,
  Uncompared,
} from "../model/release-comparison.ts";
import type { SeriesRow } from "../store/store.ts";
import { type Paths, pathsOf } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { levelsQuestion, seriesComparison } from "./series-comparison.ts";
import { inSeriesUnit } from "./series-history.ts";
import { type SeriesLevels, seriesLevels } from "./series-levels.ts";

const CONFIDENCE = 0.95;
/** Of a series, from one release to the next. */
const CREEP_BUDGET = 0.05;

/** From memory while nothing new has arrived; refused in one sentence when nothing was measured in both. */
export async function compareStates(
  ctx: Context,
  caller: Caller,
  baseline: ComparedState,
  candidate: ComparedState,
): Promise<ReleaseComparison> {
  if (baseline.sha === candidate.sha) {
    const message = `${baseline.name} and ${candidate.name} are the same changeset, ${baseline.sha}: there is nothing to compare.`;
    throw new Fault("invalid", message);
  }
  const name = `comparison ${JSON.stringify([baseline, candidate])} ${sightOf(caller)}`;
  const compared = await ctx.known.derived(name, () => compare(ctx, caller, baseline, candidate));
  if (compared.series.length > 0) return compared;
  throw new Fault("invalid", neverInCommon(compared));
}

function neverInCommon({ baseline, candidate, uncompared }: ReleaseComparison): string {
  const [first] = uncompared;
  const example = first ? `; ${first.benchmark} ${first.metric} on ${first.rig}, for one: ${first.why}` : "";
  return `${baseline.name} and ${candidate.name} were never measured in common${example}.`;
}

async function compare(
  ctx: Context,
  caller: Caller,
  baseline: ComparedState,
  candidate: ComparedState,
): Promise<ReleaseComparison> {
  const paths = pathsOf(await ctx.known.landingOrder(), baseline.sha, candidate.sha);
  const visible = await visibleSeries(ctx, caller);
  const { found, uncompared } = await levelsOf(ctx, visible, paths);
  const answers = compareLevels(
    found.map(({ series, levels }) => levelsQuestion(series, levels, paths)),
    ctx.policy,
    CONFIDENCE,
  );
  const rigs = await ctx.known.rigs();
  const compared: Compared[] = [];
  for (const [i, { series, levels }] of found.entries()) {
    const answer = answers[i];
    if (!answer) {
      uncompared.push(uncomparedOf(series, "too few runs to show how much runs differ"));
      continue;
    }
    const vendor = rigs.get(series.rig)?.vendor ?? null;
    const shown = seriesComparison({ series, vendor, levels, answer }, paths, CREEP_BUDGET);
    compared.push({ answer, shown });
  }
  return {
    ...(visible.length < (await ctx.known.series()).size && { partial: true }),
    baseline,
    candidate,
    forkedAt: paths.forkedAt,
    confidence: CONFIDENCE,
    means: meansOf(compared),
    assumption: ASSUMPTION,
    series: compared.map(({ shown }) => shown),
    uncompared,
    engine: ENGINE_VERSION,
  };
}

interface Found {
  readonly series: SeriesRow;
  readonly levels: SeriesLevels;
}

/** Series that neither state has are not spoken of. */
async function levelsOf(
  ctx: Context,
  visible: readonly SeriesRow[],
  paths: Paths,
): Promise<{ found: Found[]; uncompared: Uncompared[] }> {
  const order = await ctx.known.landingOrder();
  const points = groupedBy(await ctx.store.points(visible.map(({ id }) => id)), ({ series }) => series);
  const known = new Set([...paths.older, ...paths.newer]);
  const found: Found[] = [];
  const uncompared: Uncompared[] = [];
  for (const series of visible) {
    const placed = (points.get(series.id) ?? [])
      .map((point) => ({
        ...inSeriesUnit(point, series),
        sha: known.has(point.sha) ? point.sha : order.historyOf(point.sha),
      }))
      .filter(({ sha }) => known.has(sha));
    if (placed.length === 0) continue;
    const levels = seriesLevels(series, placed, paths);
    if ("why" in levels) uncompared.push(uncomparedOf(series, levels.why));
    else found.push({ series, levels });
  }
  return { found, uncompared };
}

const uncomparedOf = ({ id, rig, benchmark, metric }: SeriesRow, why: string): Uncompared => ({
  series: id,
  rig,
  benchmark,
  metric,
  why,
});

type Compared = { readonly answer: ComparedLevels; readonly shown: SeriesComparison };

function meansOf(compared: readonly Compared[]): GeometricMean[] {
  const usable = compared.filter(({ answer }) => answer.performance !== null);
  const mean = (by: GeometricMean["by"], of: string, group: readonly Compared[]): GeometricMean[] => {
    const interval = geometricMean(group.flatMap(logRatio), CONFIDENCE);
    return interval === null ? [] : [{ by, of, series: group.length, ...interval }];
  };
  const groups = (["suite", "benchmark", "rig", "vendor"] as const).flatMap((by) =>
    [...groupedBy(usable, ({ shown }) => shown[by] ?? "")]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([of, group]) => (of === "" ? [] : mean(by, of, group))),
  );
  return [...mean("overall", "", usable), ...groups];
}

function logRatio({ answer: { performance }, shown: { rig, benchmark } }: Compared): LogRatio[] {
  return performance === null ? [] : [{ rig, benchmark, ...performance }];
}
