/** Figures as people read them in a verdict. */
import type { Effect } from "../model/series.ts";
import type { Need } from "../model/verdict.ts";
import type { SeriesQuestion } from "./landing.ts";

/** "0.80x (0.78 to 0.82)", "+3.2 ms (+1 to +5.4)", "-2 points (-3 to -1)". */
export function effectWords({ scale, value, low, high, unit }: Effect): string {
  if (scale !== "ratio") return `${signed(value)}${unit === "" ? "" : ` ${unit}`} (${signed(low)} to ${signed(high)})`;
  const digits = high - low < 0.02 ? 3 : 2;
  return `${factorWords(value, digits)}x (${factorWords(low, digits)} to ${factorWords(high, digits)})`;
}

/** "0.80", "1.58e+19". */
export const factorWords = (factor: number, digits: number): string =>
  factor < 1e-2 || factor >= 1e4 ? short(factor) : factor.toFixed(digits);

/** A size on an effect's scale: "5 %", "2 ms", "1.5 points". */
export function sizeWords(size: number, { scale, unit }: Pick<Effect, "scale" | "unit">): string {
  return scale === "ratio" ? `${short(size * 100)} %` : `${short(size)}${unit === "" ? "" : ` ${unit}`}`;
}

export const needWords = ({ runs, blocks }: Need): string =>
  `${counted(runs, "more run")} in ${blocks === 1 ? "another block" : `${counted(blocks, "more block")}`}`;

/** What a baseline that is too short still needs. */
export function armsAfter(need: Need, arms?: SeriesQuestion["arms"]): string {
  const lacking = lackingWords(need);
  if (!arms) return lacking;
  const blocks = counted(arms.blocks, arms.isNightly ? "more night" : "more block");
  return `${blocks}, about ${arms.on} (${lacking})`;
}

function lackingWords({ runs, blocks }: Need): string {
  if (blocks === 0) return counted(runs, "more scheduled run");
  if (runs === 0) return `scheduled runs in ${counted(blocks, "more block")}`;
  return `${counted(runs, "more scheduled run")} in at least ${counted(blocks, "more block")}`;
}

export const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** Three digits; powers of ten where zeros would have to be counted. */
const short = (value: number): string =>
  Math.abs(value) >= 1e9 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
const signed = (value: number): string => (value < 0 ? short(value) : `+${short(value)}`);
