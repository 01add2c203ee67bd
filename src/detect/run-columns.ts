/**
 * A list of runs by column: what every question asks of it again is found once, and forgotten with the list. Lists of the
 * same blocks, as those of one rig's series are, share what is known of their blocks.
 */
import { ascendingValues } from "../stats/ascending-values.ts";
import type { RunSample } from "./run-sample.ts";

/** To which block belongs each run of a list? */
export interface BlockPlan {
  /** Of each run. */
  readonly blocks: readonly string[];
  /** All blocks that have a name, ascending. */
  readonly names: readonly string[];
  /** Of each of them its runs, as places in the list. */
  readonly runs: readonly (readonly number[])[];
  /** The same in the order in which blocks appear in the list; a run of block "" is one of its own. */
  readonly inOrder: readonly (readonly number[])[];
  /** Runs of block "": each is a block of its own. */
  readonly alone: readonly number[];
}

const NO_VALUES = new Float64Array(0);

export class RunColumns {
  readonly values: Float64Array;
  readonly plan: BlockPlan;
  #forward: ((value: number) => number) | undefined;
  #scaled: Float64Array = NO_VALUES;
  #logarithms: Float64Array | undefined;
  #isPositive: boolean | undefined;
  #ascending: Float64Array | undefined;

  constructor(values: Float64Array, plan: BlockPlan) {
    this.values = values;
    this.plan = plan;
  }

  /** The values on another scale. */
  on(forward: (value: number) => number): Float64Array {
    if (forward === Math.log) return this.logarithms;
    if (this.#forward !== forward) {
      this.#forward = forward;
      this.#scaled = this.values.map(forward);
    }
    return this.#scaled;
  }

  /** Natural logarithms of the values: most series are compared by them. */
  get logarithms(): Float64Array {
    this.#logarithms ??= logarithmsOf(this.values);
    return this.#logarithms;
  }

  /** Whether every value is above zero. */
  get isPositive(): boolean {
    this.#isPositive ??= areAbove(this.values, 0);
    return this.#isPositive;
  }

  /** The values, the smallest first. */
  get ascending(): Float64Array {
    this.#ascending ??= ascendingValues(this.values);
    return this.#ascending;
  }
}

function areAbove(values: Float64Array, least: number): boolean {
  for (let at = 0; at < values.length; at++) if (!((values[at] as number) > least)) return false;
  return true;
}

/** Natural logarithms, written one by one: what a function gives to `map` is an object for each value. */
export function logarithmsOf(values: Float64Array): Float64Array {
  const all = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) all[at] = Math.log(values[at] as number);
  return all;
}

const columns = new WeakMap<readonly RunSample[], RunColumns>();

export function columnsOf(runs: readonly RunSample[]): RunColumns {
  const known = columns.get(runs);
  if (known !== undefined) return known;
  const values = new Float64Array(runs.length);
  for (let at = 0; at < runs.length; at++) values[at] = (runs[at] as RunSample).value;
  return columnsAre(runs, values, planOf(runs));
}

/** For whoever made a list of these values, and knows the plan of its blocks: no run of it is looked at again. */
export function columnsAre(runs: readonly RunSample[], values: Float64Array, plan: BlockPlan): RunColumns {
  const made = new RunColumns(values, plan);
  columns.set(runs, made);
  return made;
}

/** Plans that may be met again, by what is cheap to compare. */
const plans = new Map<string, BlockPlan>();
const MOST_PLANS = 256;

function planOf(runs: readonly RunSample[]): BlockPlan {
  const key = `${runs.length} ${runs[0]?.block} ${runs.at(-1)?.block}`;
  const known = plans.get(key);
  if (known !== undefined && runs.every(({ block }, place) => block === known.blocks[place])) return known;
  if (plans.size >= MOST_PLANS) plans.clear();
  const plan = planOfBlocks(runs.map(({ block }) => block));
  plans.set(key, plan);
  return plan;
}

/** `blocks`: of each run. */
export function planOfBlocks(blocks: readonly string[]): BlockPlan {
  const byName = new Map<string, number[]>();
  const inOrder: number[][] = [];
  const alone: number[] = [];
  for (const [place, block] of blocks.entries()) {
    const known = block === "" ? undefined : byName.get(block);
    if (known !== undefined) {
      known.push(place);
      continue;
    }
    const own = [place];
    inOrder.push(own);
    if (block === "") alone.push(place);
    else byName.set(block, own);
  }
  const names = [...byName.keys()].sort(ascending);
  return { blocks, names, runs: names.map((name) => byName.get(name) ?? []), inOrder, alone };
}

const ascending = (one: string, other: string): number => (one < other ? -1 : 1);
