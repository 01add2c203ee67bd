/** Can this log be trusted? Every change, gap and other order is named; who reads needs no right but to read. */

import { FIRST, linkHash } from "./chain.ts";
import { type ChainHead, type Checkpoint, isGenuine } from "./checkpoint.ts";
import { entryFault, knownVersion } from "./entry-proof.ts";
import type { LoggedEvent } from "./events.ts";
import { PageProof } from "./page-proof.ts";
import { ThinnedProof } from "./thinned-proof.ts";

/** An event as the log shows it: in full, or, where the reader may not see it, as its hash only. */
export interface LogEntry extends Pick<LoggedEvent, "chain" | "sequence" | "link" | "previousHash" | "linkHash"> {
  /** The event's own hash. */
  readonly hash: string;
  /** How the hashes are made; absent: version 1. */
  readonly version?: number;
  /** Of a hidden event since version 2: what its hash is made of beside its instant. */
  readonly seal?: string;
  /** When it was accepted: also told of what is hidden, so that a copy keeps the order. */
  readonly at?: Date;
  readonly event?: Pick<LoggedEvent, "id" | "kind" | "key" | "at" | "who" | "contentHash"> & {
    readonly body: unknown;
    /** The form of the body that was hashed; given by those alone who have held its sha256 against `contentHash`. */
    readonly text?: string;
  };
  /** False for a run's attempt that does not count; told to mirrors alone, others see its hash. */
  readonly accepted?: false;
  /** Of a run: why it never blocks, as it was decided when it came; "" when it counts. */
  readonly excluded?: string;
}

export interface LogFault {
  readonly chain: string;
  readonly sequence: number;
  readonly what: string;
}

export interface LogTools {
  /** 64 hex digits. */
  sha256(text: string): string;
  /** Of the RFC 8785 form of a JSON value. */
  contentHash(value: unknown): string;
}

interface OpenLink {
  readonly link: number;
  readonly first: Pick<LogEntry, "chain" | "sequence" | "linkHash" | "version"> & { readonly previousHash?: string };
  readonly hashes: string[];
  /** False when reading began in the middle of it. */
  readonly isWhole: boolean;
}

interface ChainState {
  sequence: number;
  open: OpenLink;
  /** Of the last link that is closed. */
  previousHash: string | undefined;
}

/** Takes entries in the order of the log; `done` closes the last links. Constant memory but for open links and hashes of thinned runs. */
export class LogVerifier {
  readonly faults: LogFault[] = [];
  /** That genuine checkpoints were signed with. */
  readonly keys = new Set<string>();
  readonly #tools: LogTools;
  readonly #chains = new Map<string, ChainState>();
  readonly #proven = new Map<string, number>();
  readonly #page = new PageProof();
  readonly #thinned: ThinnedProof;
  #events = 0;

  /** `heads`: where chains stand that were proven before; reading goes on there. */
  constructor(tools: LogTools, heads: readonly (ChainHead & { readonly link: number })[] = []) {
    this.#tools = tools;
    this.#thinned = new ThinnedProof(tools);
    for (const { chain, sequence, link, linkHash } of heads) {
      const open = { link, first: { chain, sequence, linkHash }, hashes: [], isWhole: false };
      this.#chains.set(chain, { sequence, open, previousHash: undefined });
      this.#proven.set(chain, sequence);
    }
  }

