/**
 * The whole history in memory, once for a store: after a run arrived only what it touched is read. Whatever is derived
 * from a series is kept under its version, which moves with its points and with what says how they count.
 */
import { oneAfterAnother } from "../store/one-after-another.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Context } from "./context.ts";
import { PointColumns } from "./point-columns.ts";
import { RunLedger } from "./run-ledger.ts";
import { TrunkPlaces } from "./trunk-places.ts";

/** With more runs at once their rigs' series are read again as a whole. */
const MOST_FRESH = 2000;

export class HistoryMemory {
  readonly ledger = new RunLedger();
  readonly points: PointColumns;
  /** Every series was looked at: to wait for a turn is not to wait for that. */
  isLoaded = false;
  readonly #versions = new Map<string, number>();
  readonly #rigs = new Map<string, number>();
  #generation = 0;
  #places: TrunkPlaces | undefined;
  readonly #inTurn = oneAfterAnother();

  /** `most`: points held in memory; absent: as many as fit into 200 MB. */
  constructor(most?: number) {
    this.points = new PointColumns(this.ledger, most);
  }

  /** One after the other, each with all runs that were stored when its turn came. */
  inTurn<T>(ctx: Context, act: (places: TrunkPlaces) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => await act(await this.#upToDate(ctx)));
  }

  /** Another one when anything may be said of the series that was not so before: right within a turn. */
  version({ id, rig }: Pick<SeriesRow, "id" | "rig">): string {
    return `${this.#generation} ${this.#rigs.get(rig) ?? 0} ${this.#versions.get(id) ?? 0}`;
  }

  async #upToDate(ctx: Context): Promise<TrunkPlaces> {
    const { ledger } = this;
    await ledger.learn(ctx);
    if (ledger.generation !== this.#generation) {
      this.#generation = ledger.generation;
      this.points.forget();
      this.#places = undefined;
      this.isLoaded = false;
    }
    await this.#takeNotice(ctx);
    for (const rig of ledger.altered) this.#moveRig(rig);
    ledger.altered.clear();
    return await this.#placed(ctx);
  }

  async #takeNotice(ctx: Context): Promise<void> {
    const { fresh, runs } = this.ledger;
    if (fresh.length === 0) return;
    const arrived = fresh.flatMap((at) => runs[at] ?? []);
    const series = await ctx.known.series();
    if (this.points.isEmpty || fresh.length > MOST_FRESH) {
      const rigs = new Set(arrived.map(({ rig }) => rig));
      this.points.forget(new Set([...series.values()].filter(({ rig }) => rigs.has(rig)).map(({ id }) => id)));
      for (const rig of rigs) this.#moveRig(rig);
    } else {
      for (const column of await ctx.store.ledger.valuesAt(arrived)) {
        const row = series.get(column.series);
        this.#versions.set(column.series, (this.#versions.get(column.series) ?? 0) + 1);
        if (row) this.points.add(row, column);
      }
    }
    this.ledger.fresh = [];
  }

  async #placed({ known }: Context): Promise<TrunkPlaces> {
    const [order, changesets] = [await known.landingOrder(), await known.changesets()];
    const before = this.#places;
    if (before?.order === order && before.size === this.ledger.shas.length) return before;
    const places = new TrunkPlaces(order, changesets, this.ledger);
    if (before) for (const rig of places.movedSince(before, this.ledger)) this.#moveRig(rig);
    this.#places = places;
    return places;
  }

  #moveRig(rig: string): void {
    this.#rigs.set(rig, (this.#rigs.get(rig) ?? 0) + 1);
  }
}

const memories = new WeakMap<object, HistoryMemory>();

export function historyMemory({ store, historyPoints }: Pick<Context, "store" | "historyPoints">): HistoryMemory {
  const memory = memories.get(store) ?? new HistoryMemory(historyPoints);
  memories.set(store, memory);
  return memory;
}

/** Null while not every series was looked at yet: nothing is known to be as it was. */
export async function seriesVersions(
  ctx: Context,
  series: readonly SeriesRow[],
): Promise<ReadonlyMap<string, string> | null> {
  const memory = historyMemory(ctx);
  if (!memory.isLoaded) return null;
  return await memory.inTurn(ctx, async () => new Map(series.map((row) => [row.id, memory.version(row)])));
}
