/** The latest of two events about one thing is its state, so the log's time never runs backwards, whatever the clock does. */
import type { ClickHouseClient } from "@clickhouse/client";
import type { NewEvent } from "./events.ts";
import { newestEvent } from "./queries.ts";
import { ask } from "./query.ts";

export class LogClock {
  #newest = new Date(0);

  get newest(): Date {
    return this.#newest;
  }

  /** Another writer's clock may be ahead of ours, and so may ours of before. */
  async catchUp(client: ClickHouseClient): Promise<void> {
    const [newest] = await ask(client, newestEvent, {});
    if (newest) this.saw(newest.at);
  }

  saw(at: Date): void {
    if (at > this.#newest) this.#newest = at;
  }

  /** The event, at no time before those that were seen. */
  dated<E extends NewEvent>(event: E): E {
    if (event.at < this.#newest) return { ...event, at: this.#newest };
    this.#newest = event.at;
    return event;
  }
}
