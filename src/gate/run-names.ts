/**
 * Which runs is a list made of, whatever they measured? A thousand series of ten rigs stand on some thirty lists: what is
 * asked of the runs alone is found once for all lists of the same runs in the same order.
 */
import { type BlockPlan, columnsAre, columnsOf, planOfBlocks } from "../detect/run-columns.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { GateRun } from "./landing.ts";

/** By column. */
export interface RunNames {
  readonly ids: readonly string[];
  readonly blocks: readonly string[];
}

/** Those that may be met again, by what is cheap to compare. */
const met = new Map<string, RunNames[]>();
const MOST_RUNS = 400_000;
/** Lists of as many runs with the same first and last one: more are not looked through. */
const MOST_ALIKE = 8;
let runsMet = 0;

const known = new WeakMap<readonly GateRun[], RunNames>();

/** One object for all lists of the same runs. */
export function namesOf(runs: readonly GateRun[]): RunNames {
  const before = known.get(runs);
  if (before !== undefined) return before;
  const alike = met.get(keyOf(runs.length, runs[0]?.run, runs.at(-1)?.run));
  const names =
    alike?.find(({ ids, blocks }) => runs.every(({ run, block }, at) => run === ids[at] && block === blocks[at])) ??
    keep({ ids: runs.map(({ run }) => run), blocks: runs.map(({ block }) => block) });
  known.set(runs, names);
  return names;
}

/** The same object for runs that are in no list yet. */
export function theSame(names: RunNames): RunNames {
  const alike = met.get(keyOf(names.ids.length, names.ids[0], names.ids.at(-1)));
  return alike?.find((one) => isSame(one.ids, names.ids) && isSame(one.blocks, names.blocks)) ?? keep(names);
}

/** A list of these runs with what each measured; those that `before` has with the same value are taken from it. */
export function listOf(names: RunNames, values: Float64Array, before: readonly GateRun[] = []): readonly GateRun[] {
  const { ids, blocks } = names;
  const [places, measured] = [placesIn(namesOf(before))(names), columnsOf(before).values];
  const runs: GateRun[] = [];
  for (let at = 0; at < ids.length; at++) {
    const place = places[at] as number;
    const isThere = place >= 0 && Object.is(measured[place], values[at]);
    runs.push(
      isThere
        ? (before[place] as GateRun)
        : { run: ids[at] as string, block: blocks[at] as string, value: values[at] as number },
    );
  }
  return said(runs, names, values);
}

/** Of each run its place among others, −1 where they have none of that name and block. */
const placesIn = onceForEach((others: RunNames) => {
  const places = new Map(others.ids.map((run, at) => [run, at]));
  return onceForEach(({ ids, blocks }: RunNames) =>
    Int32Array.from(ids, (run, at) => {
      const place = places.get(run) ?? -1;
      return others.blocks[place] === blocks[at] ? place : -1;
    }),
  );
});

const parts = new WeakMap<readonly GateRun[], { readonly others: RunNames; readonly left: readonly GateRun[] }>();

/** The runs of a list that another one lacks; itself where it lacks all of them. */
export function without(runs: readonly GateRun[], others: readonly GateRun[]): readonly GateRun[] {
  const [own, gone] = [namesOf(runs), namesOf(others)];
  const before = parts.get(runs);
  if (before?.others === gone) return before.left;
  const { places, names } = leftOf(own)(gone);
  const left = places.length === runs.length ? runs : partOf(runs, places, names);
  parts.set(runs, { others: gone, left });
  return left;
}

const leftOf = onceForEach((own: RunNames) =>
  onceForEach((gone: RunNames) => {
    const ids = new Set(gone.ids);
    const places = own.ids.flatMap((run, at) => (ids.has(run) ? [] : [at]));
    const at = (names: readonly string[]) => places.map((place) => names[place] as string);
    return { places, names: theSame({ ids: at(own.ids), blocks: at(own.blocks) }) };
  }),
);

function partOf(runs: readonly GateRun[], places: readonly number[], names: RunNames): readonly GateRun[] {
  const { values } = columnsOf(runs);
  const left = new Float64Array(places.length);
  for (let at = 0; at < left.length; at++) left[at] = values[places[at] as number] as number;
  return said(
    places.map((place) => runs[place] as GateRun),
    names,
    left,
  );
}

function said(runs: readonly GateRun[], names: RunNames, values: Float64Array): readonly GateRun[] {
  known.set(runs, names);
  columnsAre(runs, values, planOf(names));
  return runs;
}

const planOf = onceForEach(({ blocks }: RunNames): BlockPlan => planOfBlocks(blocks));

function keep(names: RunNames): RunNames {
  const { length } = names.ids;
  runsMet += length;
  if (runsMet > MOST_RUNS) {
    met.clear();
    runsMet = length;
  }
  const key = keyOf(length, names.ids[0], names.ids.at(-1));
  met.set(key, [...(met.get(key) ?? []).slice(1 - MOST_ALIKE), names]);
  return names;
}

const keyOf = (length: number, first: string | undefined, last: string | undefined): string =>
  `${length} ${first} ${last}`;
const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.every((one, at) => one === others[at]);
