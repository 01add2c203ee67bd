/** While the service runs, what there is to tell is queued and delivered in the background. */
import type { Context } from "../actions/context.ts";
import { Courier } from "../actions/courier.ts";
import { sender } from "../actions/outgoing.ts";
import type { Telling } from "../actions/queue-messages.ts";
import type { Log } from "./log.ts";
import { isTeller, looksForNews } from "./look-for-news.ts";

/** Milliseconds. */
const TICK = 500;
/** Looking for news takes a tenth of one processor at the most, however much there is to look at. */
const REST = 9;

export interface Background {
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

export function startTelling(ctx: Context, telling: Telling, log: Log): Background {
  const failed = (err: unknown) => log.error({ err }, "telling people failed; tried again soon");
  const courier = new Courier(ctx, telling.targets, sender(), failed);
  const loops = [
    repeated(looksForNews(ctx, telling), REST, failed),
    repeated(async () => (isTeller(ctx) ? await courier.turn() : undefined), 0, failed),
  ];
  return {
    async stop() {
      await Promise.all(loops.map(({ stop }) => stop()));
      await courier.idle();
    },
  };
}

/** One turn after the other, with a rest of so many times what the turn took. */
function repeated(act: () => Promise<void>, rest: number, failed: (error: unknown) => void): Background {
  let isStopped = false;
  let wake = () => {};
  const run = async () => {
    while (!isStopped) {
      const started = performance.now();
      await act().catch(failed);
      const pause = Math.max(TICK, rest * (performance.now() - started));
      if (isStopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        timer.unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    async stop() {
      isStopped = true;
      wake();
      await running;
    },
  };
}
