/** A series' history with what its page says around the picture. */
import { layOut } from "../detect/layout.ts";
import { componentsOf, noiseOf, seesBlocks } from "../detect/nested-noise.ts";
import type { Rig } from "../model/changeset.ts";
import type { StoredPoint } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { oneSeries } from "./read-series.ts";
import { type SeriesTrend, seriesTrend } from "./series-trend.ts";

export interface ShownSeries extends SeriesNoise {
  readonly history: SeriesTrend;
  readonly rig: Rig | null;
}

/** Relative standard deviations, as fractions of the level; null when they cannot be seen. */
export interface SeriesNoise {
  readonly runNoise: number | null;
  readonly blockNoise: number | null;
}

export async function showSeries(ctx: Context, caller: Caller, id: string, branch?: string): Promise<ShownSeries> {
  const series = await oneSeries(ctx, caller, id);
  const history = await seriesTrend(ctx, series, branch);
  return { history, rig: (await ctx.known.rigs()).get(series.rig) ?? null, ...seriesNoise(history) };
}

/** What noise is seen in: scheduled, usable runs of the current level. A step of the level is not noise. */
export function levelRuns<Point extends Pick<StoredPoint, "sha" | "excluded" | "cause">>({
  changesets,
  analysis,
  points,
}: Pick<SeriesTrend, "changesets" | "analysis"> & { readonly points: readonly Point[] }): Point[] {
  const shas = new Set(changesets.slice(analysis.levels.at(-1)?.from ?? 0).map(({ sha }) => sha));
  return points.filter((point) => shas.has(point.sha) && isNoise(point));
}

const isNoise = ({ excluded, cause }: Pick<StoredPoint, "excluded" | "cause">): boolean =>
  excluded === "" && cause === "scheduled";

/** Relative noise needs a positive level. */
function seriesNoise({ analysis, pointsOf }: SeriesTrend): SeriesNoise {
  const runs = pointsOf(analysis.levels.at(-1)?.from).filter(isNoise);
  if (runs.length < 3 || runs.some(({ value }) => value <= 0)) return { runNoise: null, blockNoise: null };
  const noise = noiseOf(layOut(runs, [], Math.log));
  const { run, block } = componentsOf(noise, 0);
  return {
    runNoise: noise.run.df > 0 ? Math.sqrt(run) : null,
    blockNoise: seesBlocks(noise) && noise.run.df > 0 ? Math.sqrt(block) : null,
  };
}
