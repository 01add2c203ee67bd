/** The difference of two levels as a weighted sum of runs, and how sure it is. */
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import { inflationOfMean } from "./block-memory.ts";
import { type BlockCells, type Layout, ofBlock } from "./layout.ts";
import { componentsOf, type MeanSquare, type Noise, seesBlocks } from "./nested-noise.ts";

/** Weight of each run, by kind of block of the layout: all runs of one side in blocks of one kind weigh the same. */
export interface Contrast {
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  /** Candidate − baseline on the working scale. */
  readonly estimate: number;
}

export interface Uncertainty {
  readonly variance: number;
  readonly df: number;
}

/** What the guess of an even split of runs and blocks is worth, in degrees of freedom. */
const SPLIT_DF = 4;
/** More degrees of freedom than this are as good as the normal law. */
const MOST_DF = 1e6;

/**
 * Generalised least squares for the two levels under block effects: with λ = σ²(block)/σ²(run) and θ = λ/(1 + λn) in a
 * block of n runs, V⁻¹ = (I − θJ)/σ²(run) there. Blocks that both sides share are compared as pairs by this, of
 * themselves. `include` tells which blocks' candidate runs take part. Null when a side is empty.
 */
export function contrastOf(
  layout: Layout,
  noise: Noise,
  prior: number,
  include: (block: string) => boolean = () => true,
): Contrast | null {
  const { run, block } = componentsOf(noise, prior);
  const { names, kinds, kindOf } = layout.blocks;
  const fresh = new Float64Array(kinds.first.length);
  const theta = new Float64Array(kinds.first.length);
  for (let k = 0; k < fresh.length; k++) {
    const own = kinds.candidateRuns[k] as number;
    fresh[k] = own > 0 && include(names[kinds.first[k] as number] as string) ? own : 0;
    theta[k] = shrinkOf(block, run, (kinds.baselineRuns[k] as number) + (fresh[k] as number));
  }
  const { baselineRuns } = kinds;
  const own = baselineRuns.map((n0, k) => n0 - (theta[k] as number) * n0 * n0);
  let a00 = 0;
  let a01 = 0;
  let a11 = 0;
  for (let i = 0; i < kindOf.length; i++) {
    const k = kindOf[i] as number;
    a00 += own[k] as number;
    const n1 = fresh[k] as number;
    if (n1 === 0) continue; // nothing to add
    const t = theta[k] as number;
    a01 -= t * (baselineRuns[k] as number) * n1;
    a11 += n1 - t * n1 * n1;
  }
  const determinant = a00 * a11 - a01 * a01;
  if (!(determinant > 1e-12 * a00 * a11)) return null;
  // (−1, 1) A⁻¹
  const left = -(a11 + a01) / determinant;
  const right = (a01 + a00) / determinant;
  return weighted(layout.blocks, { fresh, theta, left, right });
}

interface Weights {
  /** Of a block of each kind, the candidate runs that take part, and θ. */
  readonly fresh: Float64Array;
  readonly theta: Float64Array;
  readonly left: number;
  readonly right: number;
}

function weighted(blocks: BlockCells, { fresh, theta, left, right }: Weights): Contrast {
  const { kinds, kindOf } = blocks;
  const baseline = new Float64Array(fresh.length);
  const candidate = new Float64Array(fresh.length);
  for (let k = 0; k < fresh.length; k++) {
    const n0 = kinds.baselineRuns[k] as number;
    const n1 = fresh[k] as number;
    const drawn = (theta[k] as number) * (left * n0 + right * n1);
    baseline[k] = n0 > 0 ? left - drawn : 0;
    candidate[k] = n1 > 0 ? right - drawn : 0;
  }
  const { baseline: placeOf, candidate: freshPlaceOf, baselineMeans, candidateMeans } = blocks;
  const weight = kinds.baselineRuns.map((n0, k) => n0 * (baseline[k] as number));
  const freshWeight = fresh.map((n1, k) => n1 * (candidate[k] as number));
  let estimate = 0;
  for (let i = 0; i < kindOf.length; i++) {
    const k = kindOf[i] as number;
    estimate +=
      (weight[k] as number) * ofBlock(baselineMeans, placeOf[i] as number) +
      (freshWeight[k] as number) * ofBlock(candidateMeans, freshPlaceOf[i] as number);
  }
  return { baseline, candidate, estimate };
}

/** θ = λ/(1 + λn); without any run noise λ is infinite: close to 1/n, so that the equations keep their rank. */
function shrinkOf(block: number, run: number, n: number): number {
  if (block === 0 || n === 0) return 0;
  const lambda = run > 0 ? Math.min(block / run, 1e6) : 1e6;
  return lambda / (1 + lambda * n);
}

