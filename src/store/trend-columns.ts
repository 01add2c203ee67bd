/**
 * All runs of one series, by column. The values of the series and the runs of its rig are asked for apart, what runs share
 * once, and brought together here: a fifth of what the engine and the parser need for a row of everything.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { CAUSES, type Cause } from "../model/run.ts";
import { askLists, columnQuery } from "./column-query.ts";
import type { ValueColumn } from "./ledger-store.ts";
import { numbers, texts } from "./run-columns.ts";
import type { Reasons } from "./struck.ts";
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
}

/** The rank says the order: ids would be a quarter of the answer. */
const runsOfRig = columnQuery<{ rig: string }>()(
  `SELECT toString(chain) AS in_chain, branch, suite, cause, excluded, watch_hash,
     groupArray(toUInt32(sequence)) AS sequences, groupArray(sha) AS shas, groupArray(block) AS blocks,
     groupArray(toFloat64(toUnixTimestamp64Milli(started_at))) AS started, groupArray(rank) AS ranks
   FROM (
     SELECT *, toUInt32(row_number() OVER (ORDER BY started_at, run)) AS rank FROM runs WHERE rig = {rig: String}
   ) AS r
   GROUP BY in_chain, branch, suite, cause, excluded, watch_hash`,
  {
    ...{
      in_chain: texts,
      branch: texts,
      suite: texts,
      cause: z.array(z.enum(CAUSES)),
      excluded: texts,
      watch_hash: texts,
    },
    sequences: z.array(numbers),
    shas: z.array(texts),
    blocks: z.array(texts),
    started: z.array(numbers),
    ranks: z.array(numbers),
  },
);

/** By groups of runs that have in common what a run has beside its place, its changeset and its time. */
type RigRuns = Awaited<ReturnType<typeof rigRuns>>;
const rigRuns = async (client: ClickHouseClient, rig: string) => await askLists(client, runsOfRig, { rig });

/** What is known of a value alone or of its run alone, when one of them is just being written, is not of the answer. */
export async function trendColumns(
  client: ClickHouseClient,
  rig: string,
  values: Promise<readonly ValueColumn[]>,
  reasons: Promise<Reasons>,
): Promise<TrendColumns> {
  const [runs, measured, why] = await Promise.all([rigRuns(client, rig), values, reasons]);
  const joined = new Joined(runs, measured, (startedAt) => why(rig, startedAt));
  const places = placesByChain(measured);
  for (const [group, chain] of runs.in_chain.entries()) joined.take(group, places.get(chain));
  return joined.columns;
}

/** Every value with its run, by the rank of the run, which counts from 1; a value without one is of an attempt that does not count. */
class Joined {
  readonly #read: RigRuns;
  readonly #measured: readonly ValueColumn[];
  readonly #why: (startedAt: number) => string | undefined;
  readonly #kinds: RunKind[] = [];
  /** Of each rank the kind and one, 0 where the run did not measure the series; and where it was read. */
  readonly #kind: Uint32Array;
  readonly #group: Uint32Array;
  readonly #at: Uint32Array;
  readonly #values: Float64Array;
  #count = 0;

  constructor(read: RigRuns, measured: readonly ValueColumn[], why: (startedAt: number) => string | undefined) {
    [this.#read, this.#measured, this.#why] = [read, measured, why];
    const beyond = read.ranks.reduce((sum, { length }) => sum + length, 1);
    [this.#kind, this.#group, this.#at] = [new Uint32Array(beyond), new Uint32Array(beyond), new Uint32Array(beyond)];
    this.#values = new Float64Array(beyond);
  }

  take(group: number, places: ValuePlaces | undefined): void {
    if (places === undefined) return;
    const [sequences, ranks] = [this.#read.sequences[group] as number[], this.#read.ranks[group] as number[]];
    const started = this.#read.started[group] as number[];
    // Names of their own: the first page of a service reads them fifty thousand times before anything is compiled.
    const [kind, groups, ats, values, why] = [this.#kind, this.#group, this.#at, this.#values, this.#why];
    const kindsOf = new Map<string | undefined, Map<number, number>>();
    for (let at = 0; at < ranks.length; at++) {
      const place = places.of(sequences[at] as number);
      if (place < 0) continue;
      const column = places.columnAt(place);
      const reason = why(started[at] as number);
      const kinds = kindsOf.get(reason) ?? new Map<number, number>();
      kindsOf.set(reason, kinds);
      const mine = kinds.get(column) ?? this.#kinds.push(this.#kindOf(group, column, reason));
      kinds.set(column, mine);
      const rank = ranks[at] as number;
      kind[rank] = mine;
      groups[rank] = group;
      ats[rank] = at;
      values[rank] = places.valueAt(place);
      this.#count++;
    }
  }

  get columns(): TrendColumns {
    const [kind, values, started] = [
      new Uint32Array(this.#count),
      new Float64Array(this.#count),
      new Float64Array(this.#count),
    ];
    const [shas, blocks]: [string[], string[]] = [[], []];
    const [ranked, groups, ats, measured] = [this.#kind, this.#group, this.#at, this.#values];
    const read = this.#read;
    for (let rank = 1, next = 0; rank < ranked.length; rank++) {
      if (ranked[rank] === 0) continue;
      const [group, at] = [groups[rank] as number, ats[rank] as number];
      kind[next] = (ranked[rank] as number) - 1;
      values[next] = measured[rank] as number;
      started[next++] = read.started[group]?.[at] as number;
      shas.push(read.shas[group]?.[at] as string);
      blocks.push(read.blocks[group]?.[at] as string);
    }
    return { kinds: this.#kinds, kind, values, started, shas, blocks };
  }

  #kindOf(group: number, column: number, reason: string | undefined): RunKind {
    const { branch, suite, cause, excluded, watch_hash } = this.#read;
    const { unit, suspect } = this.#measured[column] as ValueColumn;
    return {
      unit,
      branch: branch[group] as string,
      suite: suite[group] as string,
      cause: cause[group] as Cause,
      excluded: reason ?? (excluded[group] || suspect),
      watchHash: watch_hash[group] as string,
    };
  }
}
