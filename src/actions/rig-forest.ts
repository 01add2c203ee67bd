/** Series that two rigs have in common as rows of the forest chart. */
import { effectSize } from "../charts/change.ts";
import { shortened } from "../charts/describe.ts";
import type { ForestChartData } from "../charts/forest-data.ts";
import type { RigComparison, RigTwin } from "../model/rig-comparison.ts";
import { parametersOf } from "../model/series.ts";

/** Rows of the picture: the rest is in the JSON. */
const MOST_DRAWN = 40;
/** Characters of a rig's name at the axis of the picture. */
const AXIS = 18;

/** Slowest of the candidate first. */
export function rigForest({ baseline, candidate, series }: RigComparison): ForestChartData {
  const rows = slowestFirst(series).flatMap((one) => {
    const { benchmark, metric, performance, effect } = one;
    if (performance === null) return [];
    return [
      {
        label: `${benchmark} ${metric}`,
        details: parametersOf(one),
        worsening: 1 - performance.value,
        low: 1 - performance.high,
        high: 1 - performance.low,
        material: null,
        effect: effectSize(effect),
        word: "told" as const,
      },
    ];
  });
  return {
    title: `rig ${candidate.rig} against rig ${baseline.rig}`,
    axis: axisOf(candidate.rig, baseline.rig),
    axisInFull: `${candidate.rig} behind ${baseline.rig} by`,
    rows: rows.slice(0, MOST_DRAWN),
  };
}

/** Two names that are alike when cut off would name the same rig twice. */
function axisOf(candidate: string, baseline: string): string {
  const [of, to] = [shortened(candidate, AXIS), shortened(baseline, AXIS)];
  return of === to ? "candidate behind baseline by" : `${of} behind ${to} by`;
}

export function slowestFirst(series: readonly RigTwin[]): RigTwin[] {
  return [...series].sort((a, b) => (a.performance?.value ?? 1) - (b.performance?.value ?? 1));
}
