/** What was read lately and may be asked for again as long as nothing arrives: no more than there is room for. */

export interface Sized<Trend> {
  readonly trend: Trend;
  /** Runs that it holds. */
  readonly runs: number;
}

interface Kept<Trend> {
  readonly reading: Promise<Sized<Trend>>;
  /** Counted already; 0 while it is being read. */
  size: number;
}

/** What is kept of each beside its runs, counted as runs: of many short series it is the most. */
const EACH = 64;

export class KeptTrends<Trend> {
  readonly #room: number;
  #state = "";
  #size = 0;
  /** A Map keeps the order of insertion: longest unused first. */
  readonly #kept = new Map<string, Kept<Trend>>();

  /** `room`: runs of all of them together, unless a single one has more. */
  constructor(room: number) {
    this.#room = room;
  }

  /** Read once under a key while the state stays; what was read in another state is never asked for again. */
  async of(state: string, key: string, read: () => Promise<Sized<Trend>>): Promise<Trend> {
    if (state !== this.#state) this.#forget(state);
    const kept = this.#kept.get(key) ?? { reading: read(), size: 0 };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    try {
      const { trend, runs } = await kept.reading;
      this.#count(key, kept, runs);
      return trend;
    } catch (error) {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
      throw error;
    }
  }

  #forget(state: string): void {
    this.#kept.clear();
    [this.#state, this.#size] = [state, 0];
  }

  #count(key: string, kept: Kept<Trend>, runs: number): void {
    if (kept.size > 0 || this.#kept.get(key) !== kept) return;
    kept.size = runs + EACH;
    this.#size += kept.size;
    for (const [oldest, { size }] of this.#kept) {
      if (this.#size <= this.#room) break;
      if (oldest === key || size === 0) continue;
      this.#kept.delete(oldest);
      this.#size -= size;
    }
  }
}
