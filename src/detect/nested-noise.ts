/** How much do blocks differ from each other, and runs inside a block? The nested variance of two sets of runs. */
import { type BlockCells, type Layout, ofBlock } from "./layout.ts";

/** A mean square with its degrees of freedom: df · value / expectation is χ² with df. */
export interface MeanSquare {
  readonly value: number;
  readonly df: number;
}

/** One-way random effects, in squares of the working scale. */
export interface Noise {
  /** Between runs inside a block: estimates σ²(run). */
  readonly run: MeanSquare;
  /** Between blocks: estimates σ²(run) + runsPerBlock · σ²(block). */
  readonly block: MeanSquare;
  /** The effective number of runs a block (n₀ of the analysis of variance). */
  readonly runsPerBlock: number;
  /** Correlation of successive block effects; 0 when absent. */
  readonly memory?: number;
}

/**
 * Analysis of variance of level (one for each side) + block + run: Henderson's method III in closed form.
 * SSE is what runs differ inside cells plus what the difference of the sides varies over the blocks that both share;
 * the block sum of squares is the rest about the two side means. E[SSE] = σ²(run) · df,
 * E[SSB] = σ²(run) · df + σ²(block) · tr(Z′MZ), with tr = N − Σ n²(side, block)/N(side).
 * Searle, Casella & McCulloch 1992, Variance Components, chapter 5.
 */
export function noiseOf(layout: Layout): Noise {
  const { baselineRuns, candidateRuns } = layout;
  const total = baselineRuns + candidateRuns;
  const shared = sharedSquares(layout);
  const { squares: between, trace } = betweenBlocks(layout);
  const sides = (baselineRuns > 0 ? 1 : 0) + (candidateRuns > 0 ? 1 : 0);
  const rank = layout.blocks.names.length + (shared.blocks > 0 ? 1 : 0);
  const runDf = Math.max(0, total - rank);
  const blockDf = Math.max(0, rank - sides);
  const error = layout.squares + shared.squares;
  return {
    run: { value: runDf > 0 ? error / runDf : 0, df: runDf },
    block: { value: blockDf > 0 ? Math.max(0, between - shared.squares) / blockDf : 0, df: blockDf },
    runsPerBlock: blockDf > 0 ? trace / blockDf : 0,
  };
}

/** Squares of cell means about their side's level, runs counted, and the trace that multiplies σ²(block) in them. */
function betweenBlocks({ blocks, baselineRuns, candidateRuns }: Layout): { squares: number; trace: number } {
  const share = (n: number, total: number) => (total === 0 ? 0 : n / total);
  const { kinds, kindOf, baseline, candidate, baselineMeans, candidateMeans } = blocks;
  const ofBaseline = kinds.baselineRuns.map((n0) => share(n0, baselineRuns));
  const ofCandidate = kinds.candidateRuns.map((n1) => share(n1, candidateRuns));
  const traces = kinds.baselineRuns.map(
    (n0, k) => share(n0 ** 2, baselineRuns) + share((kinds.candidateRuns[k] as number) ** 2, candidateRuns),
  );
  let baselineLevel = 0;
  let candidateLevel = 0;
  let trace = baselineRuns + candidateRuns;
  for (let i = 0; i < kindOf.length; i++) {
    const k = kindOf[i] as number;
    baselineLevel += (ofBaseline[k] as number) * ofBlock(baselineMeans, baseline[i] as number);
    candidateLevel += (ofCandidate[k] as number) * ofBlock(candidateMeans, candidate[i] as number);
    trace -= traces[k] as number;
  }
  let squares = 0;
  for (let i = 0; i < kindOf.length; i++) {
    const k = kindOf[i] as number;
    const n1 = kinds.candidateRuns[k] as number;
    squares += (kinds.baselineRuns[k] as number) * (ofBlock(baselineMeans, baseline[i] as number) - baselineLevel) ** 2;
    if (n1 > 0) squares += n1 * (ofBlock(candidateMeans, candidate[i] as number) - candidateLevel) ** 2;
  }
  return { squares, trace };
}

/** Σ wᵢ (dᵢ − d̄)² over the blocks that both sides share, wᵢ = n₀n₁/(n₀+n₁): free of block effects. */
function sharedSquares({ blocks }: Layout): { squares: number; blocks: number } {
  const pairs: { weight: number; difference: number }[] = [];
  const { first, baselineRuns, candidateRuns } = blocks.kinds;
  for (let k = 0; k < first.length; k++) {
    const n0 = baselineRuns[k] as number;
    const n1 = candidateRuns[k] as number;
    if (n0 === 0 || n1 === 0) continue; // shared blocks are each of a kind of their own
    const at = first[k] as number;
    const difference = candidateMean(blocks, at) - baselineMean(blocks, at);
    pairs.push({ weight: (n0 * n1) / (n0 + n1), difference });
  }
  let weights = 0;
  let sum = 0;
  for (const { weight, difference } of pairs) {
    weights += weight;
    sum += weight * difference;
  }
  let squares = 0;
  for (const { weight, difference } of pairs) squares += weight * (difference - sum / weights) ** 2;
  return { squares, blocks: pairs.length };
}

const baselineMean = (blocks: BlockCells, i: number): number =>
  ofBlock(blocks.baselineMeans, blocks.baseline[i] as number);
const candidateMean = (blocks: BlockCells, i: number): number =>
  ofBlock(blocks.candidateMeans, blocks.candidate[i] as number);

/** Fewer degrees of freedom between blocks than this do not show their spread: the prior stands in. */
const FEWEST_BLOCK_DF = 2;

/** Whether the spread between blocks can be seen. With every run in a block of its own, their whole spread is. */
export const seesBlocks = ({ run, block }: Noise): boolean =>
  block.df >= FEWEST_BLOCK_DF || (run.df === 0 && block.df > 0);

/** σ²(run) and σ²(block), never negative; `prior` is σ(block) where blocks cannot be seen. */
export function componentsOf(noise: Noise, prior: number): { readonly run: number; readonly block: number } {
  const { run, block, runsPerBlock } = noise;
  if (run.df === 0 && block.df > 0) return { run: block.value, block: 0 };
  const seen = block.df > 0 && runsPerBlock > 0 ? Math.max(0, (block.value - run.value) / runsPerBlock) : 0;
  return { run: run.value, block: seesBlocks(noise) ? seen : Math.max(seen, prior * prior) };
}
