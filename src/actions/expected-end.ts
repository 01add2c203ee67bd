/** When is the last planned run of a landing expected? */
import { etaOf } from "../gate/eta.ts";
import type { Wait } from "../gate/waiting.ts";
import type { Context } from "./context.ts";
import { lastRuns } from "./last-runs.ts";

/** RFC 3339; null when nobody knows of one of the things waited for, and when nothing is waited for. */
export async function expectedEnd(ctx: Context, waits: readonly Wait[]): Promise<string | null> {
  const now = ctx.now().getTime();
  const rigs = [...new Set(waits.flatMap((wait) => wait.rigs))];
  const rhythms = new Map(
    await Promise.all(rigs.map(async (rig) => [rig, (await lastRuns(ctx, rig)).rhythm] as const)),
  );
  let last = 0;
  for (const wait of waits) {
    const ends = wait.rigs.flatMap((rig) => {
      const rhythm = rhythms.get(rig);
      return (rhythm && etaOf(rhythm, wait.need, now)) ?? [];
    });
    if (ends.length === 0) return null;
    last = Math.max(last, Math.min(...ends));
  }
  return last === 0 ? null : new Date(last).toISOString();
}
