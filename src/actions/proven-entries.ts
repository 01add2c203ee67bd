/**
 * Of a log that comes, what may be stored as it says. A run whose repeats were dropped is proven by a later event: until
 * that has come it is stored as its hash alone, as what nobody here may see, and in full after that.
 */
import { eventSeal } from "../store/chain.ts";
import { knownVersion } from "../store/entry-proof.ts";
import type { LogEntry, LogVerifier } from "../store/verify-log.ts";

const isNaming = ({ event }: LogEntry): boolean => event?.kind === "thinning";

export class ProvenEntries {
  readonly #sha256: (text: string) => string;
  /** Runs without their repeats that no event has named so far. */
  #waiting: LogEntry[] = [];

  constructor(sha256: (text: string) => string) {
    this.#sha256 = sha256;
  }

  /** Entries that the verifier has taken, as they may be stored by now, after those that became proven meanwhile. */
  of(entries: readonly LogEntry[], verifier: LogVerifier): LogEntry[] {
    const named = entries.some(isNaming) ? this.#waiting.filter((entry) => verifier.isProven(entry)) : [];
    const isNamed = new Set(named);
    if (named.length > 0) this.#waiting = this.#waiting.filter((entry) => !isNamed.has(entry));
    const told = entries.map((entry) => {
      if (verifier.isProven(entry)) return entry;
      this.#waiting.push(entry);
      return this.#hidden(entry);
    });
    return [...named, ...told];
  }

  #hidden({ event, excluded = "", accepted: _, ...entry }: LogEntry): LogEntry {
    if (event === undefined) return entry;
    const seal = knownVersion(entry) === 1 ? {} : { seal: eventSeal({ ...event, excluded }, this.#sha256) };
    return { ...entry, at: event.at, ...seal };
  }
}
