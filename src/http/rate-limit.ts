/**
 * How often may one caller ask? A token bucket for each (so many requests at once, so many a second after that), in
 * memory, so each replica counts for itself. Libraries for this keep a timer a key or a store outside; a Worker has
 * neither, and this is the whole of it.
 */
import { Fault } from "../model/fault.ts";

export interface Rate {
  readonly perSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

/** Undefined: no limit. */
export interface RateLimits {
  /** Of one token, its sessions included. */
  readonly token: Rate | undefined;
  /** Of one address without a token. */
  readonly address: Rate | undefined;
  /** Wrong tokens from one address. */
  readonly wrong: Rate | undefined;
}

/** A busy rig posts a few runs a second; these are for what went wild. */
export const RATE_LIMITS: RateLimits = {
  token: { perSecond: 1000, burst: 10_000 },
  address: { perSecond: 100, burst: 1000 },
  wrong: { perSecond: 0.2, burst: 20 },
};

/** Callers remembered at once: beyond it, who asked longest ago begins anew. */
const MOST_CALLERS = 50_000;

export class Buckets {
  readonly #rate: Rate;
  readonly #most: number;
  /** In the order of their last request. */
  readonly #left = new Map<string, { tokens: number; at: number }>();

  constructor(rate: Rate, most = MOST_CALLERS) {
    this.#rate = rate;
    this.#most = most;
  }

  get size(): number {
    return this.#left.size;
  }

  /** Seconds until the next request may come, 0 when this one may. `now` in milliseconds; a clock set back costs nothing. */
  take(key: string, now: number): number {
    const { perSecond, burst } = this.#rate;
    const before = this.#left.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + (Math.max(0, now - before.at) / 1000) * perSecond);
    const isAllowed = tokens >= 1;
    this.#left.delete(key);
    this.#left.set(key, { tokens: isAllowed ? tokens - 1 : tokens, at: now });
    for (const oldest of this.#left.keys()) {
      if (this.#left.size <= this.#most) break;
      this.#left.delete(oldest);
    }
    return isAllowed ? 0 : (1 - tokens) / perSecond;
  }
}

/** Throws `too_many`, which says when to come back. */
export class RateLimiter {
  readonly #buckets: Readonly<Partial<Record<keyof RateLimits, Buckets>>>;
  readonly #now: () => Date;

  constructor(limits: RateLimits, now: () => Date) {
    this.#now = now;
    const kinds = Object.entries(limits) as [keyof RateLimits, Rate | undefined][];
    this.#buckets = Object.fromEntries(kinds.flatMap(([kind, rate]) => (rate ? [[kind, new Buckets(rate)]] : [])));
  }

  take(kind: keyof RateLimits, key: string): void {
    const seconds = this.#buckets[kind]?.take(key, this.#now().getTime()) ?? 0;
    if (seconds > 0)
      throw new Fault("too_many", SAID[kind](Math.ceil(seconds)), [], { retryAfter: Math.ceil(seconds) });
  }
}

const SAID: Readonly<Record<keyof RateLimits, (seconds: number) => string>> = {
  token: (seconds) => `This token asks too often; go on in ${seconds} s, and ask for less at once.`,
  address: (seconds) =>
    `This address asks too often; go on in ${seconds} s, or with a token, which may ask more often.`,
  wrong: (seconds) => `Too many wrong tokens came from this address; check the token, and go on in ${seconds} s.`,
};
