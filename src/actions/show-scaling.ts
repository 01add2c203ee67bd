/** How does a metric grow with clients, threads or size, and did that change from release to release? */
import type { ScalingChartData, ScalingCurve, ScalingPoint } from "../charts/scaling-data.ts";
import { analyzeSeries } from "../detect/change-points.ts";
import { type ScalingFamily, scalingFamilies } from "../detect/scaling-families.ts";
import { Fault } from "../model/fault.ts";
import type { SeriesRow } from "../store/runs.ts";
import { onePath } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import { ordinalsOn, sightOf, visibleSeries } from "./read-series.ts";
import { byChangeset, changesetPoint, newestStart } from "./series-history.ts";

/** Lines of one picture: the newest releases and what landed since. */
const MOST_RELEASES = 3;
const NEWEST = "newest";
/** Changesets up to a release that show the level on which it stands. */
export const SHOWING = 50;

export interface ShownScaling {
  /** Names the curve in an address: the series with the fewest clients, and the parameter. */
  readonly key: string;
  readonly chart: ScalingChartData;
}

export async function showScaling(ctx: Context, caller: Caller): Promise<readonly ShownScaling[]> {
  return await ctx.known.derived(`scaling ${sightOf(caller)}`, async () => {
    const families = scalingFamilies(await visibleSeries(ctx, caller));
    const members = new Map(families.flatMap((family) => family.members.map(({ series }) => [series.id, series])));
    const levels = await placedLevels(ctx, [...members.values()]);
    return families.map((family) => shown(family, levels)).filter(({ chart }) => chart.curves.length > 0);
  });
}

export async function oneScaling(ctx: Context, caller: Caller, key: string): Promise<ScalingChartData> {
  const found = (await showScaling(ctx, caller)).find((one) => one.key === key);
  if (!found) throw new Fault("not_found", `There is no scaling curve ${key}; /scaling lists them.`);
  return found.chart;
}

type Level = Omit<ScalingPoint, "x"> & { readonly measuredAt: string };
/** By series, then by release, the oldest first. */
type Levels = ReadonlyMap<string, ReadonlyMap<string, Level>>;

/** Of each series on the longest branch on which it was measured: at the newest releases, and now. */
async function placedLevels(ctx: Context, series: readonly SeriesRow[]): Promise<Levels> {
  const order = await ctx.known.landingOrder();
  const levels = new Map<string, ReadonlyMap<string, Level>>();
  for (const branch of order.branches()) {
    const left = series.filter(({ id }) => !levels.has(id));
    if (left.length === 0) break;
    const stretches = await stretchesOf(ctx, order.trunk(branch));
    const read = [...new Set([...stretches.values()].flat())];
    for await (const { series: one, points } of pathPoints(ctx, left, { ...onePath(read), onlyNewer: new Set(read) })) {
      if (points.length === 0) continue;
      const found = [...stretches].flatMap(([release, shas]) => {
        const level = levelOn(one, points, shas);
        return level === null ? [] : [[release, level] as const];
      });
      levels.set(one.id, new Map(found));
    }
  }
  return levels;
}

/** The changesets up to each of the newest releases of a branch, and up to its tip. */
async function stretchesOf(ctx: Context, trunk: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const place = ordinalsOn(trunk);
  const releases = [...(await ctx.known.releases()).values()].flatMap(({ tag, sha }) => {
    const at = place.get(sha);
    return at === undefined ? [] : [{ tag, at }];
  });
  const newest = releases.sort((a, b) => a.at - b.at).slice(-MOST_RELEASES);
  return new Map(
    [...newest, { tag: NEWEST, at: trunk.length - 1 }].map(({ tag, at }) => [
      tag,
      trunk.slice(Math.max(0, at + 1 - SHOWING), at + 1),
    ]),
  );
}

function levelOn({ unit }: SeriesRow, points: readonly PathPoint[], shas: readonly string[]): Level | null {
  const runs = byChangeset(points, shas).filter(({ usable }) => usable.length > 0);
  const level = analyzeSeries(runs.map(changesetPoint), { unit }).levels.at(-1);
  if (level === undefined) return null;
  const measuredAt = newestStart(runs.slice(level.from, level.to));
  return { value: level.value, low: level.low, high: level.high, measuredAt };
}

function shown({ by, members }: ScalingFamily<SeriesRow>, levels: Levels): ShownScaling {
  const measured = members.flatMap(({ x, series }) => {
    const mine = levels.get(series.id);
    return mine && mine.size > 0 ? [{ x, mine }] : [];
  });
  const names = [...new Set(measured.flatMap(({ mine }) => [...mine.keys()]))].filter((name) => name !== NEWEST);
  const curves = [...names, NEWEST]
    .map((release): ScalingCurve => {
      const points = measured.flatMap(({ x, mine }) => {
        const level = mine.get(release);
        return level === undefined ? [] : [{ x, ...level }];
      });
      const newest = points.map(({ measuredAt }) => measuredAt).sort();
      return {
        release,
        measuredAt: newest.at(-1) ?? "",
        points: points.map(({ x, value, low, high }) => ({ x, value, low, high })),
      };
    })
    .filter(({ points }) => points.length >= 2);
  const series = members[0]?.series as SeriesRow;
  const { [by]: _, ...parameters } = series.parameters;
  return { key: `${series.id}-${by}`, chart: { series: { ...series, parameters }, by, curves } };
}
