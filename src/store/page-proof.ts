/**
 * Which attempts at runs count is decided after their hashes were made, so that it is the page's checkpoint that says it:
 * everything that came since the checkpoint before is held against it.
 */
import type { Checkpoint } from "./checkpoint.ts";
import type { LogEntry, LogFault } from "./verify-log.ts";

interface Attempt {
  readonly chain: string;
  readonly sequence: number;
  readonly counts: boolean;
}

export class PageProof {
  #entries = 0;
  #first: LogEntry | undefined;
  /** By place: runs that are shown. */
  #attempts = new Map<string, Attempt>();
  #wasSigned = false;

  take(entry: LogEntry): void {
    this.#entries++;
    this.#first ??= entry;
    const { chain, sequence, event, accepted } = entry;
    if (event?.kind === "run") this.#attempts.set(placeOf(entry), { chain, sequence, counts: accepted !== false });
  }

  /** Without a signature, or with one of older days that says nothing of pages, there is nothing to hold against it. */
  ends(signed: Checkpoint | undefined): LogFault[] {
    const page = signed?.page;
    const faults = page ? this.#against(page) : [];
    this.#wasSigned ||= page !== undefined;
    this.#entries = 0;
    this.#first = undefined;
    this.#attempts = new Map();
    return faults;
  }

  /** What came after the last signature, of a log that has some. */
  done(): LogFault[] {
    if (!this.#wasSigned) return [];
    return [...this.#attempts.values()].filter(({ counts }) => !counts).map((one) => fault(one, UNSIGNED));
  }

  #against({ entries, refused }: NonNullable<Checkpoint["page"]>): LogFault[] {
    const signed = new Set(refused.map(placeOf));
    const faults: LogFault[] = [];
    for (const [place, attempt] of this.#attempts) {
      if (attempt.counts && signed.has(place)) faults.push(fault(attempt, REFUSED));
      if (!attempt.counts && !signed.has(place)) faults.push(fault(attempt, UNSIGNED));
    }
    if (this.#first && entries !== this.#entries) {
      const what = `begins a page of ${this.#entries} events, of which ${entries} were signed`;
      faults.push(fault(this.#first, what));
    }
    return faults;
  }
}

/** The same where pages were cut anew, and only those of their checkpoints were kept that name attempts. */
export class SignedAttempts {
  readonly #refused: ReadonlySet<string>;
  /** False where some checkpoint is of older days. */
  readonly #saysAll: boolean;

  constructor(checkpoints: readonly Checkpoint[]) {
    const pages = checkpoints.flatMap(({ page }) => page ?? []);
    this.#refused = new Set(pages.flatMap(({ refused }) => refused.map(placeOf)));
    this.#saysAll = pages.length === checkpoints.length && pages.length > 0;
  }

  faults(entries: readonly LogEntry[]): LogFault[] {
    return entries.flatMap((entry) => {
      if (entry.event?.kind !== "run") return [];
      const isSigned = this.#refused.has(placeOf(entry));
      if (entry.accepted === false) return isSigned || !this.#saysAll ? [] : [fault(entry, UNSIGNED)];
      return isSigned ? [fault(entry, REFUSED)] : [];
    });
  }
}

const placeOf = ({ chain, sequence }: Pick<LogFault, "chain" | "sequence">): string => `${chain} ${sequence}`;

const REFUSED = "counts, and was signed as one that does not";
const UNSIGNED = "is said not to count, which nobody signed";

const fault = ({ chain, sequence }: Pick<LogFault, "chain" | "sequence">, what: string): LogFault => ({
  chain,
  sequence,
  what,
});
