/** All points of some series, read by column: a page of one series may show fifty thousand of them. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { CAUSES } from "../model/run.ts";
import { askColumns, columnQuery } from "./column-query.ts";
import { EXCLUSION, RETRACTIONS } from "./retractions.ts";
import { seriesNumber } from "./rows.ts";
import type { StoredPoint } from "./store.ts";

const texts = z.array(z.string());
const numbers = z.array(z.number());

/** `place` counts the series asked for from 1. */
const pointsOfAll = columnQuery<{ series: bigint[] }>()(
  `WITH ${RETRACTIONS}, wanted AS (SELECT * FROM points WHERE series IN {series: Array(UInt64)})
   SELECT toUInt32(indexOf({series: Array(UInt64)}, p.series)) AS place, p.value AS value, p.unit AS unit,
     p.repeats AS repeats, p.spread AS spread, p.low AS low, p.high AS high,
     if((${EXCLUSION} AS struck) != '', struck, p.suspect) AS excluded,
     r.run AS run, r.rig AS rig, r.suite AS suite, r.sha AS sha, r.branch AS branch, r.block AS block, r.cause AS cause,
     toFloat64(toUnixTimestamp64Milli(r.started_at)) AS startedAt,
     toFloat64(toUnixTimestamp64Milli(r.accepted_at)) AS acceptedAt,
     r.watch_hash AS watchHash, r.packages_hash AS packagesHash
   FROM wanted AS p INNER JOIN (
     SELECT * FROM runs WHERE (chain, sequence) IN (SELECT chain, sequence FROM wanted)
   ) AS r USING (chain, sequence)
   ORDER BY p.series, r.started_at, r.run`,
  {
    place: numbers,
    value: numbers,
    unit: texts,
    repeats: numbers,
    spread: z.array(z.number().nullable()),
    low: numbers,
    high: numbers,
    excluded: texts,
    run: texts,
    rig: texts,
    suite: texts,
    sha: texts,
    branch: texts,
    block: texts,
    cause: z.array(z.enum(CAUSES)),
    startedAt: numbers,
    acceptedAt: numbers,
    watchHash: texts,
    packagesHash: texts,
  },
);

/** By the number of the series, then by start and run. */
export async function pointsOfSeries(client: ClickHouseClient, series: readonly string[]): Promise<StoredPoint[]> {
  const found = await askColumns(client, pointsOfAll, { series: series.map(seriesNumber) });
  return found.place.map((place, at) => ({
    series: series[place - 1] as string,
    value: found.value[at] as number,
    unit: found.unit[at] as string,
    repeats: found.repeats[at] as number,
    spread: found.spread[at] as number | null,
    low: found.low[at] as number,
    high: found.high[at] as number,
    excluded: found.excluded[at] as string,
    run: found.run[at] as string,
    rig: found.rig[at] as string,
    suite: found.suite[at] as string,
    sha: found.sha[at] as string,
    branch: found.branch[at] as string,
    block: found.block[at] as string,
    cause: found.cause[at] as StoredPoint["cause"],
    startedAt: new Date(found.startedAt[at] as number),
    acceptedAt: new Date(found.acceptedAt[at] as number),
    watchHash: found.watchHash[at] as string,
    packagesHash: found.packagesHash[at] as string,
  }));
}
