/** What shares a flush, and how much of it may. */
import type { NewEvent } from "./events.ts";
import type { GroupCommitLimits } from "./group-commit.ts";
import type { RunWrite } from "./runs.ts";

export type WriteItem = { readonly events: readonly NewEvent[]; readonly run?: undefined } | { readonly run: RunWrite };

/** Weights are bytes, about: a flush stays one block of each table, and what waits stays within memory. */
export const WRITE_LIMITS: GroupCommitLimits = {
  gather: 32,
  follow: 24, // measured: with all that come, a fifth more of the processor for answers that come no sooner; never, a fifteenth less throughput
  batch: 256,
  batchWeight: 32 * 2 ** 20,
  queue: 4096,
  queueWeight: 256 * 2 ** 20,
};

/** A point with its series, waiting to be written. */
const POINT_BYTES = 200;

export function weightOf(item: WriteItem): number {
  if (item.run) return item.run.event.body.length + item.run.series.length * POINT_BYTES;
  return item.events.reduce((sum, { body }) => sum + body.length + POINT_BYTES, 0);
}
