/** What flushes did since the start, for /metrics. */

/** What the writing side has done since the start, and has before it. */
export interface WriteLoad {
  readonly waitingWrites: number;
  readonly waitingBytes: number;
  readonly flushes: number;
  readonly failedFlushes: number;
  readonly flushedRuns: number;
  readonly flushSeconds: number;
  readonly flushedWrites: number;
  /** How many flushes had at most so many writes. */
  readonly flushSizes: readonly (readonly [most: number, flushes: number])[];
  /** When the oldest run was stored that nothing was derived from yet; undefined when there is none. */
  readonly unseenSince: Date | undefined;
}

/** Bounds of the sizes of flushes that are told. */
const SIZES = [1, 4, 16, 64, 256];

export class WriteTally {
  readonly #now: () => Date;
  readonly #done = { flushes: 0, failedFlushes: 0, flushedRuns: 0, flushedWrites: 0, flushSeconds: 0 };
  readonly #sizes = SIZES.map((most): [number, number] => [most, 0]);
  #unseenSince: Date | undefined;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** `runs` of the `writes` are runs. */
  async flush<T>(writes: number, runs: number, act: () => Promise<T>): Promise<T> {
    const started = this.#now().getTime();
    this.#done.flushes++;
    this.#done.flushedWrites += writes;
    for (const size of this.#sizes) if (writes <= size[0]) size[1]++;
    try {
      const answer = await act();
      this.#done.flushedRuns += runs;
      if (runs > 0) this.#unseenSince ??= this.#now();
      return answer;
    } catch (error) {
      this.#done.failedFlushes++;
      throw error;
    } finally {
      this.#done.flushSeconds += Math.max(0, this.#now().getTime() - started) / 1000;
    }
  }

  /** Somebody derived something from all that was written until now. */
  lookedAt(): void {
    this.#unseenSince = undefined;
  }

  get told(): Omit<WriteLoad, "waitingWrites" | "waitingBytes"> {
    return { ...this.#done, flushSizes: this.#sizes, unseenSince: this.#unseenSince };
  }
}
