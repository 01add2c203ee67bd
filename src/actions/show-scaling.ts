/** How does a metric grow with clients, threads or size, and did that change from release to release? */
import type { ScalingChartData, ScalingCurve, ScalingPoint } from "../charts/scaling-data.ts";
import { type ScalingFamily, scalingFamilies } from "../detect/scaling-families.ts";
import { Fault } from "../model/fault.ts";
import type { SeriesRow } from "../store/store.ts";
import type { Caller, Context } from "./context.ts";
import { type SeriesHistory, seriesHistories, sightOf, visibleSeries } from "./read-series.ts";

/** Lines of one picture: the newest releases and what landed since. */
const MOST_RELEASES = 3;
const NEWEST = "newest";

export interface ShownScaling {
  /** Names the curve in an address: the series with the fewest clients, and the parameter. */
  readonly key: string;
  readonly chart: ScalingChartData;
}

export async function showScaling(ctx: Context, caller: Caller): Promise<readonly ShownScaling[]> {
  return await ctx.known.derived(`scaling ${sightOf(caller)}`, async () => {
    const families = scalingFamilies(await visibleSeries(ctx, caller));
    const members = families.flatMap((family) => family.members.map(({ series }) => series));
    const histories = await seriesHistories(ctx, members);
    const byId = new Map(histories.map((history) => [history.series.id, history]));
    return families.map((family) => shown(family, byId)).filter(({ chart }) => chart.curves.length > 0);
  });
}

export async function oneScaling(ctx: Context, caller: Caller, key: string): Promise<ScalingChartData> {
  const found = (await showScaling(ctx, caller)).find((one) => one.key === key);
  if (!found) throw new Fault("not_found", `There is no scaling curve ${key}; /scaling lists them.`);
  return found.chart;
}

function shown({ by, members }: ScalingFamily<SeriesRow>, histories: ReadonlyMap<string, SeriesHistory>): ShownScaling {
  const measured = members.flatMap(({ x, series }) => {
    const history = histories.get(series.id);
    return history && history.analysis.levels.length > 0 ? [{ x, history }] : [];
  });
  const tags = [...new Set(measured.flatMap(({ history }) => history.releases.map(({ tag }) => tag)))];
  const curves = [...tags.slice(-MOST_RELEASES), NEWEST]
    .map(
      (release): ScalingCurve => ({
        release,
        points: measured.flatMap(({ x, history }) => pointAt(history, release, x)),
      }),
    )
    .filter(({ points }) => points.length >= 2);
  const series = members[0]?.series as SeriesRow;
  const { [by]: _, ...parameters } = series.parameters;
  return { key: `${series.id}-${by}`, chart: { series: { ...series, parameters }, by, curves } };
}

/** The level on which the release stands; the last one for what landed since. */
function pointAt({ analysis, releases }: SeriesHistory, release: string, x: number): ScalingPoint[] {
  const at = releases.find(({ tag }) => tag === release)?.index;
  const level =
    release === NEWEST
      ? analysis.levels.at(-1)
      : analysis.levels.find(({ from, to }) => at !== undefined && at >= from && at < to);
  return level === undefined ? [] : [{ x, value: level.value, low: level.low, high: level.high }];
}
