/**
 * All runs by the places of their events, and what they measured by column: what a memory of the whole history is filled
 * from. Rows of runs are only ever added, except when a mirror takes over; the tallies of the chains tell.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { askColumns, columnQuery } from "./column-query.ts";
import { RUN_COLUMNS, runShape } from "./measured-runs.ts";
import { byColumn, PLACES, type PlaceColumns, type RunPlace } from "./places.ts";
import { ask, query } from "./query.ts";
import { seriesNumber } from "./rows.ts";
import { numbers, runAt, texts } from "./run-columns.ts";
import type { MeasuredRun, SeriesRow } from "./runs.ts";
import type { Struck } from "./struck.ts";
import { type TrendColumns, trendColumns } from "./trend-columns.ts";

/** Equal tallies, equal runs. */
export interface ChainTally {
  readonly chain: string;
  readonly runs: number;
  /** The highest of their sequences. */
  readonly last: number;
  /** Exclusive or of all of them. */
  readonly mix: number;
}

export interface LedgerRun extends Omit<MeasuredRun, "measured">, RunPlace {}

/** Values of one series in runs of one chain, as they were posted; no run needs to stand behind a sequence. */
export interface ValueColumn {
  readonly series: string;
  readonly chain: string;
  readonly unit: string;
  /** Why they never block, empty when usable. */
  readonly suspect: string;
  readonly sequences: readonly number[];
  readonly values: readonly number[];
}

export interface LedgerStore {
  tallies(): Promise<readonly ChainTally[]>;
  /** Runs of these chains beyond these sequences, by chain and sequence: at most so many. */
  runsAfter(places: readonly RunPlace[], most: number): Promise<readonly LedgerRun[]>;
  valuesOf(series: readonly string[]): Promise<readonly ValueColumn[]>;
  valuesAt(runs: readonly RunPlace[]): Promise<readonly ValueColumn[]>;
  /** All points of a series whose runs are claimed. */
  trend(series: Pick<SeriesRow, "id" | "rig">): Promise<TrendColumns>;
}

const tallies = query<Record<string, never>>()(
  `SELECT toString(chain) AS chain, toUInt32(count()) AS runs, toUInt32(max(sequence)) AS last,
     toUInt32(groupBitXor(sequence)) AS mix FROM runs GROUP BY chain ORDER BY chain`,
  z.object({ chain: z.string(), runs: z.number(), last: z.number(), mix: z.number() }),
);

const runsAfter = columnQuery<{ chains: bigint[]; sequences: number[]; most: number }>()(
  `SELECT ${RUN_COLUMNS} FROM runs AS r
   WHERE r.chain IN {chains: Array(UInt64)}
     AND r.sequence > transform(r.chain, {chains: Array(UInt64)}, {sequences: Array(UInt64)}, toUInt64(0))
   ORDER BY r.chain, r.sequence LIMIT {most: UInt32}`,
  runShape,
);

const VALUES = `SELECT lower(leftPad(hex(series), 16, '0')) AS id, toString(chain) AS in_chain, unit, suspect,
    groupArray(toUInt32(sequence)) AS sequences, groupArray(value) AS found FROM points`;
const BY = "GROUP BY series, chain, unit, suspect";
const columns = z.array(numbers);
const valueShape = { id: texts, in_chain: texts, unit: texts, suspect: texts, sequences: columns, found: columns };

const valuesOf = columnQuery<{ series: bigint[] }>()(
  `${VALUES} WHERE series IN {series: Array(UInt64)} ${BY}`,
  valueShape,
);

/** Reads the projection by_run. */
const valuesAt = columnQuery<PlaceColumns>()(`${VALUES} WHERE (chain, sequence) IN (${PLACES}) ${BY}`, valueShape);

export class ClickHouseLedger implements LedgerStore {
  readonly #client: ClickHouseClient;
  readonly #struck: Struck;

  constructor(client: ClickHouseClient, struck: Struck) {
    [this.#client, this.#struck] = [client, struck];
  }

  async tallies(): Promise<readonly ChainTally[]> {
    return await ask(this.#client, tallies, {});
  }

  async runsAfter(places: readonly RunPlace[], most: number): Promise<readonly LedgerRun[]> {
    return places.length === 0 ? [] : await this.#struck.marked(this.#runsAfter(places, most));
  }

  async #runsAfter(places: readonly RunPlace[], most: number): Promise<LedgerRun[]> {
    const runs = await askColumns(this.#client, runsAfter, { ...byColumn(places), most });
    return runs.run.map((_, at) => ({
      ...runAt(runs, at),
      chain: runs.chain[at] ?? "",
      sequence: runs.sequence[at] ?? 0,
    }));
  }

  async valuesOf(series: readonly string[]): Promise<readonly ValueColumn[]> {
    if (series.length === 0) return [];
    return columnsOf(await askColumns(this.#client, valuesOf, { series: series.map(seriesNumber) }));
  }

  async valuesAt(runs: readonly RunPlace[]): Promise<readonly ValueColumn[]> {
    return runs.length === 0 ? [] : columnsOf(await askColumns(this.#client, valuesAt, byColumn(runs)));
  }

  async trend({ id, rig }: Pick<SeriesRow, "id" | "rig">): Promise<TrendColumns> {
    return await trendColumns(this.#client, rig, this.valuesOf([id]), this.#struck.reasons());
  }
}

function columnsOf({
  id,
  in_chain,
  unit,
  suspect,
  sequences,
  found,
}: z.output<z.ZodObject<typeof valueShape>>): ValueColumn[] {
  return id.map((series, at) => ({
    series,
    chain: in_chain[at] ?? "",
    unit: unit[at] ?? "",
    suspect: suspect[at] ?? "",
    sequences: sequences[at] ?? [],
    values: found[at] ?? [],
  }));
}
