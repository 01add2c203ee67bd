/**
 * In which order do blocks stand, and which of them do two sides share? Asked of names alone, whatever was measured, and so
 * found once for all series of a rig.
 */
import { onceForEach } from "../stats/once-for-each.ts";
import type { BlockPlan } from "./run-columns.ts";

/** The blocks of one side, ascending by name. */
export interface SideBlocks {
  readonly names: readonly string[];
  /** Of each block its runs, as places in the list; none where a run stands alone, which of them its value tells. */
  readonly places: readonly (readonly number[])[];
  readonly runs: Float64Array;
}

/**
 * Blocks of one kind weigh the same, whatever was measured: those of the baseline alone that have as many runs, and each
 * block of the candidate by itself. By column, in the order in which kinds appear.
 */
export interface BlockKinds {
  /** Place of the first block. */
  readonly first: Int32Array;
  /** How many runs each side has in each block. */
  readonly baselineRuns: Float64Array;
  readonly candidateRuns: Float64Array;
}

/** The blocks of both sides, ascending by name. */
export interface SharedBlocks {
  readonly names: readonly string[];
  readonly kinds: BlockKinds;
  /** Of each block its place among the kinds. */
  readonly kindOf: Int32Array;
  /** How many runs each side has in each block. */
  readonly baselineRuns: Float64Array;
  readonly candidateRuns: Float64Array;
  /** The block's place among those of each side, −1 where the side has no run in it. */
  readonly baseline: Int32Array;
  readonly candidate: Int32Array;
}

export const sideBlocks = (plan: BlockPlan, side: "baseline" | "candidate"): SideBlocks =>
  side === "baseline" ? baselineBlocks(plan) : candidateBlocks(plan);

const baselineBlocks = onceForEach((plan: BlockPlan) => ordered(plan, "baseline"));
const candidateBlocks = onceForEach((plan: BlockPlan) => ordered(plan, "candidate"));

/** A run of block "" stands alone: its place among its equals, in order of value, names its block. */
function ordered({ names, runs, alone }: BlockPlan, side: string): SideBlocks {
  const named = names.map((name, i) => ({ name, places: runs[i] ?? [] }));
  const own = alone.map((_, place) => ({ name: `\u0000${side} ${String(place).padStart(9, "0")}`, places: [] }));
  const all = own.length === 0 ? named : [...own, ...named].sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    names: all.map(({ name }) => name),
    places: all.map(({ places }) => places),
    runs: Float64Array.from(all, ({ places }) => Math.max(1, places.length)),
  };
}

export const sharedBlocks = (baseline: SideBlocks, candidate: SideBlocks): SharedBlocks =>
  sharedWith(baseline)(candidate);

const sharedWith = onceForEach((baseline: SideBlocks) =>
  onceForEach((candidate: SideBlocks) => merged(baseline, candidate)),
);

function merged(left: SideBlocks, right: SideBlocks): SharedBlocks {
  const names: string[] = [];
  const [baseline, candidate]: [number[], number[]] = [[], []];
  for (let i = 0, k = 0; i < left.names.length || k < right.names.length; ) {
    const [own, fresh] = [left.names[i], right.names[k]];
    const isOwn = own !== undefined && (fresh === undefined || own <= fresh);
    const isFresh = fresh !== undefined && (own === undefined || fresh <= own);
    names.push((isOwn ? own : fresh) as string);
    baseline.push(isOwn ? i++ : -1);
    candidate.push(isFresh ? k++ : -1);
  }
  const baselineRuns = Float64Array.from(baseline, (place) => left.runs[place] ?? 0);
  const candidateRuns = Float64Array.from(candidate, (place) => right.runs[place] ?? 0);
  return {
    names,
    ...kindsOf(baselineRuns, candidateRuns),
    baseline: Int32Array.from(baseline),
    candidate: Int32Array.from(candidate),
    baselineRuns,
    candidateRuns,
  };
}

function kindsOf(baselineRuns: Float64Array, candidateRuns: Float64Array): Pick<SharedBlocks, "kinds" | "kindOf"> {
  const first: number[] = [];
  const ofBaseline = new Map<number, number>();
  const kindOf = Int32Array.from(baselineRuns, (runs, at) => {
    const isAlone = candidateRuns[at] === 0;
    const known = isAlone ? ofBaseline.get(runs) : undefined;
    if (known !== undefined) return known;
    if (isAlone) ofBaseline.set(runs, first.length);
    return first.push(at) - 1;
  });
  const kinds = {
    first: Int32Array.from(first),
    baselineRuns: Float64Array.from(first, (at) => baselineRuns[at] as number),
    candidateRuns: Float64Array.from(first, (at) => candidateRuns[at] as number),
  };
  return { kinds, kindOf };
}
