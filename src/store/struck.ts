/**
 * Which runs are struck: retractions in force, read beside what is read of runs. Inside a query, each question about runs
 * would look for them among the entities anew, which took as long as all the rest; where others write, too, that is asked
 * at the same time as it.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import { ask, query } from "./query.ts";

const moment = (name: "from" | "to") =>
  `toFloat64(toUnixTimestamp64Milli(parseDateTime64BestEffort(JSONExtractString(body, '${name}'), 3, 'UTC')))`;

/** Who retracts says of which rig and when, so that also a run that comes later is struck. In milliseconds since 1970. */
const inForce = query<Record<never, never>>()(
  `SELECT JSONExtractString(body, 'rig') AS rig, ${moment("from")} AS begin, ${moment("to")} AS end,
     JSONExtractString(body, 'reason') AS why
   FROM entities FINAL WHERE kind = 'retraction' AND NOT JSONHas(body, 'withdrawn') ORDER BY key`,
  z.object({ rig: z.string(), begin: z.number(), end: z.number(), why: z.string() }),
);

/** Why a run of this rig that started then, in milliseconds since 1970, does not count; undefined where nobody struck it. */
export type Reasons = (rig: string, startedAt: number) => string | undefined;

/** What was read of a run, or of a point of it. */
interface OfRun {
  readonly rig: string;
  readonly startedAt: Date;
  readonly excluded: string;
}

export class Struck {
  readonly #client: ClickHouseClient;
  readonly #watermark: (() => Promise<string>) | undefined;
  #kept: { readonly watermark: string; readonly reasons: Promise<Reasons> } | undefined;

  /** `watermark` moves with every retraction; without one they are read each time. */
  constructor(client: ClickHouseClient, watermark?: () => Promise<string>) {
    this.#client = client;
    this.#watermark = watermark;
  }

  /** The same runs, those struck with the reason; `excluded` is "" for one that counts. */
  async marked<Run extends OfRun>(reading: Promise<readonly Run[]>): Promise<Run[]> {
    const [runs, why] = await Promise.all([reading, this.reasons()]);
    return runs.map((run) => {
      const excluded = why(run.rig, run.startedAt.getTime());
      return excluded === undefined ? run : { ...run, excluded };
    });
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

  /** Of two over one run the first says why. */
  async #read(): Promise<Reasons> {
    const all = await ask(this.#client, inForce, {});
    const rigs = new Set(all.map(({ rig }) => rig));
    const ofRig = new Map([...rigs].map((rig) => [rig, all.filter((one) => one.rig === rig)]));
    return (rig, startedAt) => {
      const found = ofRig.get(rig)?.find(({ begin, end }) => begin <= startedAt && startedAt <= end);
      return found && `retracted: ${found.why}`;
    };
  }
}