/**
 * Variance of a contrast, σ²(run)·Σh² + σ²(block)·Σ(block sums of h)², with Satterthwaite's degrees of freedom
 * (Biometrics Bulletin 1946, 2:110) for the mean squares that it is made of. Simulated coverage of the 95 % interval over
 * 4 to 20 blocks of 1 to 3 runs: 95.1 % where blocks carry half the variance, 96 % where they carry none
 * (`npm run bench -- gate`).
 */
export function uncertaintyOf(layout: Layout, contrast: Contrast, noise: Noise, prior: number): Uncertainty {
  const { kinds, kindOf } = layout.blocks;
  const { baseline, candidate } = contrast;
  const squares = new Float64Array(baseline.length);
  const shares = new Float64Array(baseline.length);
  for (let k = 0; k < baseline.length; k++) {
    const n0 = kinds.baselineRuns[k] as number;
    const n1 = kinds.candidateRuns[k] as number;
    const h0 = baseline[k] as number;
    const h1 = candidate[k] as number;
    squares[k] = n0 * h0 * h0 + n1 * h1 * h1;
    shares[k] = (n0 * h0 + n1 * h1) ** 2;
  }
  let a = 0;
  let level = 0;
  let fresh = 0;
  let freshBlocks = 0;
  for (let i = 0; i < kindOf.length; i++) {
    const k = kindOf[i] as number;
    a += squares[k] as number;
    if (candidate[k] === 0) level += shares[k] as number;
    else {
      fresh += shares[k] as number;
      freshBlocks++;
    }
  }
  const levelBlocks = kindOf.length - freshBlocks;
  return uncertaintyFrom(
    a,
    remembered(level, levelBlocks, noise) + remembered(fresh, freshBlocks, noise),
    noise,
    prior,
  );
}

/** Σ(block sums of h)² of so many blocks in a row, more where they resemble each other. */
export const remembered = (squares: number, blocks: number, { memory = 0 }: Noise): number =>
  squares * inflationOfMean(memory, blocks);

/** The same from the two sums: a = Σh² over runs, c = Σ(sum of h)² over blocks. */
export function uncertaintyFrom(a: number, c: number, noise: Noise, prior: number): Uncertainty {
  const { run, block, runsPerBlock } = noise;
  if (!seesBlocks(noise)) return withPrior(a, c, noise, prior);
  const share = runsPerBlock > 0 ? c / runsPerBlock : 0;
  const rest = a - share;
  if (run.df === 0) return { variance: Math.max(a, share) * block.value, df: block.df };
  const runs = rest < 0 ? steadyRuns(run, block) : run;
  if (rest >= 0 && block.value < run.value) return pooled(a, run, block);
  const variance = rest * runs.value + share * block.value;
  const spread = (rest * runs.value) ** 2 / runs.df + (share * block.value) ** 2 / block.df;
  const both = { variance, df: spread > 0 ? Math.min(MOST_DF, variance ** 2 / spread) : run.df + block.df };
  return rest < 0 ? narrower(both, { variance: share * block.value, df: block.df }) : both;
}

/** One-sided level at which two ways to say the same variance are compared. */
const TAIL = 0.01;

/**
 * A side with more runs in a block than the history has: part of the block mean square is subtracted, and the difference
 * of two mean squares is known with hardly a degree of freedom. Without the subtraction the variance is larger and as
 * well known as the block mean square is. Neither depends on the difference that is measured.
 */
function narrower(one: Uncertainty, other: Uncertainty): Uncertainty {
  const half = ({ variance, df }: Uncertainty) => studentTQuantile(TAIL, df) * Math.sqrt(variance);
  return one.df < other.df && half(other) < half(one) ? other : one;
}

/** Blocks that differ less than their runs do by chance show no effect of their own: one mean square for both. */
function pooled(a: number, run: MeanSquare, block: MeanSquare): Uncertainty {
  const df = run.df + block.df;
  return { variance: (a * (run.value * run.df + block.value * block.df)) / df, df };
}

/**
 * The run mean square where it is subtracted: with few degrees of freedom it leans on half the block mean square (an even
 * split of runs and blocks), and is never more than that mean square.
 */
function steadyRuns(run: MeanSquare, block: MeanSquare): MeanSquare {
  const df = run.df + SPLIT_DF;
  return { value: Math.min(block.value, (run.value * run.df + (block.value / 2) * SPLIT_DF) / df), df };
}

/** The prior is taken as known: all degrees of freedom are those of the run mean square. */
function withPrior(a: number, c: number, noise: Noise, prior: number): Uncertainty {
  const components = componentsOf(noise, prior);
  const variance = a * components.run + c * components.block;
  if (noise.run.df === 0) return { variance, df: Math.max(1, noise.block.df) };
  const spread = (a * components.run) ** 2 / noise.run.df;
  return { variance, df: spread > 0 ? Math.min(MOST_DF, variance ** 2 / spread) : MOST_DF };
}
