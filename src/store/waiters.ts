/** Readers that wait for something, each for so long at the most, or until one of their signals says so. */
export class Waiters {
  readonly #wakes = new Set<() => void>();

  get size(): number {
    return this.#wakes.size;
  }

  async wait(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
    if (signals.some(({ aborted }) => aborted)) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(clock);
        for (const signal of signals) signal.removeEventListener("abort", wake);
        this.#wakes.delete(wake);
        resolve();
      };
      const clock = setTimeout(wake, milliseconds);
      for (const signal of signals) signal.addEventListener("abort", wake);
      this.#wakes.add(wake);
    });
  }

  /** The one that waits longest. */
  wakeOne(): void {
    const [wake] = this.#wakes;
    wake?.();
  }

  wake(): void {
    for (const wake of [...this.#wakes]) wake();
  }
}
