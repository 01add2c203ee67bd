/** The newest runs of a rig: in which rhythm they come, and when the last one was heard of. */
import { type Rhythm, rhythmOf } from "../gate/eta.ts";
import type { StoredRun } from "../store/runs.ts";
import type { Context } from "./context.ts";

/** Runs that show a rig's rhythm. */
const RECENT = 300;

export interface LastRuns {
  readonly rhythm: Rhythm | null;
  /** By start; null before the first. */
  readonly newest: StoredRun | null;
  /** When the newest result arrived. */
  readonly heardAt: Date | null;
}

export async function lastRuns(ctx: Context, rig: string): Promise<LastRuns> {
  return await ctx.known.derived(`last runs ${rig}`, async () => {
    const runs = await ctx.store.runs({ rigs: [rig], limit: RECENT });
    const rhythm = rhythmOf(
      runs.map(({ sha, block, startedAt, acceptedAt }) => {
        const start = startedAt.getTime();
        return { sha, block, start, delay: Math.max(0, acceptedAt.getTime() - start) };
      }),
    );
    const heard = runs.reduce((latest, { acceptedAt }) => Math.max(latest, acceptedAt.getTime()), 0);
    return { rhythm, newest: runs[0] ?? null, heardAt: heard === 0 ? null : new Date(heard) };
  });
}
