/**
 * A place in many chains at once: everything up to an instant, and in chains that wrote since then, up to an event.
 * Chains that were silent for longer than the slack need no mention, so a cursor stays short.
 */
import { Fault } from "../model/fault.ts";
import type { LoggedEvent, LogPlace } from "../store/events.ts";

/** Milliseconds that an event may become visible later than another of the same time: other writers, other clocks. */
const SLACK = 3_600_000;

export class LogCursor {
  readonly #chains = new Map<string, { sequence: number; at: number }>();
  readonly #heldBack = new Set<string>();
  #horizon = 0;

  /** Throws `invalid` for a text that is no cursor. */
  constructor(cursor: string | undefined) {
    if (cursor === undefined || cursor === "") return;
    try {
      const [horizon, ...chains] = JSON.parse(atob(cursor.replace(/-/g, "+").replace(/_/g, "/"))) as unknown[];
      if (!Number.isSafeInteger(horizon)) throw new TypeError("not a cursor of ours");
      this.#horizon = horizon as number;
      for (const one of chains) {
        const [chain, sequence, at] = one as [string, number, number];
        if (!/^\d{1,20}$/.test(chain) || !Number.isSafeInteger(sequence) || sequence < 0 || !Number.isSafeInteger(at))
          throw new TypeError("not a cursor of ours");
        this.#chains.set(chain, { sequence, at });
      }
    } catch (cause) {
      const detail = "is not a cursor that this log gave";
      throw new Fault("invalid", `The cursor ${detail}; leave it out to begin.`, [{ path: "/after", detail }], {
        cause,
      });
    }
  }

  /** The rest of this chain is for the next reader: the cursor does not go beyond it. */
  holdBack(chain: string): void {
    this.#heldBack.add(chain);
  }

  get heldBack(): ReadonlySet<string> {
    return this.#heldBack;
  }

  get place(): LogPlace {
    const open = [...this.#chains].filter(([chain]) => !this.#heldBack.has(chain));
    const chains = open.map(([chain, { sequence }]) => ({ chain, sequence }));
    for (const chain of this.#heldBack) chains.push({ chain, sequence: Number.MAX_SAFE_INTEGER });
    return { horizon: new Date(this.#horizon), chains };
  }

  get text(): string {
    const chains = [...this.#chains].map(([chain, { sequence, at }]) => [chain, sequence, at]);
    const text = btoa(JSON.stringify([this.#horizon, ...chains]));
    return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  /** Of an event younger than the slack. */
  hasRead({ chain, sequence }: Pick<LoggedEvent, "chain" | "sequence">): boolean {
    return sequence <= (this.#chains.get(chain)?.sequence ?? 0);
  }

  read({ chain, sequence, at }: Pick<LoggedEvent, "chain" | "sequence" | "at">): void {
    this.#chains.set(chain, { sequence, at: at.getTime() });
    this.#horizon = Math.max(this.#horizon, at.getTime() - SLACK);
    for (const [id, place] of this.#chains) if (place.at <= this.#horizon) this.#chains.delete(id);
  }
}
