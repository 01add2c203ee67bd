/** Concurrent writers share one flush: whoever comes while it is not yet their turn is in the next one. No timer. */
import { Fault } from "../model/fault.ts";
import { nextTurn } from "./next-turn.ts";

interface Waiting<Item, Answer> {
  readonly item: Item;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

export interface GroupCommitLimits {
  /** Items for which a flush does not wait any more, others are read while it is written; absent: it does not wait. */
  readonly gather?: number;
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
 * before, when it calls `mayFollow`.
 */
type Flush<Item, Answer> = (items: readonly Item[], mayFollow: () => void) => Promise<readonly Answer[]>;

export class GroupCommit<Item, Answer> {
  readonly #flush: Flush<Item, Answer>;
  readonly #weigh: (item: Item) => number;
  readonly #limits: GroupCommitLimits;
  readonly #waiting: Waiting<Item, Answer>[] = [];
  readonly #unanswered = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
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

  add(item: Item): Promise<Answer> {
    const weight = this.#weigh(item);
    const { queue, queueWeight } = this.#limits;
    const isFull = this.#waiting.length >= queue || this.#weight + weight > queueWeight;
    if (isFull && this.#waiting.length > 0) {
      return Promise.reject(
        new Fault("too_many", "More is being written than the storage takes; try again in a second."),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#weight += weight;
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when nothing is under way any more. */
  async drained(): Promise<void> {
    while (this.#running || this.#unanswered.size > 0) await Promise.all([this.#running, ...this.#unanswered]);
  }

  async #drain(): Promise<void> {
    await Promise.resolve(); // callers of the same turn share the first flush, too
    while (this.#waiting.length > 0) {
      await this.#gathered();
      const batch = this.#next();
      await new Promise<void>((mayFollow) => {
        const answering = this.#answer(batch, mayFollow).then(() => {
          this.#unanswered.delete(answering);
          mayFollow();
        });
        this.#unanswered.add(answering);
      });
    }
    this.#running = undefined; // in the same turn as the last look at the queue, or a newcomer would wait for ever
  }

  /** While every turn of the event loop brings another, more are to come: a flush costs far more than an item of it. */
  async #gathered(): Promise<void> {
    const { gather = 0 } = this.#limits;
    for (let before = 0; this.#waiting.length > before && this.#waiting.length < gather; ) {
      before = this.#waiting.length;
      await nextTurn();
    }
  }

  async #answer(batch: readonly Waiting<Item, Answer>[], mayFollow: () => void): Promise<void> {
    try {
      const answers = await this.#flush(
        batch.map(({ item }) => item),
        mayFollow,
      );
      batch.forEach(({ resolve }, index) => {
        resolve(answers[index] as Answer);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
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
