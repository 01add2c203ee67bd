/** How a series stands, from its last change point: one word, with a shape and a colour. */
import { direction, effectSize, judgement } from "../charts/change.ts";
import type { Series, SeriesAnalysis } from "../model/series.ts";
import type { Shape } from "./shape.ts";

/** Worst first; the choices of the home page's filter. */
export const SERIES_STATES = ["regressed", "suspected", "improved", "stable", "new"] as const;
export type SeriesStateWord = (typeof SERIES_STATES)[number];

export interface SeriesState {
  readonly word: SeriesStateWord;
  /** "−7.9 % regressed", "+3.0 % suspected worse", "stable". */
  readonly text: string;
  readonly shape: Shape;
  readonly tone: "bad" | "good" | "quiet";
}

/** With fewer changesets nobody can call a level stable. */
const FEWEST = 3;

export function seriesState(series: Series, analysis: SeriesAnalysis): SeriesState {
  const last = analysis.changes.at(-1);
  if (!last) {
    const isNew = (analysis.levels.at(-1)?.to ?? 0) < FEWEST;
    return {
      word: isNew ? "new" : "stable",
      text: isNew ? "new" : "stable",
      shape: isNew ? "ring" : "dot",
      tone: "quiet",
    };
  }
  const verdict = judgement(last, series.better);
  const tone = verdict === "worse" ? "bad" : "good";
  const way = direction(last.effect);
  const size = effectSize(last.effect);
  if (last.state === "suspected")
    return { word: "suspected", text: `${size} suspected ${verdict}`, shape: `hollow-${way}`, tone };
  const word = verdict === "worse" ? "regressed" : "improved";
  return { word, text: `${size} ${word}`, shape: `triangle-${way}`, tone };
}
