/** Retractions in force, as a list that stays in memory: what a verdict rests on is asked with every look at it. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { ask, query } from "./query.ts";

const moment = (name: "from" | "to") =>
  `toFloat64(toUnixTimestamp64Milli(parseDateTime64BestEffort(JSONExtractString(body, '${name}'), 3, 'UTC')))`;

/** The same as RETRACTIONS in retractions.ts, by row. */
const inForce = query<Record<never, never>>()(
  `SELECT JSONExtractString(body, 'rig') AS of_rig, ${moment("from")} AS begin, ${moment("to")} AS end,
     JSONExtractString(body, 'reason') AS why
   FROM entities FINAL WHERE kind = 'retraction' AND NOT JSONHas(body, 'withdrawn') ORDER BY key`,
  z.object({ of_rig: z.string(), begin: z.number(), end: z.number(), why: z.string() }),
);

/** Why a run of this rig that started then, in milliseconds since 1970, does not count; undefined where nobody struck it. */
type Reasons = (rig: string, startedAt: number) => string | undefined;

export class Struck {
  readonly #client: ClickHouseClient;
  readonly #watermark: (() => Promise<string>) | undefined;
  #kept: { readonly watermark: string; readonly reasons: Promise<Reasons> } | undefined;

  /** `watermark` moves with every retraction; without one they are read each time. */
  constructor(client: ClickHouseClient, watermark?: () => Promise<string>) {
    this.#client = client;
    this.#watermark = watermark;
  }

  async reasons(): Promise<Reasons> {
    if (this.#watermark === undefined) return await this.#read();
    const watermark = await this.#watermark();
    if (this.#kept?.watermark !== watermark) {
      const reasons = this.#read();
      this.#kept = { watermark, reasons };
      reasons.catch(() => (this.#kept = undefined));
    }
    return await this.#kept.reasons;
  }

  async #read(): Promise<Reasons> {
    const all = await ask(this.#client, inForce, {});
    return (rig, startedAt) => {
      const found = all.find((one) => one.of_rig === rig && one.begin <= startedAt && startedAt <= one.end);
      return found && `retracted: ${found.why}`;
    };
  }
}
