/**
 * Sessions of the embedded engine, each for one call at a time. What a call sets stays in its session, so a session is
 * given only to calls that set all of the same anew: opening another for each took a quarter of a small query's time.
 */

interface Closable {
  close(): void;
}

export interface Held<Session> {
  readonly session: Session;
  /** Names of what is set in it. */
  readonly leaves: string;
}

interface Waiting<Session> {
  readonly leaves: string;
  resolve(held: Held<Session>): void;
  reject(error: unknown): void;
}

/** Kept for those who set the same again; one takes 130 kB. */
const MOST_FREE = 64;

export class SessionPool<Session extends Closable> {
  readonly #size: number;
  readonly #open: () => Session;
  /** The one used longest ago first. */
  readonly #free: Held<Session>[] = [];
  readonly #waiting: Waiting<Session>[] = [];
  #busy = 0;
  #idle: (() => void) | undefined;

  /** `size`: calls at once. */
  constructor(size: number, open: () => Session) {
    this.#size = size;
    this.#open = open;
  }

  /** `leaves`: names of what the caller sets, empty when it sets nothing. Rejects with what opening a session throws. */
  async take(leaves: string): Promise<Held<Session>> {
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ leaves, resolve, reject });
      this.#serve();
    });
  }

  /** `isWhole`: the call set what it said, and may be followed by another. */
  giveBack(held: Held<Session>, isWhole: boolean): void {
    if (isWhole) this.#free.push(held);
    else held.session.close();
    if (this.#free.length > MOST_FREE) this.#free.shift()?.session.close();
    this.#busy--;
    this.#serve();
    if (this.#busy === 0) this.#idle?.();
  }

  /** Waits for what is running. */
  async close(): Promise<void> {
    if (this.#busy > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    for (const { session } of this.#free.splice(0)) session.close();
  }

  /** Where the engine opens no session, whoever waits for it is told; the next one tries again. */
  #serve(): void {
    while (this.#busy < this.#size) {
      const next = this.#waiting.shift();
      if (!next) return;
      try {
        const held = this.#fitting(next.leaves) ?? { session: this.#open(), leaves: next.leaves };
        this.#busy++;
        next.resolve(held);
      } catch (error) {
        next.reject(error);
      }
    }
  }

  /** Of those that fit the one used last, which the processor still knows best. */
  #fitting(leaves: string): Held<Session> | undefined {
    const at = this.#free.findLastIndex((held) => held.leaves === leaves);
    return at < 0 ? undefined : this.#free.splice(at, 1)[0];
  }
}
