/** Retractions in force, as a list that stays in memory: what a verdict rests on is asked with every look at it. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { ask, query } from "./query.ts";
import { IN_FORCE } from "./retractions.ts";

/** As RETRACTIONS has them; moments in milliseconds since 1970. */
const inForce = query<Record<never, never>>()(
  `SELECT of_rig, toFloat64(toUnixTimestamp64Milli(begin)) AS from_start, toFloat64(toUnixTimestamp64Milli(end)) AS to_start, why
   FROM (${IN_FORCE})`,
  z.object({ of_rig: z.string(), from_start: z.number(), to_start: z.number(), why: z.string() }),
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
      const found = all.find((one) => one.of_rig === rig && one.from_start <= startedAt && startedAt <= one.to_start);
      return found && `retracted: ${found.why}`;
    };
  }
}
