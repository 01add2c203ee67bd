/** Two sets of runs, sorted into the blocks they share: what every nested estimate below starts from. */

import { ascendingValues } from "../stats/ascending-values.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { type SharedBlocks, type SideBlocks, sharedBlocks, sideBlocks } from "./block-order.ts";
import { columnsOf, type RunColumns } from "./run-columns.ts";
import type { RunSample } from "./run-sample.ts";

/** The runs of both sides in each block, by column. */
export interface BlockCells extends SharedBlocks {
  /** Of each side's own blocks, on the working scale: `baseline` and `candidate` tell the place of a block among them. */
  readonly baselineMeans: Float64Array;
  readonly candidateMeans: Float64Array;
}

/** What is told of a block, by its place among a side's own; 0 where the side has no run in it. */
export const ofBlock = (told: Float64Array, place: number): number => (place < 0 ? 0 : (told[place] as number));

export interface Layout {
  readonly blocks: BlockCells;
  readonly baselineRuns: number;
  readonly candidateRuns: number;
  /** Blocks in which each side has runs. */
  readonly baselineBlocks: number;
  readonly candidateBlocks: number;
  /** Sum of squared deviations of runs from the mean of their side in their block. */
  readonly squares: number;
}

/** Of each block of one side. */
interface SideCells {
  /** Of all blocks together. */
  readonly runs: number;
  readonly blocks: SideBlocks;
  readonly means: Float64Array;
  /** Sum of squared deviations from the mean. */
  readonly squares: Float64Array;
}

/** Blocks come in the order of their names and values are summed in ascending order: arrival changes no digit. */
export function layOut(
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
  forward: (value: number) => number,
): Layout {
  const left = baselineCells(columnsOf(baseline), forward);
  return candidate.length === 0
    ? besideNothing(left)
    : beside(left, cellsOf(columnsOf(candidate), forward, "candidate"));
}

/** What a history says by itself is asked of it for every candidate. */
const besideNothing = onceForEach((left: SideCells) => beside(left, cellsOf(columnsOf([]), Math.log, "candidate")));

function beside(left: SideCells, right: SideCells): Layout {
  const shared = sharedBlocks(left.blocks, right.blocks);
  const { baseline, candidate } = shared;
  let squares = 0;
  for (let i = 0; i < baseline.length; i++)
    squares += ofBlock(left.squares, baseline[i] as number) + ofBlock(right.squares, candidate[i] as number);
  return {
    blocks: { ...shared, baselineMeans: left.means, candidateMeans: right.means },
    squares,
    baselineRuns: left.runs,
    candidateRuns: right.runs,
    baselineBlocks: left.means.length,
    candidateBlocks: right.means.length,
  };
}

/** A baseline is asked about by every look: it is sorted once for each scale. */
const known = new WeakMap<Float64Array, SideCells>();

function baselineCells(columns: RunColumns, forward: (value: number) => number): SideCells {
  const values = columns.on(forward);
  const before = known.get(values);
  if (before !== undefined) return before;
  const cells = cellsOf(columns, forward, "baseline");
  known.set(values, cells);
  return cells;
}

function cellsOf(columns: RunColumns, forward: (value: number) => number, side: "baseline" | "candidate"): SideCells {
  const values = columns.on(forward);
  const blocks = sideBlocks(columns.plan, side);
  const alone = ascendingValues(columns.plan.alone.map((place) => values[place] as number));
  const cells = {
    runs: values.length,
    blocks,
    means: new Float64Array(blocks.names.length),
    squares: new Float64Array(blocks.names.length),
  };
  let next = 0;
  for (let i = 0; i < blocks.names.length; i++) {
    const places = blocks.places[i] as readonly number[];
    if (places.length === 0) cells.means[i] = alone[next++] as number;
    else if (places.length === 1) cells.means[i] = values[places[0] as number] as number;
    else if (places.length === 2)
      pair(cells, i, values[places[0] as number] as number, values[places[1] as number] as number);
    else fill(cells, i, ascendingValues(places.map((place) => values[place] as number)));
  }
  return cells;
}

/** What `fill` does with two values: most blocks have no more, and need no list for it. */
function pair({ means, squares }: SideCells, at: number, one: number, other: number): void {
  const low = one < other ? one : other;
  const high = one < other ? other : one;
  const mean = low + (high - low) / 2;
  means[at] = mean;
  squares[at] = (low - mean) ** 2 + (high - mean) ** 2;
}

/** Of ascending values. Deviations from the smallest value are summed, so that a high level costs no digits. */
function fill({ means, squares }: SideCells, at: number, values: ArrayLike<number>): void {
  const first = values[0] ?? 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) - first;
  const mean = first + sum / values.length;
  let about = 0;
  for (let i = 0; i < values.length; i++) about += ((values[i] as number) - mean) ** 2;
  means[at] = mean;
  squares[at] = about;
}
