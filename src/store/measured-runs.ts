/** Runs of many changesets with all that they measured: what a verdict rests on, read without opening a row each. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { askColumns, columnQuery } from "./column-query.ts";
import { type EntityKind, FOLLOWING_KINDS } from "./event-kinds.ts";
import type { HeldValues } from "./held-values.ts";
import { ask, query } from "./query.ts";
import { seriesNumber } from "./rows.ts";
import { factsShape, numbers, RUN_FACTS, runAt, texts } from "./run-columns.ts";
import type { Measured, MeasuredRun } from "./runs.ts";
import { byStart, shaParts } from "./sha-parts.ts";

/** Columns of a row of runs named r. */
export const RUN_COLUMNS = `toString(chain) AS chain, toUInt32(sequence) AS sequence, ${RUN_FACTS}, r.excluded AS excluded`;

export const runShape = { chain: texts, sequence: numbers, ...factsShape };

export const runsOfShas = columnQuery<{ shas: string[] }>()(
  `SELECT ${RUN_COLUMNS}
   FROM runs AS r WHERE r.sha IN {shas: Array(String)} ORDER BY r.started_at, r.run`,
  runShape,
);

/** `places` are what stands for each of `series` in the answer. Reads the projection by_run. */
export const valuesOfShas = columnQuery<{ shas: string[]; series: bigint[]; places: number[] }>()(
  `SELECT toString(chain) AS chain, toUInt32(sequence) AS sequence, unit, suspect,
     groupArray(transform(series, {series: Array(UInt64)}, {places: Array(UInt32)}, toUInt32(0))) AS series_places,
     groupArray(value) AS values
   FROM points
   WHERE (chain, sequence) IN (SELECT chain, sequence FROM runs WHERE sha IN {shas: Array(String)})
     AND series IN {series: Array(UInt64)}
   GROUP BY chain, sequence, unit, suspect ORDER BY unit, suspect`,
  {
    chain: texts,
    sequence: numbers,
    unit: texts,
    suspect: texts,
    series_places: z.array(numbers),
    values: z.array(numbers),
  },
);

/** By start, then run id. The series may be told while the runs are read; what `held` has is not read again. */
export async function measuredRuns(
  client: ClickHouseClient,
  shas: readonly string[],
  series: readonly string[] | Promise<readonly string[]>,
  held: HeldValues | undefined,
): Promise<MeasuredRun[]> {
  return await byStart(shas, (some) => measuredIn(client, some, series, held));
}

type Values = Pick<ReadonlyMap<string, readonly Measured[]>, "get">;

/** Runs first: the points of a run are there before it is. */
async function measuredIn(
  client: ClickHouseClient,
  shas: readonly string[],
  told: readonly string[] | Promise<readonly string[]>,
  held: HeldValues | undefined,
): Promise<MeasuredRun[]> {
  const [runs, series] = await Promise.all([askColumns(client, runsOfShas, { shas: [...shas] }), told]);
  const places = runs.chain.map((chain, at) => `${chain} ${runs.sequence[at]}`);
  const before = series.length === 0 ? undefined : held?.ofSeries(series);
  const known: Values = before === undefined ? NOTHING : new Map(places.map((place) => [place, before.get(place)]));
  const unread = new Set(runs.sha.filter((_, at) => known.get(places[at] as string) === undefined));
  const read = series.length === 0 || unread.size === 0 ? NOTHING : await valuesBy(client, [...unread], series);
  return runs.run.map((_, at) => {
    const place = places[at] as string;
    const measured = read.get(place) ?? [];
    return { ...runAt(runs, at), measured: known.get(place) ?? before?.set(place, measured) ?? measured };
  });
}

const NOTHING: ReadonlyMap<string, readonly Measured[]> = new Map();

async function valuesBy(
  client: ClickHouseClient,
  shas: readonly string[],
  series: readonly string[],
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const params = { shas: [...shas], series: series.map(seriesNumber), places: series.map((_, place) => place) };
  const found = await askColumns(client, valuesOfShas, params);
  const byRun = new Map<string, Measured[]>();
  for (const [at, chain] of found.chain.entries()) {
    const key = `${chain} ${found.sequence[at]}`;
    const measured: Measured = {
      unit: found.unit[at] ?? "",
      suspect: found.suspect[at] ?? "",
      series: found.series_places[at] ?? [],
      values: found.values[at] ?? [],
    };
    const before = byRun.get(key);
    if (before) before.push(measured);
    else byRun.set(key, [measured]);
  }
  return byRun;
}

/** From which nothing follows that is derived from runs. */
const NO_CAUSES = [...Object.keys(FOLLOWING_KINDS), "token", "token-use", "session", "promotion", "merge"]
  .map((kind) => `'${kind}'`)
  .join(", ");

const stampOfShas = query<{ shas: string[] }>()(
  `SELECT concat(toString(count()), ' ', toString(groupBitXor(cityHash64(chain, sequence)))) AS stamp
   FROM runs WHERE sha IN {shas: Array(String)}`,
  z.object({ stamp: z.string() }),
);

const stampsOfShas = query<{ shas: string[] }>()(
  `SELECT sha, concat(toString(count()), ' ', toString(groupBitXor(cityHash64(chain, sequence)))) AS stamp
   FROM runs WHERE sha IN {shas: Array(String)} GROUP BY sha`,
  z.object({ sha: z.string(), stamp: z.string() }),
);

const stampOfCauses = query<Record<never, never>>()(
  `SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) AS stamp
   FROM entities FINAL WHERE kind NOT IN (${NO_CAUSES})`,
  z.object({ stamp: z.string() }),
);

const stampOfKinds = query<{ kinds: string[] }>()(
  `SELECT toString(groupBitXor(cityHash64(kind, key, chain, sequence))) AS stamp
   FROM entities FINAL WHERE kind IN {kinds: Array(String)}`,
  z.object({ stamp: z.string() }),
);

/** Of each of these changesets that has runs another one whenever a run of it arrived. */
export async function runsStamps(
  client: ClickHouseClient,
  shas: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const parts = [...shaParts(shas)].map((some) => ask(client, stampsOfShas, { shas: some }));
  return new Map((await Promise.all(parts)).flat().map(({ sha, stamp }) => [sha, stamp]));
}

/** Another one whenever a run of these changesets arrived, or anything that may say how runs count. */
export async function runsStamp(
  client: ClickHouseClient,
  shas: readonly string[],
  kinds?: readonly EntityKind[],
): Promise<string> {
  const parts = [...shaParts(shas)].map((some) => ask(client, stampOfShas, { shas: some }));
  const causes = kinds ? ask(client, stampOfKinds, { kinds: [...kinds] }) : ask(client, stampOfCauses, {});
  const asked = [causes, ...parts];
  return (await Promise.all(asked)).map(([row]) => row?.stamp ?? "").join(" ");
}
