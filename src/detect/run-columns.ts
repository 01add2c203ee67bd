/**
 * A list of runs by column: what every question asks of it again is found once, and forgotten with the list. Lists of the
 * same blocks, as those of one rig's series are, share what is known of their blocks.
 */
import { ascendingValues } from "../stats/ascending-values.ts";
import { onceForEach } from "../stats/once-for-each.ts";
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

export class RunColumns {
  readonly values: readonly number[];
  readonly plan: BlockPlan;
  #forward: ((value: number) => number) | undefined;
  #scaled: readonly number[] = [];
  #logarithms: readonly number[] | undefined;
  #isPositive: boolean | undefined;
  #ascending: Float64Array | undefined;

  constructor(runs: readonly RunSample[]) {
    this.values = runs.map(({ value }) => value);
    this.plan = planOf(runs);
  }

  /** The values on another scale. */
  on(forward: (value: number) => number): readonly number[] {
    if (forward === Math.log) return this.logarithms;
    if (this.#forward !== forward) {
      this.#forward = forward;
      this.#scaled = this.values.map((value) => forward(value));
    }
    return this.#scaled;
  }

  /** Natural logarithms of the values: most series are compared by them. */
  get logarithms(): readonly number[] {
    this.#logarithms ??= this.values.map((value) => Math.log(value));
    return this.#logarithms;
  }

  /** Whether every value is above zero. */
  get isPositive(): boolean {
    this.#isPositive ??= this.values.every((value) => value > 0);
    return this.#isPositive;
  }

  /** The values, the smallest first. */
  get ascending(): Float64Array {
    this.#ascending ??= ascendingValues(this.values);
    return this.#ascending;
  }
}

export const columnsOf = onceForEach((runs: readonly RunSample[]) => new RunColumns(runs));

/** Plans that may be met again, by what is cheap to compare. */
const plans = new Map<string, BlockPlan>();
const MOST_PLANS = 256;

function planOf(runs: readonly RunSample[]): BlockPlan {
  const key = `${runs.length} ${runs[0]?.block} ${runs.at(-1)?.block}`;
  const known = plans.get(key);
  if (known !== undefined && runs.every(({ block }, place) => block === known.blocks[place])) return known;
  if (plans.size >= MOST_PLANS) plans.clear();
  const plan = newPlan(runs.map(({ block }) => block));
  plans.set(key, plan);
  return plan;
}

function newPlan(blocks: readonly string[]): BlockPlan {
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
