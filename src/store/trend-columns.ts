/**
 * All runs of one series, by column. The values of the series and the runs of its rig are asked for apart, what runs share
 * once, and brought together here: a fifth of what the engine and the parser need for a row of everything.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { CAUSES, type Cause } from "../model/run.ts";
import { askColumns, columnQuery } from "./column-query.ts";
import type { ValueColumn } from "./ledger-store.ts";
import { EXCLUSION, RETRACTIONS } from "./retractions.ts";
import { numbers, texts } from "./run-columns.ts";
import { placesByChain, type ValuePlaces } from "./value-places.ts";

/** What many runs have in common. */
export interface RunKind {
  readonly unit: string;
  readonly branch: string;
  readonly suite: string;
  readonly cause: Cause;
  /** Why these runs never count; "" when they do. */
  readonly excluded: string;
  readonly watchHash: string;
}

/** By start, then by id as the store orders ids. */
export interface TrendColumns {
  readonly kinds: readonly RunKind[];
  /** Of each run its place among the kinds. */
  readonly kind: Uint32Array;
  /** As posted. */
  readonly values: Float64Array;
  /** Milliseconds since 1970. */
  readonly started: Float64Array;
  readonly shas: readonly string[];
  readonly blocks: readonly string[];
  readonly runs: readonly string[];
}

const runsOfRig = columnQuery<{ rig: string }>()(
  `WITH ${RETRACTIONS}
   SELECT toString(chain) AS in_chain, branch, suite, cause, ${EXCLUSION} AS why, watch_hash,
     groupArray(toUInt32(sequence)) AS sequences, groupArray(sha) AS shas, groupArray(block) AS blocks,
     groupArray(toFloat64(toUnixTimestamp64Milli(started_at))) AS started, groupArray(run) AS ids
   FROM (SELECT * FROM runs WHERE rig = {rig: String}) AS r
   GROUP BY in_chain, branch, suite, cause, why, watch_hash`,
  {
    ...{ in_chain: texts, branch: texts, suite: texts, cause: z.array(z.enum(CAUSES)), why: texts, watch_hash: texts },
    sequences: z.array(numbers),
    shas: z.array(texts),
    blocks: z.array(texts),
    started: z.array(numbers),
    ids: z.array(texts),
  },
);

type RigRuns = Awaited<ReturnType<typeof rigRuns>>;
const rigRuns = async (client: ClickHouseClient, rig: string) => await askColumns(client, runsOfRig, { rig });

/** What is known of a value alone or of its run alone, when one of them is just being written, is not of the answer. */
export async function trendColumns(
  client: ClickHouseClient,
  rig: string,
  values: Promise<readonly ValueColumn[]>,
): Promise<TrendColumns> {
  const [runs, measured] = await Promise.all([rigRuns(client, rig), values]);
  const all = new Joined(measured);
  for (let group = 0; group < runs.in_chain.length; group++) all.take(runs, group);
  return inOrder(all.columns);
}

/** Every value with its run; a value without one is of an attempt that does not count. */
class Joined {
  readonly #kinds: RunKind[] = [];
  readonly #kind: Uint32Array;
  readonly #values: Float64Array;
  readonly #started: Float64Array;
  readonly #shas: string[] = [];
  readonly #blocks: string[] = [];
  readonly #runs: string[] = [];
  readonly #measured: readonly ValueColumn[];
  readonly #places: ReadonlyMap<string, ValuePlaces>;

  constructor(measured: readonly ValueColumn[]) {
    this.#measured = measured;
    const most = measured.reduce((sum, { sequences }) => sum + sequences.length, 0);
    this.#kind = new Uint32Array(most);
    this.#values = new Float64Array(most);
    this.#started = new Float64Array(most);
    this.#places = placesByChain(measured);
  }

  take(of: RigRuns, group: number): void {
    const places = this.#places.get(of.in_chain[group] as string);
    if (places === undefined) return;
    const sequences = of.sequences[group] as number[];
    const [started, shas] = [of.started[group] as number[], of.shas[group] as string[]];
    const [blocks, ids] = [of.blocks[group] as string[], of.ids[group] as string[]];
    const kinds = new Map<number, number>();
    for (let at = 0; at < sequences.length; at++) {
      const place = places.of(sequences[at] as number);
      if (place < 0) continue;
      const column = places.columnAt(place);
      const kind = kinds.get(column) ?? this.#kinds.push(this.#kindOf(of, group, column)) - 1;
      kinds.set(column, kind);
      const next = this.#runs.length;
      this.#kind[next] = kind;
      this.#values[next] = places.valueAt(place);
      this.#started[next] = started[at] as number;
      this.#shas.push(shas[at] as string);
      this.#blocks.push(blocks[at] as string);
      this.#runs.push(ids[at] as string);
    }
  }

  get columns(): TrendColumns {
    const { length } = this.#runs;
    return {
      kinds: this.#kinds,
      kind: this.#kind.subarray(0, length),
      values: this.#values.subarray(0, length),
      started: this.#started.subarray(0, length),
      ...{ shas: this.#shas, blocks: this.#blocks, runs: this.#runs },
    };
  }

  #kindOf({ branch, suite, cause, why, watch_hash }: RigRuns, group: number, column: number): RunKind {
    const { unit, suspect } = this.#measured[column] as ValueColumn;
    return {
      unit,
      branch: branch[group] as string,
      suite: suite[group] as string,
      cause: cause[group] as Cause,
      excluded: why[group] === "" ? suspect : (why[group] as string),
      watchHash: watch_hash[group] as string,
    };
  }
}

/** Most series are in order as they come: ids are looked at where two runs began together. */
function inOrder(columns: TrendColumns): TrendColumns {
  const { kinds, kind, values, started, shas, blocks, runs } = columns;
  const compare = (one: number, other: number): number => {
    const apart = (started[one] as number) - (started[other] as number);
    return apart === 0 ? byId(runs[one] as string, runs[other] as string) : apart;
  };
  let isOrdered = true;
  for (let at = 1; isOrdered && at < started.length; at++) isOrdered = compare(at - 1, at) < 0;
  if (isOrdered) return columns;
  const order = Uint32Array.from(runs, (_, at) => at).sort(compare);
  const ordered = <T>(column: readonly T[]): T[] => Array.from(order, (at) => column[at] as T);
  return {
    kinds,
    kind: order.map((at) => kind[at] as number),
    values: Float64Array.from(order, (at) => values[at] as number),
    started: Float64Array.from(order, (at) => started[at] as number),
    shas: ordered(shas),
    blocks: ordered(blocks),
    runs: ordered(runs),
  };
}

/** In the engine's order of UUIDs, which begins with their second half. */
function byId(one: string, other: string): number {
  const [a, b] = [halvesTurned(one), halvesTurned(other)];
  return a < b ? -1 : 1;
}

const halvesTurned = (id: string): string => id.slice(19) + id.slice(0, 18);