  get seen(): { readonly chains: number; readonly events: number } {
    return { chains: this.#chains.size, events: this.#events };
  }

  /** Runs whose repeats were dropped, by day: proven by what the log says of it. */
  get dropped(): ThinnedProof["dropped"] {
    return this.#thinned.dropped;
  }

  /** Runs that say so of themselves, and of which the log has not said it so far. */
  get unproven(): readonly LogFault[] {
    return this.#thinned.unproven;
  }

  /** Of an entry that was taken: whether all that it says of itself is proven by now. */
  isProven(entry: LogEntry): boolean {
    return this.#thinned.isProven(entry);
  }

  /** How far each chain has come. */
  get reach(): readonly Pick<LogEntry, "chain" | "sequence">[] {
    return [...this.#chains].map(([chain, { sequence }]) => ({ chain, sequence }));
  }

  take(entry: LogEntry): void {
    this.#events++;
    this.#page.take(entry);
    this.#thinned.take(entry);
    const fault = entryFault(entry, this.#tools);
    if (fault !== undefined) this.#fault(entry, fault);
    if (entry.sequence <= (this.#proven.get(entry.chain) ?? 0)) return; // comes again
    const state = this.#chains.get(entry.chain);
    if (state) this.#continue(state, entry);
    else this.#begin(entry);
  }

  #continue(state: ChainState, entry: LogEntry): void {
    if (entry.sequence !== state.sequence + 1) this.#fault(entry, gap(state.sequence, entry.sequence));
    state.sequence = entry.sequence;
    if (entry.link !== state.open.link) {
      this.#close(state);
      if (entry.link !== state.open.link + 1) this.#fault(entry, `follows link ${state.open.link} as ${entry.link}`);
      state.open = { link: entry.link, first: entry, hashes: [], isWhole: true };
      if (entry.previousHash !== state.previousHash) this.#fault(entry, "does not continue the link before it");
    } else if (!isOfOneLink(entry, state.open.first)) this.#fault(entry, "names other hashes than its link");
    state.open.hashes.push(entry.hash);
  }

  /** Everything wrong, in the order of the log; empty when the log is whole. */
  done(): readonly LogFault[] {
    for (const state of this.#chains.values()) this.#close(state);
    this.faults.push(...this.#page.done(), ...this.unproven);
    return this.faults;
  }

  /** Where a page of the log ends: what its checkpoint says, if it has one, of all that came since the page before. */
  async page(signed: Checkpoint | undefined, keys: ReadonlySet<string>): Promise<void> {
    if (signed) await this.checkpoint(signed, keys);
    this.faults.push(...this.#page.ends(signed));
  }

  /**
   * What a checkpoint says of chains that were read: it must be genuine, by one of the `keys` where there are any, and say
   * of events that were read the hash that they have. Chains that were not read so far are nobody's word against it.
   */
  async checkpoint(signed: Checkpoint, keys: ReadonlySet<string>): Promise<void> {
    const [first = { chain: "", sequence: 0 }] = signed.heads;
    if (!(await isGenuine(signed)))
      this.#fault(first, `has a forged signature: that of ${signed.at} does not fit its key`);
    else if (keys.size > 0 && !keys.has(signed.key))
      this.#fault(first, `is signed by a key that is not the expected one: ${signed.key}`);
    else this.keys.add(signed.key);
    for (const head of signed.heads) {
      const state = this.#chains.get(head.chain);
      if (state?.sequence === head.sequence && state.open.first.linkHash !== head.linkHash)
        this.#fault(head, `is not what was signed at ${signed.at}`);
      if (state && state.sequence < head.sequence)
        this.#fault(
          head,
          `was signed at ${signed.at}, and the chain ends at ${state.sequence}: ${head.sequence - state.sequence} are missing`,
        );
    }
  }

  #begin(entry: LogEntry): void {
    const { chain, sequence, link, hash, previousHash } = entry;
    const open = { link, first: entry, hashes: [hash], isWhole: sequence === 1 };
    this.#chains.set(chain, { sequence, open, previousHash: undefined });
    if (sequence === 1 && (link !== 1 || previousHash !== FIRST)) this.#fault(entry, "is not where a chain begins");
  }

  #close(state: ChainState): void {
    const { first, hashes, isWhole, link } = state.open;
    const made = { version: knownVersion(first) ?? 1, previousHash: first.previousHash ?? FIRST, link };
    const expected = linkHash(made, hashes, this.#tools.sha256);
    if (isWhole && expected !== first.linkHash) {
      this.#fault(first, `starts link ${link}, whose events are not those that were written`);
    }
    state.previousHash = first.linkHash;
  }

  #fault({ chain, sequence }: Pick<LogEntry, "chain" | "sequence">, what: string): void {
    this.faults.push({ chain, sequence, what });
  }
}

const isOfOneLink = (a: LogEntry, b: OpenLink["first"]): boolean =>
  a.linkHash === b.linkHash &&
  (b.previousHash === undefined || (a.previousHash === b.previousHash && a.version === b.version));

const gap = (before: number, now: number): string =>
  now > before ? `follows event ${before}: ${now - before - 1} are missing` : `follows event ${before}: out of order`;
