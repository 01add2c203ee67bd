/**
 * The newest part of the log as this process wrote it, held in memory: who follows the log is told at once, and no table
 * is asked for what was just put there. A reader's place in it is known by the cursor of one who had everything; all
 * others read the tables.
 */
import type { LoggedEvent } from "./store.ts";

/** Characters of events, about. */
const MOST_HELD = 48 * 2 ** 20;
const EVENT = 600;
/** Cursors whose places are remembered, and readers that wait at once. */
const MOST_PLACES = 1000;
const MOST_WAITING = 1000;

export interface TailPage {
  readonly events: readonly LoggedEvent[];
  /** Where it ends. */
  readonly end: number;
  readonly isLast: boolean;
}

export class LogTail {
  readonly #isAlone: boolean;
  readonly #places = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #events: LoggedEvent[] = [];
  #held = 0;
  /** Place of the first that is held; places only grow. */
  #first = 0;
  #newest: Pick<LoggedEvent, "chain" | "sequence"> | undefined;

  /** `isAlone`: nobody else writes to this database; otherwise nothing is held, because others' events would be missing. */
  constructor(isAlone: boolean) {
    this.#isAlone = isAlone;
  }

  /** The place after everything that is held. */
  get end(): number {
    return this.#first + this.#events.length;
  }

  /** The chain whose next event will be held, too. */
  get chain(): string | undefined {
    return this.#newest?.chain;
  }

  /** What has become durable and is decided, in the order of its chain. After a gap nothing is held until a chain begins. */
  take(events: readonly LoggedEvent[]): void {
    if (!this.#isAlone || events.length === 0) return;
    for (const event of events) {
      if (this.#follows(event)) this.#hold(event);
      else this.lose();
    }
    if (this.#held > MOST_HELD) this.#dropOldest();
    this.#wake();
  }

  #follows({ chain, sequence }: LoggedEvent): boolean {
    return sequence === 1 || (chain === this.#newest?.chain && sequence === this.#newest.sequence + 1);
  }

  #hold(event: LoggedEvent): void {
    this.#newest = { chain: event.chain, sequence: event.sequence };
    this.#events.push(event);
    this.#held += event.body.length + EVENT;
  }

  #dropOldest(): void {
    let count = 0;
    for (; this.#held > MOST_HELD / 2; count++) this.#held -= (this.#events[count]?.body.length ?? 0) + EVENT;
    this.#events.splice(0, count);
    this.#first += count;
  }

  /** Something came into the tables by another way: who reads is to find it there. */
  breakOff(): void {
    this.#first = this.end + 1; // who looked before, and reads the tables now, may miss it: that place is none any more
    this.#events = [];
    this.#held = 0;
    this.#places.clear();
    this.#wake();
  }

  /** Nobody knows what became of the newest events. */
  lose(): void {
    this.#newest = undefined;
    this.breakOff();
  }

  /** Who was given this cursor had everything before this place. */
  remember(cursor: string, place: number): void {
    if (!this.#isAlone || place < this.#first) return;
    this.#places.delete(cursor);
    this.#places.set(cursor, place); // a Map keeps the order of insertion: the first is the oldest
    for (const oldest of this.#places.keys()) if (this.#places.size > MOST_PLACES) this.#places.delete(oldest);
  }

  /** Undefined where not all that followed is held any more. */
  placeOf(cursor: string): number | undefined {
    const place = this.#places.get(cursor);
    return place === undefined || place < this.#first ? undefined : place;
  }

  /** At most so many events, and characters of their bodies; one at least where there is one. */
  from(place: number, most: number, characters: number): TailPage {
    const from = place - this.#first;
    let to = from;
    for (let room = characters; to < this.#events.length && to - from < most && room > 0; to++)
      room -= this.#events[to]?.body.length ?? 0;
    return { events: this.#events.slice(from, to), end: this.#first + to, isLast: to === this.#events.length };
  }

  /** Resolves once there is something after this place, or after so many milliseconds, or when the signal says so. */
  async next(place: number, milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (place !== this.end || signal?.aborted || this.#waiting.size >= MOST_WAITING) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(clock);
        signal?.removeEventListener("abort", wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const clock = setTimeout(wake, milliseconds);
      signal?.addEventListener("abort", wake);
      this.#waiting.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
