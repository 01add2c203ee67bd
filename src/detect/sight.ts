/** What can a rig see? The nested noise of runs of one build, and the smallest change they would show. */
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import { uncertaintyFrom } from "./contrast.ts";
import { type Layout, layOut } from "./layout.ts";
import { componentsOf, type Noise, noiseOf, seesBlocks } from "./nested-noise.ts";
import { detectable, type Rates } from "./plan.ts";
import type { RunSample } from "./run-sample.ts";

/** Relative standard deviations: 0.01 is 1 %. */
export interface Sight {
  /** Geometric mean of the runs, or their mean where one is not positive, in the unit of the values. */
  readonly level: number;
  readonly runs: number;
  readonly blocks: number;
  /** Between blocks, null where too few show it. */
  readonly block: number | null;
  /** Between runs of a block, null where no block has two. */
  readonly run: number | null;
  /** Between repeats of a run, null where they were not kept. */
  readonly repeat: number | null;
  /** Relative half-width of the level's interval, null where nothing shows the noise. */
  readonly halfWidth: number | null;
  readonly minimumDetectableEffect: SightBy | null;
}

/** The smallest relative change seen at the wanted power against ten runs in three blocks. */
export interface SightBy {
  /** Five runs in three blocks of their own. */
  readonly asIs: number;
  /** The same number of runs in blocks shared with the baseline: blocks no longer count. */
  readonly interleaved: number;
  /** Twice the blocks on both sides, as many runs in each. */
  readonly moreBlocks: number;
  /** Twice the runs in each block. */
  readonly moreRuns: number;
  /** Four times the repeats in each run; equal to `asIs` where repeats explain nothing. */
  readonly moreRepeats: number;
}

export interface SightQuestion {
  /** Relative standard deviation between blocks where it cannot be seen. */
  readonly priorBlockDeviation: number;
  readonly confidence: number;
  readonly rates: Rates;
}

/** Values that are not finite must not come here. */
export function sightOf(runs: readonly RunSample[], question: SightQuestion): Sight {
  const isPositive = runs.every(({ value }) => value > 0);
  const mean = meanOf(runs.map(({ value }) => value));
  const size = Math.abs(mean) || 1;
  const layout = layOut(runs, [], isPositive ? Math.log : (value) => value / size);
  const noise = noiseOf(layout);
  const { run, block } = componentsOf(noise, question.priorBlockDeviation);
  const repeat = repeatDeviation(runs, isPositive ? undefined : size);
  return {
    level: isPositive ? Math.exp(meanOf(runs.map(({ value }) => Math.log(value)))) : mean,
    runs: runs.length,
    blocks: layout.baselineBlocks,
    block: seesBlocks(noise) && noise.run.df > 0 ? Math.sqrt(block) : null,
    run: noise.run.df > 0 || noise.block.df > 0 ? Math.sqrt(run) : null,
    repeat,
    halfWidth: halfWidth(layout, noise, question),
    minimumDetectableEffect: noise.run.df + noise.block.df === 0 ? null : seen(noise, runs, repeat, question),
  };
}

const meanOf = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0) / Math.max(1, x.length);

/** Pooled over runs: each has its own level. */
function repeatDeviation(runs: readonly RunSample[], size: number | undefined): number | null {
  let [squares, df] = [0, 0];
  for (const { repeats = [] } of runs) {
    if (repeats.length < 2 || (size === undefined && repeats.some((value) => value <= 0))) continue;
    const scaled = repeats.map((value) => (size === undefined ? Math.log(value) : value / size));
    const level = meanOf(scaled);
    for (const value of scaled) squares += (value - level) ** 2;
    df += repeats.length - 1;
  }
  return df === 0 ? null : Math.sqrt(squares / df);
}

function halfWidth({ blocks, baselineRuns }: Layout, noise: Noise, question: SightQuestion): number | null {
  if (noise.run.df + noise.block.df === 0) return null;
  const shares = blocks.baselineRuns.reduce((sum, runs) => sum + (runs / baselineRuns) ** 2, 0);
  const { variance, df } = uncertaintyFrom(1 / baselineRuns, shares, noise, question.priorBlockDeviation);
  return studentTQuantile((1 - question.confidence) / 2, df) * Math.sqrt(variance);
}

const BASELINE = { runs: 10, blocks: 3 };
const CANDIDATE = { runs: 5, blocks: 3 };

function seen(noise: Noise, runs: readonly RunSample[], repeat: number | null, question: SightQuestion): SightBy {
  const { priorBlockDeviation, rates } = question;
  const effect = (ofRuns: number, ofBlocks: number, of: Noise = noise) =>
    Math.expm1(detectable(uncertaintyFrom(ofRuns, ofBlocks, of, priorBlockDeviation), rates));
  const byRuns = 1 / BASELINE.runs + 1 / CANDIDATE.runs;
  const byBlocks = 1 / BASELINE.blocks + 1 / CANDIDATE.blocks;
  return {
    asIs: effect(byRuns, byBlocks),
    interleaved: Math.min(effect(byRuns, byBlocks), effect(byRuns, 0)),
    moreBlocks: effect(byRuns / 2, byBlocks / 2),
    moreRuns: effect(byRuns / 2, byBlocks),
    moreRepeats: effect(byRuns, byBlocks, withRepeats(noise, runs, repeat)),
  };
}

/** Runs whose median stands on four times the repeats; a median of n values varies by about π/2 · σ²/n. */
function withRepeats(noise: Noise, runs: readonly RunSample[], repeat: number | null): Noise {
  const n = meanOf(runs.map(({ repeats }) => repeats?.length ?? 1));
  const factor = n > 2 ? Math.PI / 2 : 1;
  const explained = Math.min(noise.run.value, repeat === null ? 0 : (factor * repeat ** 2) / n);
  const saved = 0.75 * explained;
  return {
    ...noise,
    run: { ...noise.run, value: noise.run.value - saved },
    block: { ...noise.block, value: Math.max(0, noise.block.value - saved) },
  };
}
