/** Which value did the run at this place of the log measure? Of one series, by chain. */
import type { ValueColumn } from "./ledger-store.ts";

/** Sequences of a chain that lie closer than so many to a value are looked up in a table, others by hash. */
const SPARSEST = 8;
const SMALL = 1024;

/** The values of one chain, each with its place among them. */
export class ValuePlaces {
  readonly #values: Float64Array;
  readonly #columns: Uint32Array;
  readonly #least: number;
  /** By sequence less the least one: the place and one, 0 where there is none. */
  readonly #table: Uint32Array | undefined;
  readonly #sparse = new Map<number, number>();

  /** Each with its ordinal among the columns of the series. */
  constructor(columns: readonly (readonly [nth: number, column: ValueColumn])[]) {
    const count = columns.reduce((sum, [, { sequences }]) => sum + sequences.length, 0);
    const [least, most] = rangeOf(columns);
    this.#least = least;
    this.#values = new Float64Array(count);
    this.#columns = new Uint32Array(count);
    this.#table = most - least < SPARSEST * count + SMALL ? new Uint32Array(most - least + 1) : undefined;
    const [table, sparse] = [this.#table, this.#sparse];
    let next = 0;
    for (const [nth, { sequences, values }] of columns) {
      this.#values.set(values, next);
      this.#columns.fill(nth, next, next + values.length);
      for (let at = 0; at < sequences.length; at++, next++) {
        const sequence = sequences[at] as number;
        if (table) table[sequence - least] = next + 1;
        else sparse.set(sequence, next);
      }
    }
  }

  /** −1 where there is none. */
  of(sequence: number): number {
    return this.#table ? (this.#table[sequence - this.#least] ?? 0) - 1 : (this.#sparse.get(sequence) ?? -1);
  }

  valueAt(place: number): number {
    return this.#values[place] as number;
  }

  columnAt(place: number): number {
    return this.#columns[place] as number;
  }
}

function rangeOf(columns: readonly (readonly [number, ValueColumn])[]): readonly [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const [, { sequences }] of columns)
    for (let at = 0; at < sequences.length; at++) {
      const sequence = sequences[at] as number;
      if (sequence < least) least = sequence;
      if (sequence > most) most = sequence;
    }
  return [Math.min(least, most), most];
}

export function placesByChain(measured: readonly ValueColumn[]): ReadonlyMap<string, ValuePlaces> {
  const chains = new Map<string, (readonly [number, ValueColumn])[]>();
  for (const [nth, column] of measured.entries()) {
    const mine = chains.get(column.chain) ?? [];
    chains.set(column.chain, mine);
    mine.push([nth, column]);
  }
  return new Map([...chains].map(([chain, columns]) => [chain, new ValuePlaces(columns)]));
}
