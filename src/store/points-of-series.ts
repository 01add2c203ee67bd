/** All points of some series, read by column: a page of one series may show fifty thousand of them. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { askColumns, columnQuery } from "./column-query.ts";
import { seriesNumber } from "./rows.ts";
import { factsShape, numbers, POINT_EXCLUDED, RUN_FACTS, runAt, texts } from "./run-columns.ts";
import type { StoredPoint } from "./runs.ts";

/** `place` counts the series asked for from 1. */
const pointsOfAll = columnQuery<{ series: bigint[] }>()(
  `WITH wanted AS (SELECT * FROM points WHERE series IN {series: Array(UInt64)})
   SELECT toUInt32(indexOf({series: Array(UInt64)}, p.series)) AS place, p.value AS value, p.unit AS unit,
     p.repeats AS repeats, p.spread AS spread, p.low AS low, p.high AS high,
     ${POINT_EXCLUDED}, ${RUN_FACTS}
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
    ...factsShape,
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
    ...runAt(found, at),
  }));
}
