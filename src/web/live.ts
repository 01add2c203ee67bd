/** Tells pages that something arrived, as server-sent events: that it did and no more, so that nothing private is told. */
import type { Context as HonoContext } from "hono";
import { streamSSE } from "hono/streaming";
import type { Context } from "../actions/context.ts";
import { stateOfAll } from "../actions/state-of-all.ts";
import { Fault } from "../model/fault.ts";

/** Milliseconds between looks; one look serves all who listen. */
const EVERY = 2000;
/** A comment so often keeps what stands between from closing the line. */
const BREATH = 25_000;
/** Who listens beyond this is sent away, and the page is as still as without a script. */
const MOST_LISTENERS = 500;

export class Live {
  readonly #ctx: Context;
  readonly #leaving: AbortSignal | undefined;
  #listeners = 0;
  #look: { readonly at: number; readonly state: Promise<string> } | undefined;

  constructor(ctx: Context, leaving: AbortSignal | undefined) {
    this.#ctx = ctx;
    this.#leaving = leaving;
  }

  answer(c: HonoContext): Response {
    if (this.#listeners >= MOST_LISTENERS)
      throw new Fault(
        "unavailable",
        "Too many pages listen already; this one shows what arrived when it is loaded again.",
      );
    return streamSSE(c, async (stream) => {
      this.#listeners++;
      try {
        let known = await this.#state();
        let spokenAt = this.#now();
        await stream.writeSSE({ event: "here", data: "", retry: 5000 });
        while (!stream.aborted && !this.#leaving?.aborted) {
          await this.#rest(stream);
          const state = await this.#state();
          if (state !== known) await stream.writeSSE({ event: "arrived", data: "" });
          else if (this.#now() - spokenAt > BREATH) await stream.write(":\n\n");
          else continue;
          known = state;
          spokenAt = this.#now();
        }
      } finally {
        this.#listeners--;
      }
    });
  }

  #now = (): number => this.#ctx.now().getTime();

  #state(): Promise<string> {
    const at = this.#now();
    if (this.#look === undefined || at - this.#look.at >= EVERY / 2) this.#look = { at, state: stateOfAll(this.#ctx) };
    return this.#look.state;
  }

  /** Ends early when the service does. */
  async #rest(stream: { sleep(ms: number): Promise<unknown> }): Promise<void> {
    for (let rested = 0; rested < EVERY && !this.#leaving?.aborted; rested += EVERY / 4) await stream.sleep(EVERY / 4);
  }
}
