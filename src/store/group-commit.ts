/**
 * Concurrent writers share one flush: whoever comes while it is not yet their turn is in the next one. No timer. Each flush
 * is made by one of those who wait, and the others wait for a promise of that one: a Worker's request that is answered does
 * nothing more for others, and one that waits for nobody's promise is taken for hung and ended.
 */
import { Fault } from "../model/fault.ts";
import { nextTurn } from "./next-turn.ts";

interface Waiting<Item, Answer> {
  readonly item: Item;
  /** Which it is in, and where; undefined while it waits for one. */
  flush?: { readonly answers: Promise<readonly Answer[]>; readonly place: number };
}

export interface GroupCommitLimits {
  /** Items for which a flush does not wait any more, others are read while it is written; absent: it does not wait. */
  readonly gather?: number;
  /**
   * Items that wait when a flush lets the next one follow, for which that begins beside it; fewer share the one after its
   * answer, since a flush costs far more than an item of it. Absent: 0.
   */
  readonly follow?: number;
  /** Items in one flush. */
  readonly batch: number;
  /** Weight of one flush, reached or passed by its last item. */
  readonly batchWeight: number;
  /** Items that may wait; beyond it the answer is "slow down". */
  readonly queue: number;
  /** Weight that may wait. One item may always wait alone, however heavy. */
  readonly queueWeight: number;
}

/**
 * Answers in the order of its items, or rejects for all of them. The next flush begins when this one has answered, or
 * before, when it calls `mayFollow` and enough wait for it.
 */
type Flush<Item, Answer> = (items: readonly Item[], mayFollow: () => void) => Promise<readonly Answer[]>;

export class GroupCommit<Item, Answer> {
  readonly #flush: Flush<Item, Answer>;
  readonly #weigh: (item: Item) => number;
  readonly #limits: GroupCommitLimits;
  readonly #waiting: Waiting<Item, Answer>[] = [];
  readonly #unanswered = new Set<Promise<void>>();
  /** Until the flush after the one that is to begin, or has begun, may begin. */
  #turn: Promise<void> | undefined;
  #weight = 0;

  constructor(flush: Flush<Item, Answer>, weigh: (item: Item) => number, limits: GroupCommitLimits) {
    this.#flush = flush;
    this.#weigh = weigh;
    this.#limits = limits;
  }

  /** Items and weight that wait for their flush. */
  get waiting(): { readonly items: number; readonly weight: number } {
    return { items: this.#waiting.length, weight: this.#weight };
  }

  async add(item: Item): Promise<Answer> {
    const weight = this.#weigh(item);
    const { queue, queueWeight } = this.#limits;
    const isFull = this.#waiting.length >= queue || this.#weight + weight > queueWeight;
    if (isFull && this.#waiting.length > 0) {
      throw new Fault("too_many", "More is being written than the storage takes; try again in a second.");
    }
    const mine: Waiting<Item, Answer> = { item };
    this.#waiting.push(mine);
    this.#weight += weight;
    while (mine.flush === undefined) {
      this.#turn ??= this.#begin();
      await this.#turn;
    }
    const { answers, place } = mine.flush;
    return (await answers)[place] as Answer;
  }

  /** Resolves when nothing is under way any more. */
  async drained(): Promise<void> {
    while (this.#turn || this.#waiting.length > 0 || this.#unanswered.size > 0)
      await Promise.all([this.#turn, ...this.#unanswered]);
  }

  /** The next flush. Resolves when the one after it may begin; does not reject. */
  async #begin(): Promise<void> {
    await Promise.resolve(); // callers of the same turn share the first flush, too
    await this.#gathered();
    const batch = this.#next();
    const items = batch.map(({ item }) => item);
    const { follow = 0 } = this.#limits;
    await new Promise<void>((mayBegin) => {
      const answers = this.#flushed(items, () => {
        if (this.#waiting.length >= follow) mayBegin();
      });
      for (const [place, one] of batch.entries()) one.flush = { answers, place };
      const answered = answers.then(nothing, nothing).then(() => {
        this.#unanswered.delete(answered);
        mayBegin();
      });
      this.#unanswered.add(answered);
    });
    this.#turn = undefined;
  }

  async #flushed(items: readonly Item[], mayFollow: () => void): Promise<readonly Answer[]> {
    return await this.#flush(items, mayFollow);
  }

  /** While every turn of the event loop brings another, more are to come: a flush costs far more than an item of it. */
  async #gathered(): Promise<void> {
    const { gather = 0 } = this.#limits;
    for (let before = 0; this.#waiting.length > before && this.#waiting.length < gather; ) {
      before = this.#waiting.length;
      await nextTurn();
    }
  }

  #next(): Waiting<Item, Answer>[] {
    let size = 0;
    let weight = 0;
    for (const { item } of this.#waiting) {
      if (size === this.#limits.batch || weight >= this.#limits.batchWeight) break;
      size++;
      weight += this.#weigh(item);
    }
    this.#weight -= weight;
    return this.#waiting.splice(0, size);
  }
}

const nothing = (): void => undefined;
