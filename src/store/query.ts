/** A query is a value: SQL with typed placeholders, the parameters' type, and the shape of a row. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";

export interface Query<Params extends Record<string, unknown>, Row> {
  readonly sql: string;
  readonly rows: z.ZodType<Row[]>;
  /** Only carries the type. */
  readonly params?: Params;
}

export function query<Params extends Record<string, unknown>>() {
  return <Row>(sql: string, row: z.ZodType<Row>): Query<Params, Row> => ({ sql, rows: z.compile(z.array(row)) });
}

/** Rows as the engine wrote them; a row of another shape is a fault of ours and throws. */
export async function ask<Params extends Record<string, unknown>, Row>(
  client: ClickHouseClient,
  { sql, rows }: Query<Params, Row>,
  params: Params,
): Promise<Row[]> {
  const result = await client.query({ query: sql, query_params: params, format: "JSONEachRow" });
  return rows.parse(await result.json());
}
