/**
 * The newest part of the log as this process wrote it, held in memory while somebody follows it: who does is told at
 * once, and no table is asked for what was just put there. A reader's place in it is known by the cursor of one who had
 * everything; all others read the tables.
 */
import type { LoggedEvent } from "./events.ts";
import { Waiters } from "./waiters.ts";

/** Characters of events, about. Where as many came and nobody asked, nobody follows. */
const MOST_HELD = 48 * 2 ** 20;
const EVENT = 600;
/** Cursors whose places are remembered, and readers that wait at once. */
const MOST_PLACES = 1000;
const MOST_WAITING = 1000;
/** Milliseconds between two looks whether anything came, one for all who are not told at once. */
const LOOK = 500;
/** Milliseconds after which such a reader looks by itself: what a look saw may be on one replica of the tables, and not yet on another. */
const LONGEST_REST = 5_000;

export interface TailPage {
  readonly events: readonly LoggedEvent[];
  /** Where it ends. */
  readonly end: number;
  readonly isLast: boolean;
}

export interface Wait {
  readonly milliseconds: number;
  /** The reader's place is held: it is told at once. Others, who read the tables, are told at the next look. */
  readonly isTold: boolean;
  /** Any of them ends it. */
  readonly signals: readonly AbortSignal[];
}

export class LogTail {
  readonly #isAlone: boolean;
  readonly #places = new Map<string, number>();
  readonly #stamp: () => Promise<string>;
  readonly #told = new Waiters();
  readonly #lookers = new Waiters();
  /** What the last look saw. */
  #looked: string | undefined;
  #isLooking = false;
  #events: LoggedEvent[] = [];
  #held = 0;
  #isFollowed = false;
  /** Characters that came since anybody asked. */
  #unasked = 0;
  /** Place of the first that is held; places only grow. */
  #first = 0;
  #newest: Pick<LoggedEvent, "chain" | "sequence"> | undefined;

  /**
   * `isAlone`: nobody else writes to this database; otherwise nothing is held, because others' events would be missing,
   * and `stamp` is asked instead: a text that changes whenever something comes to the log.
   */
  constructor(isAlone: boolean, stamp: () => Promise<string>) {
    this.#isAlone = isAlone;
    this.#stamp = stamp;
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
    if (this.#unasked > MOST_HELD) this.#isFollowed = false;
    if (this.#held > MOST_HELD || !this.#isFollowed) this.#dropOldest();
    this.#told.wake();
  }

  #follows({ chain, sequence }: LoggedEvent): boolean {
    return sequence === 1 || (chain === this.#newest?.chain && sequence === this.#newest.sequence + 1);
  }

  #hold(event: LoggedEvent): void {
    this.#newest = { chain: event.chain, sequence: event.sequence };
    this.#events.push(event);
    this.#held += event.body.length + EVENT;
    this.#unasked += event.body.length + EVENT;
  }

  #dropOldest(): void {
    const kept = this.#isFollowed ? MOST_HELD / 2 : 0;
    let count = 0;
    for (; this.#held > kept; count++) this.#held -= (this.#events[count]?.body.length ?? 0) + EVENT;
    this.#events.splice(0, count);
    this.#first += count;
  }

  /** Something came into the tables by another way: who reads is to find it there. */
  breakOff(): void {
    this.#first = this.end + 1; // who looked before, and reads the tables now, may miss it: that place is none any more
    this.#events = [];
    this.#held = 0;
    this.#places.clear();
    this.#told.wake();
  }

  /** Nobody knows what became of the newest events. */
  lose(): void {
    this.#newest = undefined;
    this.breakOff();
  }

  #follow(): void {
    this.#isFollowed = true;
    this.#unasked = 0;
  }

  /** Who was given this cursor had everything before this place. Answers the place, where it is one. */
  remember(cursor: string, place: number): number | undefined {
    this.#follow();
    if (!this.#isAlone || place < this.#first) return undefined;
    this.#places.delete(cursor);
    this.#places.set(cursor, place); // a Map keeps the order of insertion: the first is the oldest
    for (const oldest of this.#places.keys()) if (this.#places.size > MOST_PLACES) this.#places.delete(oldest);
    return place;
  }

  /** Undefined where not all that followed is held any more. `own`: what `remember` answered this reader before. */
  placeOf(cursor: string, own?: number): number | undefined {
    this.#follow();
    const place = own ?? this.#places.get(cursor);
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

  /**
   * Resolves once there may be something after this place, or after so many milliseconds, or when a signal says so.
   * False, at once, where as many wait as may: this one is to be answered with what there is.
   */
  async next(place: number, { milliseconds, isTold, signals }: Wait): Promise<boolean> {
    this.#follow();
    if (this.#told.size + this.#lookers.size >= MOST_WAITING) return false;
    if (isTold) {
      if (place === this.end) await this.#told.wait(milliseconds, signals);
      return true;
    }
    if (place !== this.end) this.#looked = undefined; // something came while the tables were read: the next look is for this one, too
    const told = this.#lookers.wait(Math.min(milliseconds, LONGEST_REST), signals);
    if (!this.#isLooking) await this.#lookUntil(told);
    await told;
    return true;
  }

  /** Looks for all who wait, and leaves it to another of them: a Worker's timers end with the request that set them. */
  async #lookUntil(told: Promise<void>): Promise<void> {
    let isTold = false;
    const ended = told.then(() => (isTold = true));
    this.#isLooking = true;
    for (await pause(LOOK, ended); !isTold; await pause(LOOK, ended)) await this.#look();
    this.#isLooking = false;
    this.#lookers.wakeOne();
  }

  /** Does not reject: where the tables do not answer, each reader is to meet that by itself. */
  async #look(): Promise<void> {
    if (this.#lookers.size === 0) return;
    const before = this.#looked;
    const stamp = this.#isAlone ? String(this.end) : await this.#stamp().catch(() => undefined);
    const isNew = stamp === undefined || stamp !== before || this.#looked !== before;
    this.#looked = stamp;
    if (!isNew) return;
    if (!this.#isAlone) this.#first++; // who is reading the tables now, and waits afterwards, may have missed it
    this.#lookers.wake();
  }
}

/** So many milliseconds, or until this is settled. */
async function pause(milliseconds: number, ended: Promise<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const clock = setTimeout(resolve, milliseconds);
    void ended.then(() => {
      clearTimeout(clock);
      resolve();
    });
  });
}
