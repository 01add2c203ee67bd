/** While the service runs and takes the writes, the retention policy is applied once a day. */
import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "../actions/context.ts";
import { retentionApplied } from "./apply-retention.ts";
import type { Log } from "./log.ts";

/** Milliseconds: not while everybody starts, and then once a day. */
const FIRST = 600_000;
const DAY = 86_400_000;

/** `stop` ends after the part that is under way. */
export function startRetention(ctx: Context, log: Log): { stop(): Promise<void> } {
  const ending = new AbortController();
  const { signal } = ending;
  const run = async () => {
    for (let pause = FIRST; ; pause = DAY) {
      await wait(pause, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await retentionApplied(ctx, log, signal).catch((err) =>
        log.error({ err }, "dropping old repeats failed; tried again"),
      );
    }
  };
  const running = run();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}
