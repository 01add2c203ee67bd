/** Two sets of runs made ready for questions: scale, blocks and noise found once, then asked as often as needed. */
import type { Threshold } from "../model/policy.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { studentTUpper } from "../stats/student-t.ts";
import { unseenMode } from "../stats/unseen-mode.ts";
import { undiluted } from "./block-memory.ts";
import { type BridgeUncertainty, bridgeOn } from "./bridge-scale.ts";
import { type Contrast, contrastOf, type Uncertainty, uncertaintyOf } from "./contrast.ts";
import { type Layout, layOut } from "./layout.ts";
import { type Noise, noiseOf } from "./nested-noise.ts";
import { columnsOf } from "./run-columns.ts";
import type { RunSample } from "./run-sample.ts";
import { type Scale, scaleOf } from "./scale.ts";
import { widened } from "./shift.ts";
import { type FamilyPrior, steadiedNoise } from "./shrink.ts";

export interface Question {
  readonly better: "higher" | "lower";
  readonly threshold: Threshold;
  /** Unit of the values: "%" and "fraction" are compared in points. */
  readonly unit: string;
  /** Relative standard deviation between blocks where it cannot be seen: 0.01 is 1 %. */
  readonly priorBlockDeviation: number;
  /** Two-sided confidence of the interval; each one-sided question is asked at (1 − confidence)/2. */
  readonly confidence: number;
  /** Wanted of `minimumDetectableEffect` and `need`; 0.9 when absent. */
  readonly power?: number;
  /** Correlation of successive block means where it is evident (block-memory.ts); 0 when absent. */
  readonly memory?: number;
  /** Of the ratio by which the baseline was carried over from another epoch of the rig; absent when it was not. */
  readonly bridge?: BridgeUncertainty | undefined;
  /** What the series' relatives on the rig say of its noise, on the log scale. */
  readonly family?: FamilyPrior;
}

export interface Comparison {
  readonly scale: Scale;
  readonly layout: Layout;
  readonly noise: Noise;
  /** The same without what relatives say. */
  readonly ownNoise: Noise;
  /** Runs that show the noise, and would show a second mode: those of the baseline, or of the history it is a part of. */
  readonly historyRuns: number;
  /** σ(block) on the working scale where blocks cannot be seen. */
  readonly prior: number;
  /** Of the baseline's carrying over, on the working scale; null when it was measured where the candidate was. */
  readonly bridge: Uncertainty | null;
  /** +1 where more is worse, −1 where less is. */
  readonly worse: 1 | -1;
  /** δ on the working scale, positive. */
  readonly threshold: number;
}

/** One measured difference: how much worse, on the working scale. */
export interface Difference {
  readonly contrast: Contrast;
  /** Positive is worse. */
  readonly worsening: number;
  readonly variance: number;
  readonly df: number;
  /** Chance that the whole difference is that of two modes, each side having met one (one direction). */
  readonly twoModes: number;
}

/** Standard errors below this are those of a counter, not of a measurement: relative to the level. */
const RESOLUTION = 1e-9;
const SMALLEST_THRESHOLD = 1e-6;
/** How many series have runs of two modes (placement, memory layout, a cache that was warm): one in four. */
const SERIES_WITH_MODES = 0.25;

/**
 * A baseline that is a part of a longer history, as a parent's runs are of a level, takes its noise from the whole.
 * Wild runs count in full on either side: winsorising a history at 8 robust σ turned 5 % into 8 % on real windows.
 */
export function comparisonOf(
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
  question: Question,
  history: readonly RunSample[] = baseline,
): Comparison {
  const scale = scaleOf(columnsOf(history), columnsOf(candidate), question);
  const layout = layOut(baseline, candidate, scale.forward);
  const ownNoise = noiseIn(history === baseline ? layout : layOut(history, candidate, scale.forward));
  return {
    scale,
    layout,
    historyRuns: history.length,
    noise: noiseFor(question, scale, ownNoise),
    ownNoise,
    prior: scale.relative(question.priorBlockDeviation),
    bridge: bridgeOn(question.bridge, scale, columnsOf(history).values),
    worse: question.better === "lower" ? 1 : -1,
    threshold: Math.max(scale.threshold, SMALLEST_THRESHOLD),
  };
}

/** A history with nothing beside it is laid out once (layout.ts). */
const noiseIn = (layout: Layout): Noise => (layout.candidateRuns === 0 ? noiseOfAlone(layout) : noiseOf(layout));
const noiseOfAlone = onceForEach(noiseOf);

/** The same runs, with what relatives say of their noise. */
export const steadiedBy = (comparison: Comparison, asked: Pick<Question, "family" | "memory">): Comparison => ({
  ...comparison,
  noise: noiseFor(asked, comparison.scale, comparison.ownNoise),
});

const noiseFor = ({ family, memory = 0 }: Pick<Question, "family" | "memory">, { kind }: Scale, own: Noise): Noise =>
  remembering(kind === "ratio" ? steadiedNoise(own, family) : own, memory);

function remembering(noise: Noise, correlation: number): Noise {
  const { run, block } = noise;
  if (correlation <= 0 || block.value <= run.value) return noise;
  return { ...noise, memory: undiluted(correlation, 1 - run.value / block.value) };
}

/** Candidate (of the blocks included) against baseline; null when a side is empty or nothing shows the noise. */
export function differenceOf(comparison: Comparison, include?: (block: string) => boolean): Difference | null {
  const { layout, noise, prior, worse } = comparison;
  if (noise.run.df + noise.block.df === 0) return null;
  const contrast = contrastOf(layout, noise, prior, include);
  if (contrast === null) return null;
  const { variance, df } = widened(uncertaintyOf(layout, contrast, noise, prior), comparison.bridge);
  const { candidateRuns } = layout.blocks.kinds;
  let included = 0;
  for (let k = 0; k < candidateRuns.length; k++)
    if (contrast.candidate[k] !== 0) included += candidateRuns[k] as number;
  return {
    contrast,
    worsening: worse * contrast.estimate,
    variance: Math.max(variance, RESOLUTION ** 2),
    df,
    twoModes: (SERIES_WITH_MODES * unseenMode(comparison.historyRuns, included)) / 2,
  };
}

/** Student's t of "worse by more than `threshold`". */
export const excessOf = (difference: Difference, threshold: number): number =>
  (difference.worsening - threshold) / Math.sqrt(difference.variance);

/** One-sided p of H₀ "not worse than `threshold`", the chance of two modes included; never 0. */
export const pWorseThan = (difference: Difference, threshold: number): number =>
  neverZero(studentTUpper(excessOf(difference, threshold), difference.df) + difference.twoModes);

/** One-sided p of H₀ "worse than `threshold` or more"; never 0. */
export const pNotWorseThan = (difference: Difference, threshold: number): number =>
  neverZero(studentTUpper(-excessOf(difference, threshold), difference.df));

/** A probability below 10⁻³⁰⁰ is said as 10⁻³⁰⁰. */
export const neverZero = (p: number): number => Math.min(1, Math.max(1e-300, p));
