/** A run's facts by column, as every question of many runs reads them. */
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

/** With whether the run counts, which RUN_FACTS does not say. */
export const factsShape = {
  run: texts,
  rig: texts,
  suite: texts,
  sha: texts,
  branch: texts,
  block: texts,
  cause: z.array(z.enum(CAUSES)),
  startedAt: numbers,
  acceptedAt: numbers,
  excluded: texts,
  watchHash: texts,
  packagesHash: texts,
};

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
