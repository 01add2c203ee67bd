/** Acts run side by side, but for one that must be alone: it waits for those under way, and newcomers wait for it. */
export class Standstill {
  /** Under way. */
  readonly #acts = new Set<Promise<unknown>>();
  /** Until it resolves no act begins. */
  #held: Promise<void> | undefined;

  async beside<T>(act: () => Promise<T>): Promise<T> {
    while (this.#held) await this.#held;
    const acting = act().finally(() => this.#acts.delete(acting));
    this.#acts.add(acting);
    return await acting;
  }

  /** Resolves when what is under way now has ended; others may have begun. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#held, ...this.#acts]);
  }

  async alone<T>(act: () => Promise<T>): Promise<T> {
    while (this.#held) await this.#held;
    let release = () => {};
    this.#held = new Promise((resolve) => (release = resolve));
    try {
      await Promise.allSettled(this.#acts);
      return await act();
    } finally {
      this.#held = undefined;
      release();
    }
  }
}
