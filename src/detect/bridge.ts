/** By how much did a rig change when its epoch did? Measured by runs of the same changesets on both sides. */
import { uncertaintyFrom } from "./contrast.ts";
import type { Edge } from "./epoch-chain.ts";
import { componentsOf, type Noise } from "./nested-noise.ts";
import type { RunSample } from "./run-sample.ts";
import type { Shift } from "./shift.ts";

export interface BridgeRun extends RunSample {
  readonly run: string;
  /** The same code has the same name on both sides. */
  readonly changeset: string;
  readonly epoch: string;
}

export interface BridgeScale {
  readonly forward: (value: number) => number;
  /** Of the series' level, where one is long enough to show it; otherwise the bridge's own runs show it. */
  readonly noise?: Noise;
  /** σ(block) on the working scale where blocks cannot be seen. */
  readonly prior: number;
}

/** Direct bridges between all epochs that share a changeset. */
export function edgesOf(runs: readonly BridgeRun[], scale: BridgeScale): Edge[] {
  const epochs = [...new Set(runs.map(({ epoch }) => epoch))].sort();
  return epochs.flatMap((from, i) =>
    epochs.slice(i + 1).flatMap((to) => {
      const edge = edgeOf(runs, from, to, scale);
      return edge === null ? [] : [edge];
    }),
  );
}

/** Runs of one changeset in one epoch and block. */
interface Cell {
  readonly changeset: string;
  readonly epoch: string;
  readonly block: string;
  readonly values: number[];
}

function edgeOf(runs: readonly BridgeRun[], from: string, to: string, scale: BridgeScale): Edge | null {
  const sides = (changeset: string) =>
    new Set(runs.filter((one) => one.changeset === changeset).map((one) => one.epoch));
  const shared = [...new Set(runs.map(({ changeset }) => changeset))].filter((changeset) => {
    const on = sides(changeset);
    return on.has(from) && on.has(to);
  });
  if (shared.length === 0) return null;
  const used = runs.filter(({ changeset, epoch }) => shared.includes(changeset) && (epoch === from || epoch === to));
  const cells = cellsOf(used, scale.forward);
  const noise = scale.noise ?? noiseOfCells(cells);
  const pairs = shared.sort().map((changeset) => pairOf(cells, changeset, from, to, componentsOf(noise, scale.prior)));
  const shift = combined(pairs, noise, scale.prior);
  return shift && { ...shift, from, to, changesets: shared.length, runs: used.map(({ run }) => run).sort() };
}

function cellsOf(runs: readonly BridgeRun[], forward: (value: number) => number): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { changeset, epoch, block, value } of runs) {
    const key = JSON.stringify([changeset, epoch, block]);
    const cell = cells.get(key) ?? { changeset, epoch, block, values: [] };
    cell.values.push(forward(value));
    cells.set(key, cell);
  }
  return [...cells.keys()].sort().flatMap((key) => cells.get(key) ?? []);
}

/** Analysis of variance of changeset and epoch + block + run (one-way nested, n₀ of the effective runs a block). */
function noiseOfCells(cells: readonly Cell[]): Noise {
  const levels = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.changeset, cell.epoch]);
    levels.set(key, [...(levels.get(key) ?? []), cell]);
  }
  let [runSquares, blockSquares, total, trace] = [0, 0, 0, 0];
  for (const blocks of levels.values()) {
    const all = blocks.flatMap(({ values }) => values);
    const level = meanOf(all);
    total += all.length;
    trace += all.length;
    for (const { values } of blocks) {
      const mean = meanOf(values);
      trace -= values.length ** 2 / all.length;
      blockSquares += values.length * (mean - level) ** 2;
      for (const value of values) runSquares += (value - mean) ** 2;
    }
  }
  const [runDf, blockDf] = [total - cells.length, cells.length - levels.size];
  return {
    run: { value: runDf > 0 ? runSquares / runDf : 0, df: runDf },
    block: { value: blockDf > 0 ? blockSquares / blockDf : 0, df: blockDf },
    runsPerBlock: blockDf > 0 ? trace / blockDf : 0,
  };
}

/** One changeset's difference as weights of its runs, by block. */
interface Pair {
  readonly estimate: number;
  readonly variance: number;
  readonly weights: readonly { readonly block: string; readonly weight: number; readonly runs: number }[];
}

function pairOf(
  cells: readonly Cell[],
  changeset: string,
  from: string,
  to: string,
  { run, block }: { readonly run: number; readonly block: number },
): Pair {
  let [estimate, variance] = [0, 0];
  const weights: { block: string; weight: number; runs: number }[] = [];
  for (const [epoch, sign] of [[from, -1] as const, [to, 1] as const]) {
    const side = cells.filter((cell) => cell.changeset === changeset && cell.epoch === epoch);
    const precision = (n: number) => 1 / Math.max(block + run / n, Number.MIN_VALUE);
    const sum = side.reduce((all, { values }) => all + precision(values.length), 0);
    for (const cell of side) {
      const share = Number.isFinite(sum) ? precision(cell.values.length) / sum : 1 / side.length;
      estimate += sign * share * meanOf(cell.values);
      variance += share ** 2 * (block + run / cell.values.length);
      weights.push({
        block: `${epoch} ${cell.block}`,
        weight: (sign * share) / cell.values.length,
        runs: cell.values.length,
      });
    }
  }
  return { estimate, variance, weights };
}

/** Changesets weigh by their precision; blocks that several of them share are counted as shared. */
function combined(pairs: readonly Pair[], noise: Noise, prior: number): Shift | null {
  if (noise.run.df + noise.block.df === 0) return null;
  const precise = pairs.map(({ variance }) => 1 / Math.max(variance, Number.MIN_VALUE));
  const sum = precise.reduce((all, one) => all + one, 0);
  const shares = precise.map((one) => (Number.isFinite(sum) ? one / sum : 1 / pairs.length));
  let [estimate, a] = [0, 0];
  const blocks = new Map<string, number>();
  for (const [i, pair] of pairs.entries()) {
    const share = shares[i] ?? 0;
    estimate += share * pair.estimate;
    for (const { block, weight, runs } of pair.weights) {
      a += runs * (share * weight) ** 2;
      blocks.set(block, (blocks.get(block) ?? 0) + runs * share * weight);
    }
  }
  const c = [...blocks.values()].reduce((all, one) => all + one ** 2, 0);
  return { estimate, ...uncertaintyFrom(a, c, noise, prior) };
}

function meanOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const first = sorted[0] ?? 0;
  return first + sorted.reduce((sum, value) => sum + (value - first), 0) / Math.max(1, sorted.length);
}
