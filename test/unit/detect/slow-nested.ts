/** The slow oracle: the nested model with dense matrices, straight from the textbook. */
import type { RunSample } from "../../../src/detect/run-sample.ts";

interface Design {
  readonly y: number[];
  /** One column a side that has runs. */
  readonly sides: number[][];
  /** One column a block. */
  readonly blocks: number[][];
}

export function designOf(baseline: readonly RunSample[], candidate: readonly RunSample[]): Design {
  const runs = [...baseline.map((run) => ({ ...run, side: 0 })), ...candidate.map((run) => ({ ...run, side: 1 }))];
  const names = runs.map((run, i) => (run.block === "" ? `alone ${i}` : run.block));
  const column = (isIn: (i: number) => boolean) => runs.map((_, i) => (isIn(i) ? 1 : 0));
  return {
    y: runs.map((run) => Math.log(run.value)),
    sides: [0, 1]
      .filter((side) => runs.some((run) => run.side === side))
      .map((side) => column((i) => runs[i]?.side === side)),
    blocks: [...new Set(names)].map((name) => column((i) => names[i] === name)),
  };
}

const dot = (one: readonly number[], other: readonly number[]) =>
  one.reduce((sum, x, i) => sum + x * (other[i] ?? 0), 0);

/** An orthonormal basis of the span, by Gram and Schmidt twice over. */
function basisOf(columns: readonly number[][]): number[][] {
  const basis: number[][] = [];
  for (const column of columns) {
    const rest = residual(residual(column, basis), basis);
    const length = Math.sqrt(dot(rest, rest));
    if (length > 1e-9) basis.push(rest.map((x) => x / length));
  }
  return basis;
}

const residual = (x: readonly number[], basis: readonly number[][]): number[] =>
  basis.reduce<number[]>((rest, b) => rest.map((value, i) => value - dot(x, b) * (b[i] ?? 0)), [...x]);

/** Henderson's method III by projections. */
export function slowNoise({ y, sides, blocks }: Design) {
  const fixed = basisOf(sides);
  const all = basisOf([...sides, ...blocks]);
  const restAll = residual(y, all);
  const restFixed = residual(y, fixed);
  const blockDf = all.length - fixed.length;
  const trace = blocks.reduce((sum, column) => {
    const rest = residual(column, fixed);
    return sum + dot(rest, rest);
  }, 0);
  const sse = dot(restAll, restAll);
  return {
    runDf: y.length - all.length,
    run: sse / (y.length - all.length),
    blockDf,
    block: (dot(restFixed, restFixed) - sse) / blockDf,
    runsPerBlock: trace / blockDf,
  };
}

/** Generalised least squares difference of the two sides and its variance, V = σ²(run)·I + σ²(block)·ZZ′. */
export function slowDifference({ y, sides, blocks }: Design, run: number, block: number) {
  const v = y.map((_, i) =>
    y.map((__, j) => (i === j ? run : 0) + block * blocks.reduce((s, b) => s + (b[i] ?? 0) * (b[j] ?? 0), 0)),
  );
  const solved = sides.map((side) => solve(v, side));
  const a = solved.map((column) => sides.map((side) => dot(column, side)));
  const rhs = solved.map((column) => dot(column, y));
  const [left = 0, right = 0] = solve(a, rhs);
  const [u = 0, w = 0] = solve(a, [-1, 1]);
  return { estimate: right - left, variance: w - u };
}

/** Gauss–Jordan elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], rhs: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, rhs[i] ?? 0]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const size = (row: readonly number[] | undefined) => Math.abs(row?.[k] ?? 0);
    const pivot = rows.reduce((best, row, i) => (i >= k && size(row) > size(rows[best]) ? i : best), k);
    const top = rows[pivot] ?? [];
    rows[pivot] = rows[k] ?? [];
    rows[k] = top;
    for (const [i, row] of rows.entries()) {
      const factor = i === k ? 0 : (row[k] ?? 0) / (top[k] ?? 1);
      rows[i] = row.map((value, j) => value - factor * (top[j] ?? 0));
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}
