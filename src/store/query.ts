/** A query is a value: SQL with typed placeholders, the parameters' type, and the shape of a row. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { Fault } from "../model/fault.ts";
import { counted } from "./tally.ts";

export interface Query<Params extends Record<string, unknown>, Row> {
  readonly sql: string;
  readonly rows: z.ZodType<Row[]>;
  /** Only carries the type. */
  readonly params?: Params;
}

/** What rows are checked with is compiled when the query is first asked: a command asks few of them. */
export function query<Params extends Record<string, unknown>>() {
  return <Row>(sql: string, row: z.ZodType<Row>): Query<Params, Row> => {
    let rows: z.ZodType<Row[]> | undefined;
    return {
      sql,
      get rows() {
        rows ??= z.compile(z.array(row));
        return rows;
      },
    };
  };
}

/**
 * Rows as the engine wrote them. Throws a Fault `unavailable` when the storage does not answer now; a row of another
 * shape, or a query that it does not understand, is a mistake of ours and throws as it is.
 */
export async function ask<Params extends Record<string, unknown>, Row>(
  client: ClickHouseClient,
  { sql, rows }: Query<Params, Row>,
  params: Params,
): Promise<Row[]> {
  return rows.parse(await answerOf(client, sql, params, "JSONEachRow"));
}

/** What the engine answers, parsed and not yet checked. */
export async function answerOf(
  client: ClickHouseClient,
  sql: string,
  params: Record<string, unknown>,
  format: "JSONEachRow" | "JSONColumnsWithMetadata",
): Promise<unknown> {
  try {
    return await counted(client, "queries", async () => {
      const result = await client.query({ query: sql, query_params: params, format });
      return await result.json();
    });
  } catch (cause) {
    if (!isPassing(cause)) throw cause;
    throw new Fault("unavailable", "The storage does not answer now; try again in a moment.", [], { cause });
  }
}

/**
 * Of the engine's errors those that pass by themselves: timeouts, sockets, memory, threads, shards and replicas away,
 * disk full, too many parts, shutting down. What is no error of the engine's is the way to it.
 */
const PASSING = new Set("159 202 203 209 210 225 236 241 242 243 252 279 286 319 335 394 425 439 999".split(" "));

function isPassing(error: unknown): boolean {
  const { code, type } = error as { code?: string; type?: string };
  return type === undefined || code === undefined || PASSING.has(code);
}
