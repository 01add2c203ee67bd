/** Where each series of two rigs stands now, on a branch that both have measured lately. */
import { analyzeSeries } from "../detect/change-points.ts";
import type { RigLevel } from "../model/rig-comparison.ts";
import { parseUnit } from "../model/unit.ts";
import type { SeriesRow } from "../store/store.ts";
import { onePath } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import { byChangeset, changesetPoint } from "./series-history.ts";

/** Changesets up to the tip of a branch that show where a series stands. */
const SHOWING = 50;

export interface Twins {
  readonly baseline: SeriesRow;
  readonly candidate: SeriesRow;
}

export interface PlacedTwins extends Twins {
  readonly branch: string;
  /** Both in the unit of the baseline's series. */
  readonly levels: { readonly baseline: RigLevel; readonly candidate: RigLevel };
}

/** Of each pair on the longest branch that has a level of both; pairs without one are left out. */
export async function rigLevels(ctx: Context, pairs: readonly Twins[]): Promise<PlacedTwins[]> {
  const order = await ctx.known.landingOrder();
  const found: PlacedTwins[] = [];
  let left = pairs;
  for (const branch of order.branches()) {
    if (left.length === 0) break;
    const levels = await levelsOn(ctx, left, order.trunk(branch).slice(-SHOWING));
    const placed = left.flatMap((pair) => placedOn(pair, branch, levels));
    found.push(...placed);
    const isPlaced = (pair: Twins) =>
      placed.some((one) => one.baseline === pair.baseline && one.candidate === pair.candidate);
    left = left.filter((pair) => !isPlaced(pair));
  }
  return found;
}

function placedOn(pair: Twins, branch: string, levels: ReadonlyMap<string, RigLevel>): PlacedTwins[] {
  const [baseline, candidate] = [levels.get(pair.baseline.id), levels.get(pair.candidate.id)];
  if (!baseline || !candidate) return [];
  const factor = parseUnit(pair.candidate.unit).factor / parseUnit(pair.baseline.unit).factor;
  return [{ ...pair, branch, levels: { baseline, candidate: inUnit(candidate, factor) } }];
}

function inUnit(level: RigLevel, factor: number): RigLevel {
  return { ...level, level: level.level * factor, low: level.low * factor, high: level.high * factor };
}

async function levelsOn(
  ctx: Context,
  pairs: readonly Twins[],
  shas: readonly string[],
): Promise<ReadonlyMap<string, RigLevel>> {
  const series = pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]);
  const levels = new Map<string, RigLevel>();
  const path = { ...onePath(shas), onlyNewer: new Set(shas) };
  for await (const { series: one, points } of pathPoints(ctx, series, path)) {
    const level = levelOf(one, points, shas);
    if (level !== null) levels.set(one.id, level);
  }
  return levels;
}

function levelOf({ id, unit }: SeriesRow, points: readonly PathPoint[], shas: readonly string[]): RigLevel | null {
  const runs = byChangeset(points, shas).filter(({ usable }) => usable.length > 0);
  const level = analyzeSeries(runs.map(changesetPoint), { unit }).levels.at(-1);
  const newest = runs.at(-1);
  if (level === undefined || newest === undefined) return null;
  const started = newest.usable.map(({ startedAt }) => startedAt.getTime());
  return {
    series: id,
    level: level.value,
    low: level.low,
    high: level.high,
    changesets: level.to - level.from,
    sha: newest.sha,
    measuredAt: new Date(started.reduce((latest, one) => Math.max(latest, one), 0)).toISOString(),
  };
}
