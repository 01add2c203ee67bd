/** What series measured, as columns: twelve bytes a point, in memory as far as there is room, else read when needed. */
import { unitFactor } from "../model/unit.ts";
import type { ValueColumn } from "../store/ledger-store.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import type { RunLedger } from "./run-ledger.ts";

/** The points of one series, in no order. */
export interface PointColumn {
  size: number;
  /** Places in the ledger. */
  runs: Uint32Array;
  /** In the series' unit. */
  values: Float64Array;
  /** Why single points never block, by their place in the column; most series have none. */
  readonly suspects: Map<number, string>;
}

/** 200 MB. */
const MOST_POINTS = 16_000_000;
/** A column that grows does so by this part. */
const ROOM = 0.1;

export class PointColumns {
  readonly #ledger: RunLedger;
  readonly #most: number;
  readonly #held = new Map<string, PointColumn>();
  #points = 0;

  /** `most`: points held in memory. */
  constructor(ledger: RunLedger, most = MOST_POINTS) {
    this.#ledger = ledger;
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#held.size === 0;
  }

  has(series: string): boolean {
    return this.#held.has(series);
  }

  /** By series: those of the ledger's runs, from memory or from the store. */
  async of({ store }: Pick<Context, "store">, rows: readonly SeriesRow[]): Promise<ReadonlyMap<string, PointColumn>> {
    const found = new Map<string, PointColumn>();
    const missing = rows.filter(({ id }) => !this.#held.has(id));
    const posted = groupedBy(await store.ledger.valuesOf(missing.map(({ id }) => id)), ({ series }) => series);
    for (const row of rows) {
      const column = this.#held.get(row.id) ?? this.#read(row, posted.get(row.id) ?? []);
      found.set(row.id, column);
    }
    return found;
  }

  /** More of a series that is held; of others nothing is kept. */
  add(row: SeriesRow, posted: ValueColumn): void {
    const column = this.#held.get(row.id);
    if (column === undefined) return;
    const before = column.size;
    this.#fill(column, row, posted);
    this.#points += column.size - before;
  }

  forget(series?: ReadonlySet<string>): void {
    for (const [id, { size }] of this.#held) {
      if (series !== undefined && !series.has(id)) continue;
      this.#held.delete(id);
      this.#points -= size;
    }
  }

  #read(row: SeriesRow, posted: readonly ValueColumn[]): PointColumn {
    const size = posted.reduce((sum, { values }) => sum + values.length, 0);
    const column = { size: 0, runs: new Uint32Array(size), values: new Float64Array(size), suspects: new Map() };
    for (const one of posted) this.#fill(column, row, one);
    if (this.#points + column.size <= this.#most) {
      this.#held.set(row.id, column);
      this.#points += column.size;
    }
    return column;
  }

  #fill(column: PointColumn, row: SeriesRow, posted: ValueColumn): void {
    const { chain, unit, suspect, sequences, values } = posted;
    const factor = unitFactor(unit, row.unit);
    reserve(column, column.size + sequences.length);
    for (let i = 0; i < sequences.length; i++) {
      const run = this.#ledger.placeOf(chain, sequences[i] as number);
      if (run === undefined) continue;
      if (suspect !== "") column.suspects.set(column.size, suspect);
      column.runs[column.size] = run;
      column.values[column.size++] = (values[i] as number) * factor;
    }
  }
}

function reserve(column: PointColumn, size: number): void {
  if (column.values.length >= size) return;
  const room = Math.ceil(size * (1 + ROOM));
  const [runs, values] = [new Uint32Array(room), new Float64Array(room)];
  runs.set(column.runs);
  values.set(column.values);
  [column.runs, column.values] = [runs, values];
}
