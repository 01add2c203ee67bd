/** Two sets of runs, sorted into the blocks they share: what every nested estimate below starts from. */
import { ascendingValues } from "../stats/ascending-values.ts";
import { type BlockPlan, columnsOf } from "./run-columns.ts";
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

/** The runs of one side in one block, and what they are where the other side has none. */
interface Cell {
  readonly cells: BlockCells;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/** Blocks come in the order of their names and values are summed in ascending order: arrival changes no digit. */
export function layOut(
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
  forward: (value: number) => number,
): Layout {
  const left = baselineCells(columnsOf(baseline).on(forward), columnsOf(baseline).plan);
  const right = cellsOf(columnsOf(candidate).on(forward), columnsOf(candidate).plan, "candidate");
  const blocks: BlockCells[] = [];
  let squares = 0;
  for (let i = 0, k = 0; i < left.length || k < right.length; ) {
    const order = orderOf(left[i], right[k]);
    const own = order <= 0 ? left[i++] : undefined;
    const fresh = order >= 0 ? right[k++] : undefined;
    blocks.push(together(own, fresh));
    squares += (own?.squares ?? 0) + (fresh?.squares ?? 0);
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

/** Negative where the first has the earlier name, 0 where both are the same block; one of them may be at its end. */
function orderOf(own: Cell | undefined, fresh: Cell | undefined): number {
  if (own === undefined) return 1;
  if (fresh === undefined || own.cells.block < fresh.cells.block) return -1;
  return own.cells.block === fresh.cells.block ? 0 : 1;
}

function together(own: Cell | undefined, fresh: Cell | undefined): BlockCells {
  if (own === undefined || fresh === undefined) return ((own ?? fresh) as Cell).cells;
  const { block, baselineRuns, baselineMean } = own.cells;
  const { candidateRuns, candidateMean } = fresh.cells;
  return { block, baselineRuns, baselineMean, candidateRuns, candidateMean };
}

/** A baseline is asked about by every look: it is sorted once for each scale. */
const known = new WeakMap<readonly number[], readonly Cell[]>();

function baselineCells(values: readonly number[], plan: BlockPlan): readonly Cell[] {
  const before = known.get(values);
  if (before !== undefined) return before;
  const cells = cellsOf(values, plan, "baseline");
  known.set(values, cells);
  return cells;
}

/** A run of block "" stands alone: its place among its equals, in order of value, names its block. */
function cellsOf(values: readonly number[], plan: BlockPlan, side: Side): readonly Cell[] {
  const { names, runs, alone } = plan;
  const at = (place: number) => values[place] as number;
  const cells = names.map((name, i) => cellOf(side, name, (runs[i] as readonly number[]).map(at)));
  if (alone.length === 0) return cells;
  const named = Array.from(ascendingValues(alone.map(at)), (value, place) =>
    cellOf(side, `\u0000${side} ${String(place).padStart(9, "0")}`, [value]),
  );
  return [...named, ...cells].sort((one, other) => (one.cells.block < other.cells.block ? -1 : 1));
}

type Side = "baseline" | "candidate";

function cellOf(side: Side, block: string, values: number[]): Cell {
  if (values.length > 1) values.sort(ascending);
  const runs = values.length;
  const mean = meanOf(values);
  const cells =
    side === "baseline"
      ? { block, baselineRuns: runs, baselineMean: mean, candidateRuns: 0, candidateMean: 0 }
      : { block, baselineRuns: 0, baselineMean: 0, candidateRuns: runs, candidateMean: mean };
  return { cells, squares: squaresAbout(mean, values) };
}

/** Of ascending values. Deviations from the smallest value are summed, so that a high level costs no digits. */
function meanOf(values: readonly number[]): number {
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
