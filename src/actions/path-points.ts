/** Points of series on two histories, some series at a time, for those who look at one after the other. */
import type { SeriesRow } from "../store/runs.ts";
import type { Paths } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { type EvidencePoint, pointsOf } from "./evidence.ts";
import { type PathRun, pathEvidence } from "./path-evidence.ts";

export type PathPoint = PathRun & EvidencePoint;

/** Every series with its points by start, as `pathEvidence` reads them. */
export async function* pathPoints(
  ctx: Context,
  series: readonly SeriesRow[],
  paths: Paths,
): AsyncGenerator<{ readonly series: SeriesRow; readonly points: readonly PathPoint[] }> {
  for await (const { series: one, ...evidence } of pathEvidence(ctx, series, paths))
    yield { series: one, points: pointsOf(evidence) };
}
