/** How long were rigs busy? Runs that overlap on a rig are one time; runs without an end are counted apart. */
import * as z from "zod";
import { CAUSES } from "../model/run.ts";
import { query } from "./query.ts";

const wide = z.string().transform(Number);

export interface BusyWanted extends Record<string, unknown> {
  rigs: string[];
  /** All when empty. */
  shas: string[];
  /** Milliseconds since 1970, of the start; the first is part of it, the last is not. */
  from: number;
  to: number;
  /** 1: a row for each changeset. */
  bySha: number;
}

export const busyTimes = query<BusyWanted>()(
  `SELECT rig, cause, if({bySha: UInt8} = 1, runs.sha, '') AS of_sha, toString(count()) AS runs_counted,
     toString(countIf(finished_at IS NULL)) AS without_end,
     toString(intervalLengthSum(
       toUnixTimestamp64Milli(started_at), toUnixTimestamp64Milli(ifNull(finished_at, started_at))
     )) AS busy
   FROM runs
   WHERE has({rigs: Array(String)}, rig) AND (empty({shas: Array(String)}) OR has({shas: Array(String)}, sha))
     AND started_at >= fromUnixTimestamp64Milli({from: Int64}, 'UTC')
     AND started_at < fromUnixTimestamp64Milli({to: Int64}, 'UTC')
   GROUP BY rig, cause, of_sha ORDER BY rig, cause, of_sha`,
  z
    .object({
      rig: z.string(),
      cause: z.enum(CAUSES),
      of_sha: z.string(),
      runs_counted: wide,
      without_end: wide,
      busy: wide,
    })
    .transform(({ rig, cause, of_sha: sha, runs_counted: runs, without_end: withoutEnd, busy: milliseconds }) => ({
      ...{ rig, cause, sha, runs, withoutEnd, milliseconds },
    })),
);
