/** A run's facts, as every question about runs reads them: by column where they are many. */
import * as z from "zod";
import { CAUSES } from "../model/run.ts";
import type { MeasuredRun } from "./runs.ts";

export const texts = z.array(z.string());
export const numbers = z.array(z.number());

/** Of a row of runs named r. */
export const RUN_FACTS = `r.run AS run, r.rig AS rig, r.suite AS suite, r.sha AS sha, r.branch AS branch, r.block AS block,
     r.cause AS cause, toFloat64(toUnixTimestamp64Milli(r.started_at)) AS startedAt,
     toFloat64(toUnixTimestamp64Milli(r.accepted_at)) AS acceptedAt, r.watch_hash AS watchHash,
     r.packages_hash AS packagesHash`;

/** Of a row of points named p whose run is r: "" for one that counts, unless its run is struck (struck.ts). */
export const POINT_EXCLUDED = "if(r.excluded != '', r.excluded, p.suspect) AS excluded";

/** Of one run, with whether it counts, which RUN_FACTS does not say. */
const facts = {
  run: z.string(),
  rig: z.string(),
  suite: z.string(),
  sha: z.string(),
  branch: z.string(),
  block: z.string(),
  cause: z.enum(CAUSES),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  acceptedAt: z.number(),
  excluded: z.string(),
  watchHash: z.string(),
  packagesHash: z.string(),
};

type Columns<Row extends z.ZodRawShape> = { readonly [Name in keyof Row]: z.ZodArray<Row[Name]> };

export const factsShape = Object.fromEntries(
  Object.entries(facts).map(([name, type]) => [name, z.array(type)]),
) as unknown as Columns<typeof facts>;

const moment = z.number().transform((ms) => new Date(ms));

/** The same of a question that is answered row by row. */
export const factsRow = { ...facts, startedAt: moment, acceptedAt: moment };

export function runAt(runs: z.output<z.ZodObject<typeof factsShape>>, at: number): Omit<MeasuredRun, "measured"> {
  return {
    run: runs.run[at] ?? "",
    rig: runs.rig[at] ?? "",
    suite: runs.suite[at] ?? "",
    sha: runs.sha[at] ?? "",
    branch: runs.branch[at] ?? "",
    block: runs.block[at] ?? "",
    cause: runs.cause[at] ?? "scheduled",
    startedAt: new Date(runs.startedAt[at] ?? 0),
    acceptedAt: new Date(runs.acceptedAt[at] ?? 0),
    excluded: runs.excluded[at] ?? "",
    watchHash: runs.watchHash[at] ?? "",
    packagesHash: runs.packagesHash[at] ?? "",
  };
}
