/** Has the rig become noisier or quieter? */
import type { Finding } from "../model/series.ts";
import { meanChange } from "../stats/mean-change.ts";
import { normalScores } from "../stats/normal-scores.ts";
import { counted, figure } from "./finding-words.ts";
import { type LevelResiduals, noiseWidth, sizesOf } from "./level-residuals.ts";
import { TUNING } from "./tuning.ts";

/** Nominal chance that a quiet series shows a change of spread; at most 1 % is measured over the noise laws of the tests. */
export const SPREAD_ALPHA = 0.004;
/** With fewer points no change of spread is told. */
const SHORTEST = 40;
/** A spread that grew or shrank by less is not worth telling. */
const MATERIAL = 1.5;

/**
 * One change of the size of the residuals: CUSUM of the normal scores of |r|, which no outlier can carry. Where levels
 * differ, it must hold for the residuals in the unit and as shares of their level, so that noise which only follows the
 * level, or only does not, is no news.
 */
export function spreadFinding(residuals: LevelResiduals, unit: string): Finding | null {
  const { r, relative, at } = residuals;
  if (r.length < SHORTEST) return null;
  const change = sizeChange(r);
  if (change.p > SPREAD_ALPHA) return null;
  const before = noiseWidth(r, 0, change.index);
  const after = noiseWidth(r, change.index, r.length);
  if (!isMaterial(before, after) || Math.max(before, after) < TUNING.noiseFloor * residuals.level) return null;
  let p = change.p;
  if (relative !== null) {
    const share = sizeChange(relative);
    const [was, is] = [noiseWidth(relative, 0, share.index), noiseWidth(relative, share.index, r.length)];
    if (share.p > SPREAD_ALPHA || is > was !== after > before || !isMaterial(was, is)) return null;
    p = Math.max(p, share.p);
  }
  const index = at[change.index] as number;
  return { kind: "spread", index, p, text: text({ before, after, index }, residuals, unit) };
}

const sizeChange = (r: Float64Array) => meanChange(normalScores(sizesOf(r)), SPREAD_ALPHA);

const isMaterial = (before: number, after: number): boolean =>
  Math.max(before, after) >= MATERIAL * Math.min(before, after);

function text(
  { before, after, index }: { readonly before: number; readonly after: number; readonly index: number },
  { unit: factor }: LevelResiduals,
  unit: string,
): string {
  const times =
    Math.min(before, after) > 0 ? `${figure(Math.max(before, after) / Math.min(before, after))} times ` : "";
  const word = after > before ? "wider" : "narrower";
  const figures = `σ went from ${figure(before * factor)} to ${figure(after * factor)} ${unit}`.trimEnd();
  return `After ${counted(index)} the values spread ${times}${word}: ${figures}.`;
}
