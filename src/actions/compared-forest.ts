/** Two states' series as rows of the forest chart, in the order given. */
import { effectSize } from "../charts/change.ts";
import type { ForestChartData, ForestRow, ForestWord } from "../charts/forest-data.ts";
import type { Movement, ReleaseComparison, SeriesComparison } from "../model/release-comparison.ts";
import { parametersOf } from "../model/series.ts";

/** Rows of one picture: beyond it the table below tells the rest. */
const MOST_ROWS = 40;

const WORDS: Record<Movement, ForestWord> = {
  regression: "worse",
  improvement: "better",
  immaterial: "same",
  undecided: "open",
};

/** A difference in a unit has no place on a common scale. */
export function comparedForest({
  baseline,
  candidate,
  series,
}: Pick<ReleaseComparison, "baseline" | "candidate" | "series">): ForestChartData {
  const rows = series.filter(({ performance }) => performance !== null).map(rowOf);
  return { title: `${candidate.name} against ${baseline.name}`, rows: rows.slice(0, MOST_ROWS) };
}

const WORST_FIRST = ["regression", "undecided", "immaterial", "improvement"] as const satisfies readonly Movement[];

/** Regressions first, improvements last, and of each kind those that became most worse. */
export function worstFirst(series: readonly SeriesComparison[]): SeriesComparison[] {
  const rank = ({ movement }: SeriesComparison) => WORST_FIRST.indexOf(movement);
  return [...series].sort(
    (a, b) => rank(a) - rank(b) || performanceOf(a) - performanceOf(b) || (a.series < b.series ? -1 : 1),
  );
}

/** Relative to the older level where there is no ratio; below 1 is worse. */
function performanceOf({ performance, effect, baseline, better }: SeriesComparison): number {
  if (performance) return performance.value;
  const relative = effect.value / Math.abs(baseline.level || 1);
  return better === "higher" ? 1 + relative : 1 - relative;
}

function rowOf(one: SeriesComparison): ForestRow {
  const { benchmark, metric, rig, effect, better, threshold, movement } = one;
  const worse = (ratio: number) => (better === "higher" ? 1 - ratio : ratio - 1);
  const ends = [worse(effect.low), worse(effect.high)];
  return {
    label: `${benchmark} ${metric}`,
    details: [rig, ...parametersOf(one)],
    worsening: worse(effect.value),
    low: Math.min(...ends),
    high: Math.max(...ends),
    material: threshold,
    effect: effectSize(effect),
    word: WORDS[movement],
  };
}
