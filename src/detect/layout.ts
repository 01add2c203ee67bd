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

interface Cell {
  readonly values: number[];
}

/** Blocks come in the order of their names and values are summed in ascending order: arrival changes no digit. */
export function layOut(
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
  forward: (value: number) => number,
): Layout {
  const sides = new Map<string, { readonly baseline: Cell; readonly candidate: Cell }>();
  collect(baseline, "baseline", forward, sides);
  collect(candidate, "candidate", forward, sides);
  let squares = 0;
  const blocks = [...sides.keys()].sort().map((block): BlockCells => {
    const cells = sides.get(block);
    const left = meanOf(cells?.baseline.values ?? []);
    const right = meanOf(cells?.candidate.values ?? []);
    squares += left.squares + right.squares;
    return {
      block,
      baselineRuns: left.n,
      baselineMean: left.mean,
      candidateRuns: right.n,
      candidateMean: right.mean,
    };
  });
  return {
    blocks,
    squares,
    baselineRuns: baseline.length,
    candidateRuns: candidate.length,
    baselineBlocks: blocks.filter((cell) => cell.baselineRuns > 0).length,
    candidateBlocks: blocks.filter((cell) => cell.candidateRuns > 0).length,
  };
}

/** A run of block "" stands alone: its place among its equals, in order of value, names its block. */
function collect(
  runs: readonly RunSample[],
  side: "baseline" | "candidate",
  forward: (value: number) => number,
  into: Map<string, { readonly baseline: Cell; readonly candidate: Cell }>,
): void {
  const values = runs
    .map((run) => ({ block: run.block, value: forward(run.value) }))
    .sort((one, other) => one.value - other.value);
  for (const [place, { block, value }] of values.entries()) {
    const key = block === "" ? `\u0000${side} ${String(place).padStart(9, "0")}` : block;
    let cells = into.get(key);
    if (cells === undefined) {
      cells = { baseline: { values: [] }, candidate: { values: [] } };
      into.set(key, cells);
    }
    cells[side].values.push(value);
  }
}

function meanOf(values: readonly number[]): { n: number; mean: number; squares: number } {
  if (values.length === 0) return { n: 0, mean: 0, squares: 0 };
  const first = values[0] ?? 0;
  let sum = 0;
  for (const value of values) sum += value - first;
  const shift = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - first - shift) ** 2;
  return { n: values.length, mean: first + shift, squares };
}
