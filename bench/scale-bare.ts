/** The yardstick of growth: the statements that the service sends, by the bare client with nothing around it. */
import type { ClickHouseClient } from "@clickhouse/client";
import { runsOfShas, valuesOfShas } from "../src/store/measured-runs.ts";
import { entityByKey } from "../src/store/queries.ts";
import { seriesNumber } from "../src/store/rows.ts";
import { pointsOfSeriesAt } from "../src/store/series-points.ts";
import { shaOf } from "./scale-world.ts";

export interface KnownSeries {
  readonly id: string;
  readonly rig: string;
}

export async function allSeries(client: ClickHouseClient): Promise<KnownSeries[]> {
  const query = "SELECT lower(leftPad(hex(series), 16, '0')) AS id, rig FROM series ORDER BY series";
  return await (await client.query({ query, format: "JSONEachRow" })).json<KnownSeries>();
}

/** The points of a series in the newest 250 changesets, which are 500. */
export async function barePoints(
  client: ClickHouseClient,
  { id, rig }: KnownSeries,
  changesets: number,
): Promise<void> {
  const query_params = { series: seriesNumber(id), rig, shas: newest(changesets, 250) };
  await (await client.query({ query: pointsOfSeriesAt.sql, query_params, format: "JSONEachRow" })).json();
}

/** Runs and values of the candidate and of the 200 changesets below it. */
export async function bareFirstVerdict(
  client: ClickHouseClient,
  series: readonly KnownSeries[],
  sha: string,
  changesets: number,
): Promise<void> {
  const ids = series.map(({ id }) => seriesNumber(id));
  for (const shas of [[sha], newest(changesets, 200)]) {
    for (const { sql } of [runsOfShas, valuesOfShas]) {
      const query_params = { shas, series: ids, places: ids.map((_, place) => place) };
      await (await client.query({ query: sql, query_params, format: "JSONColumnsWithMetadata" })).json();
    }
  }
}

/** The verdict as it was recorded. */
export async function bareUnchanged(client: ClickHouseClient, sha: string): Promise<void> {
  const query_params = { kind: "verdict", key: sha };
  const found = await client.query({ query: entityByKey.sql, query_params, format: "JSONEachRow" });
  const [row] = await found.json<{ body: string }>();
  if (row === undefined) throw new Error(`the verdict of ${sha} was not recorded`);
}

const newest = (changesets: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => shaOf(changesets - 1 - index));
