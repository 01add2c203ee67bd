/** Part of a series: what a page of its newest points needs, however long it is. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { ask, query } from "./query.ts";
import { seriesNumber } from "./rows.ts";
import { POINTS, pointRow } from "./run-queries.ts";
import type { SeriesRow, StoredPoint } from "./runs.ts";
import { byStart } from "./sha-parts.ts";

type OfSeries = Pick<SeriesRow, "id" | "rig">;

/** A rig's series are measured by its runs alone, which keeps the others out of the search. */
export const pointsOfSeriesAt = query<{ series: bigint; rig: string; shas: string[] }>()(
  `WITH theirs AS (SELECT * FROM runs WHERE sha IN {shas: Array(String)} AND rig = {rig: String})
   ${POINTS}
   FROM (
     SELECT * FROM points
     WHERE series = {series: UInt64} AND (chain, sequence) IN (SELECT chain, sequence FROM theirs)
   ) AS p INNER JOIN theirs AS r USING (chain, sequence)
   ORDER BY r.started_at, r.run`,
  pointRow,
);

export async function pointsAt(
  client: ClickHouseClient,
  { id, rig }: OfSeries,
  shas: readonly string[],
): Promise<StoredPoint[]> {
  const asked = { series: seriesNumber(id), rig };
  return await byStart(shas, (some) => ask(client, pointsOfSeriesAt, { ...asked, shas: some }));
}

const branchesOfSeries = query<{ series: bigint; rig: string }>()(
  `SELECT branch, toUInt32(count()) AS points FROM runs
   WHERE rig = {rig: String} AND (chain, sequence) IN (SELECT chain, sequence FROM points WHERE series = {series: UInt64})
   GROUP BY branch ORDER BY points DESC, branch LIMIT 1`,
  z.object({ branch: z.string(), points: z.number() }),
);

export async function branchOf(client: ClickHouseClient, { id, rig }: OfSeries): Promise<string> {
  const [most] = await ask(client, branchesOfSeries, { series: seriesNumber(id), rig });
  return most?.branch ?? "";
}
