/** A verdict's series as rows of the forest chart, the ones that matter first. */

import { effectSize } from "../charts/change.ts";
import type { ForestChartData, ForestRow, ForestWord } from "../charts/forest-data.ts";
import type { Effect } from "../model/series.ts";
import { parametersOf } from "../model/series.ts";
import { type SeriesVerdict, WORST_FIRST } from "../model/verdict.ts";
import type { ShownChangeset } from "./show-changeset.ts";

/** Rows of one picture: beyond it the table below tells the rest. */
const MOST_ROWS = 40;

type Judged = Pick<ShownChangeset, "verdict">;

/** Series whose effect is a ratio: a difference in a unit has no place on a common scale. */
export function forestOf({ verdict }: Judged): ForestChartData {
  const rows = byWeight(verdict.series).flatMap((one) => {
    const { effect } = one;
    if (effect?.scale !== "ratio") return [];
    return [rowOf(one, effect, one.threshold.ratio)];
  });
  return { title: `${verdict.sha.slice(0, 10)} against its baseline`, rows: rows.slice(0, MOST_ROWS) };
}

/** Failing series first, then suspected ones, then by how much worse each may be. */
export function byWeight(series: readonly SeriesVerdict[]): SeriesVerdict[] {
  const rank = (one: SeriesVerdict) => 2 * WORST_FIRST.indexOf(one.verdict) - (one.suspected ? 1 : 0);
  const worst = (one: SeriesVerdict) => (one.effect === null ? 0 : Math.max(...endsOf(one, one.effect)));
  return [...series].sort((a, b) => rank(a) - rank(b) || worst(b) - worst(a) || (a.series < b.series ? -1 : 1));
}

function rowOf(one: SeriesVerdict, effect: Effect, material: number | null): ForestRow {
  const [low, high] = endsOf(one, effect);
  return {
    label: `${one.benchmark} ${one.metric}`,
    details: [one.rig, ...parametersOf(one)],
    worsening: worsening(one, effect.value),
    low,
    high,
    material,
    effect: effectSize(effect),
    word: wordOf(one, high, material),
  };
}

const worsening = ({ better }: SeriesVerdict, ratio: number): number => (better === "higher" ? 1 - ratio : ratio - 1);

function endsOf(one: SeriesVerdict, { low, high }: Effect): [number, number] {
  const ends = [worsening(one, low), worsening(one, high)];
  return [Math.min(...ends), Math.max(...ends)];
}

function wordOf(one: SeriesVerdict, high: number, material: number | null): ForestWord {
  if (one.verdict === "fail") return "worse";
  if (one.suspected) return "suspected";
  if (one.verdict !== "pass") return "open";
  return high < -(material ?? 0) ? "better" : "same";
}
