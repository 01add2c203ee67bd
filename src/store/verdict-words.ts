/** What the gate said last of changesets, without the evidence, which is a thousand times as long. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { type VerdictWord, WORST_FIRST } from "../model/verdict.ts";
import { ask, query } from "./query.ts";

/** Of a verdict at full sight. */
export interface RecordedWord {
  readonly sha: string;
  readonly verdict: VerdictWord;
  readonly final: boolean;
  readonly why: string;
}

/** Without FINAL, which would read every body on the way to these. */
const lastWords = query<{ shas: string[] }>()(
  `SELECT key AS sha, said.1 AS verdict, said.2 AS final, said.3 AS why FROM (
     SELECT key, argMax(JSONExtract(body, 'Tuple(verdict String, final Bool, why String)'), (at, chain, sequence)) AS said
     FROM entities WHERE kind = 'verdict' AND key IN {shas: Array(String)} GROUP BY key
   )`,
  z.object({ sha: z.string(), verdict: z.enum(WORST_FIRST), final: z.boolean(), why: z.string() }),
);

/** Those of which any is recorded, in no order. */
export async function verdictWords(client: ClickHouseClient, shas: readonly string[]): Promise<RecordedWord[]> {
  return shas.length === 0 ? [] : await ask(client, lastWords, { shas: [...shas] });
}
