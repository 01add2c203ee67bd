/** Two sets of runs, sorted into the blocks they share: what every nested estimate below starts from. */
import type { RunSample } from "./run-sample.ts";

/** The runs of both sides in one block; means are on the working scale, 0 where a side has no run here. */
export interface BlockCells {
  readonly block: string;
  readonly baselineRuns: number;
  readonly baselineMean: number;
  readonly candidateRuns: number;
  readonly candidateMean: number;
}

export interface Layout {
  readonly blocks: readonly BlockCells[];
  readonly baselineRuns: number;
  readonly candidateRuns: number;
  /** Blocks in which each side has runs. */
  readonly baselineBlocks: number;
  readonly candidateBlocks: number;
  /** Sum of squared deviations of runs from the mean of their side in their block. */
  readonly squares: number;
}

interface Cells {
  readonly baseline: number[];
  readonly candidate: number[];
}

/** Blocks come in the order of their names and values are summed in ascending order: arrival changes no digit. */
export function layOut(
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
  forward: (value: number) => number,
): Layout {
  const byBlock = new Map<string, Cells>();
  collect(baseline, "baseline", forward, byBlock);
  collect(candidate, "candidate", forward, byBlock);
  const blocks: BlockCells[] = [];
  let [squares, baselineBlocks, candidateBlocks] = [0, 0, 0];
  for (const block of [...byBlock.keys()].sort()) {
    const cells = byBlock.get(block);
    if (cells === undefined) continue;
    const baselineMean = meanOf(cells.baseline);
    const candidateMean = meanOf(cells.candidate);
    squares += squaresAbout(baselineMean, cells.baseline) + squaresAbout(candidateMean, cells.candidate);
    if (cells.baseline.length > 0) baselineBlocks++;
    if (cells.candidate.length > 0) candidateBlocks++;
    blocks.push({
      block,
      baselineRuns: cells.baseline.length,
      baselineMean,
      candidateRuns: cells.candidate.length,
      candidateMean,
    });
  }
  return {
    blocks,
    squares,
    baselineRuns: baseline.length,
    candidateRuns: candidate.length,
    baselineBlocks,
    candidateBlocks,
  };
}

/** A run of block "" stands alone: its place among its equals, in order of value, names its block. */
function collect(
  runs: readonly RunSample[],
  side: keyof Cells,
  forward: (value: number) => number,
  into: Map<string, Cells>,
): void {
  const alone: number[] = [];
  for (const run of runs) {
    if (run.block === "") alone.push(forward(run.value));
    else cellsOf(into, run.block)[side].push(forward(run.value));
  }
  alone.sort(ascending);
  for (const [place, value] of alone.entries()) {
    cellsOf(into, `\u0000${side} ${String(place).padStart(9, "0")}`)[side].push(value);
  }
}

function cellsOf(byBlock: Map<string, Cells>, block: string): Cells {
  const known = byBlock.get(block);
  if (known !== undefined) return known;
  const cells = { baseline: [], candidate: [] };
  byBlock.set(block, cells);
  return cells;
}

/** Sorts in place. Deviations from the smallest value are summed, so that a high level costs no digits. */
function meanOf(values: number[]): number {
  if (values.length > 1) values.sort(ascending);
  const first = values[0] ?? 0;
  let sum = 0;
  for (const value of values) sum += value - first;
  return values.length === 0 ? 0 : first + sum / values.length;
}

function squaresAbout(mean: number, values: readonly number[]): number {
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares;
}

const ascending = (one: number, other: number): number => one - other;
