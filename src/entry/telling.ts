/** What there is to tell is queued and delivered: in the background of a service that runs, or when a clock elsewhere says so. */
import type { Context } from "../actions/context.ts";
import { Courier } from "../actions/courier.ts";
import { sender } from "../actions/outgoing.ts";
import type { Telling } from "../actions/queue-messages.ts";
import type { Log } from "./log.ts";
import { isTeller, looksForNews } from "./look-for-news.ts";

/** Milliseconds. */
const TICK = 500;

export interface Background {
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

/** None of it rejects: what fails is in the log, and is tried again. */
interface Teller {
  look(): Promise<void>;
  /** Starts what is due, and waits for nothing of it. */
  bring(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function tellerOf(ctx: Context, telling: Telling, log: Log): Teller {
  const failed = (err: unknown) => log.error({ err }, "telling people failed; tried again soon");
  const courier = new Courier(ctx, telling.targets, sender(), failed);
  const look = looksForNews(ctx, telling);
  return {
    look: () => look().catch(failed),
    bring: async () => {
      if (isTeller(ctx)) await courier.turn().catch(failed);
    },
    idle: () => courier.idle(),
  };
}

/** `share`: of its time it looks for news so much at the most, however much there is to look at. */
export function startTelling(ctx: Context, telling: Telling, log: Log, share: number): Background {
  const teller = tellerOf(ctx, telling, log);
  const loops = [repeated(teller.look, 1 / share - 1), repeated(teller.bring, 0)];
  return {
    async stop() {
      await Promise.all(loops.map(({ stop }) => stop()));
      await teller.idle();
    },
  };
}

/** One turn after the other, with a rest of so many times what the turn took. */
function repeated(act: () => Promise<void>, rest: number): Background {
  let isStopped = false;
  let wake = () => {};
  const run = async () => {
    while (!isStopped) {
      const started = performance.now();
      await act();
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
