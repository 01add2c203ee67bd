/** The difference of two levels as a weighted sum of runs, and how sure it is. */
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import { inflationOfMean } from "./block-memory.ts";
import { type BlockCells, type Layout, meanAt } from "./layout.ts";
import { componentsOf, type MeanSquare, type Noise, seesBlocks } from "./nested-noise.ts";

/** Weight of each run, by kind of block of the layout: all runs of one side in blocks of one kind weigh the same. */
export interface Contrast {
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
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
  const { kinds, kindOf } = layout.blocks;
  const terms = kinds.map((kind) => {
    const n0 = kind.baselineRuns;
    const n1 = kind.candidateRuns > 0 && include(kind.name) ? kind.candidateRuns : 0;
    const theta = shrinkOf(block, run, n0 + n1);
    return { n0, n1, theta, a00: n0 - theta * n0 * n0, a01: theta * n0 * n1, a11: n1 - theta * n1 * n1 };
  });
  let a00 = 0;
  let a01 = 0;
  let a11 = 0;
  for (let i = 0; i < kindOf.length; i++) {
    const term = terms[kindOf[i] as number] as Term;
    a00 += term.a00;
    a01 -= term.a01;
    a11 += term.a11;
  }
  const determinant = a00 * a11 - a01 * a01;
  if (!(determinant > 1e-12 * a00 * a11)) return null;
  // (−1, 1) A⁻¹
  const left = -(a11 + a01) / determinant;
  const right = (a01 + a00) / determinant;
  return weighted(layout.blocks, terms, left, right);
}

/** What a block of one kind adds: its runs that take part, θ, and its part of A = X′V⁻¹X. */
interface Term {
  readonly n0: number;
  readonly n1: number;
  readonly theta: number;
  readonly a00: number;
  readonly a01: number;
  readonly a11: number;
}

function weighted(blocks: BlockCells, terms: readonly Term[], left: number, right: number): Contrast {
  const drawn = terms.map(({ n0, n1, theta }) => theta * (left * n0 + right * n1));
  const baseline = terms.map(({ n0 }, k) => (n0 > 0 ? left - (drawn[k] as number) : 0));
  const candidate = terms.map(({ n1 }, k) => (n1 > 0 ? right - (drawn[k] as number) : 0));
  const shares = terms.map(({ n0, n1 }, k) => ({
    baseline: n0 * (baseline[k] as number),
    candidate: n1 * (candidate[k] as number),
  }));
  let estimate = 0;
  for (let i = 0; i < blocks.kindOf.length; i++) {
    const share = shares[blocks.kindOf[i] as number] as Share;
    estimate +=
      share.baseline * meanAt(blocks.baselineMeans, blocks.baseline[i] as number) +
      share.candidate * meanAt(blocks.candidateMeans, blocks.candidate[i] as number);
  }
  return { baseline, candidate, estimate };
}

/** Weight of all runs of each side in a block of one kind. */
interface Share {
  readonly baseline: number;
  readonly candidate: number;
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
  const terms = kinds.map(({ baselineRuns: n0, candidateRuns: n1 }, k): Squares => {
    const h0 = contrast.baseline[k] as number;
    const h1 = contrast.candidate[k] as number;
    return { ofRuns: n0 * h0 * h0 + n1 * h1 * h1, ofBlock: (n0 * h0 + n1 * h1) ** 2, isFresh: h1 !== 0 };
  });
  let a = 0;
  let level = 0;
  let fresh = 0;
  let freshBlocks = 0;
  for (let i = 0; i < kindOf.length; i++) {
    const { ofRuns, ofBlock, isFresh } = terms[kindOf[i] as number] as Squares;
    a += ofRuns;
    if (!isFresh) level += ofBlock;
    else {
      fresh += ofBlock;
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

/** What a block of one kind adds: squares of its runs' weights, and of their sum. */
interface Squares {
  readonly ofRuns: number;
  readonly ofBlock: number;
  /** Whether runs of the candidate take part in it. */
  readonly isFresh: boolean;
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
