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

/** The runs of one side in one block. */
interface Cell {
  readonly block: string;
  readonly runs: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/** Blocks come in the order of their names and values are summed in ascending order: arrival changes no digit. */
export function layOut(
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
  forward: (value: number) => number,
): Layout {
  const left = baselineCells(baseline, forward);
  const right = cellsOf(candidate, "candidate", forward);
  const blocks: BlockCells[] = [];
  let squares = 0;
  for (let i = 0, k = 0; i < left.length || k < right.length; ) {
    const block = earlier(left[i], right[k]);
    const own = left[i]?.block === block ? left[i++] : NONE;
    const fresh = right[k]?.block === block ? right[k++] : NONE;
    const [{ runs, mean }, { runs: candidateRuns, mean: candidateMean }] = [own ?? NONE, fresh ?? NONE];
    squares += (own ?? NONE).squares + (fresh ?? NONE).squares;
    blocks.push({ block, baselineRuns: runs, baselineMean: mean, candidateRuns, candidateMean });
  }
  return {
    blocks,
    squares,
    baselineRuns: baseline.length,
    candidateRuns: candidate.length,
    baselineBlocks: left.length,
    candidateBlocks: right.length,
  };
}

const NONE: Cell = { block: "", runs: 0, mean: 0, squares: 0 };

function earlier(one: Cell | undefined, other: Cell | undefined): string {
  if (one === undefined || other === undefined) return (one ?? other ?? NONE).block;
  return other.block < one.block ? other.block : one.block;
}

/** A baseline is asked about by every look: it is sorted once for each scale. */
const laidOut = new WeakMap<
  readonly RunSample[],
  { readonly forward: (value: number) => number; readonly cells: readonly Cell[] }
>();

function baselineCells(runs: readonly RunSample[], forward: (value: number) => number): readonly Cell[] {
  const known = laidOut.get(runs);
  if (known?.forward === forward) return known.cells;
  const cells = cellsOf(runs, "baseline", forward);
  laidOut.set(runs, { forward, cells });
  return cells;
}

/** A run of block "" stands alone: its place among its equals, in order of value, names its block. */
function cellsOf(runs: readonly RunSample[], side: string, forward: (value: number) => number): readonly Cell[] {
  const byBlock = new Map<string, number[]>();
  const alone: number[] = [];
  for (const run of runs) {
    const value = forward(run.value);
    const known = run.block === "" ? alone : byBlock.get(run.block);
    if (known === undefined) byBlock.set(run.block, [value]);
    else known.push(value);
  }
  alone.sort(ascending);
  for (const [place, value] of alone.entries()) byBlock.set(`\u0000${side} ${String(place).padStart(9, "0")}`, [value]);
  const cells: Cell[] = [];
  for (const [block, values] of byBlock) {
    const mean = meanOf(values);
    cells.push({ block, runs: values.length, mean, squares: squaresAbout(mean, values) });
  }
  return cells.sort(byName);
}

const byName = (one: Cell, other: Cell): number => (one.block < other.block ? -1 : 1);

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
