/** One writing instance's hash chain: every batch of events is a link that names the link before. */
import type { NewEvent } from "./store.ts";

export interface ChainedEvent extends NewEvent {
  readonly id: string;
  readonly chain: string;
  readonly sequence: number;
  readonly link: number;
  readonly previousHash: string;
  readonly linkHash: string;
}

export interface ChainTools {
  /** 64 hex digits. */
  sha256(text: string): string;
  newId(): string;
}

/** What the first link of a chain names as the one before. */
export const FIRST = "0".repeat(64);

/** An event's own hash: stands for it where it may not be seen. The random id keeps the rest from being guessed. */
export function eventHash(event: Pick<ChainedEvent, Hashed>, sha256: (text: string) => string): string {
  const { id, kind, key, at, who, contentHash } = event;
  return sha256(JSON.stringify([id, kind, key, at.toISOString(), who, contentHash]));
}

type Hashed = "id" | "kind" | "key" | "at" | "who" | "contentHash";

/** The hash of a link: of the link before, its ordinal in its chain, and the hashes of its events in order. */
export function linkHash(
  previousHash: string,
  link: number,
  events: readonly string[],
  sha256: (text: string) => string,
): string {
  return sha256([previousHash, String(link), ...events].join("\n"));
}

export class Chain {
  readonly id: string;
  readonly #tools: ChainTools;
  #sequence = 0;
  #link = 0;
  #previous = FIRST;

  /** `id`: an unsigned 64-bit integer in decimal, not used before. */
  constructor(id: string, tools: ChainTools) {
    this.id = id;
    this.#tools = tools;
  }

  /** Puts a batch at the end. The chain counts it at once: after a failed write, go on with a new chain. */
  extend(events: readonly NewEvent[]): ChainedEvent[] {
    const link = ++this.#link;
    const previousHash = this.#previous;
    const placed = events.map((event) => ({
      ...event,
      id: this.#tools.newId(),
      chain: this.id,
      sequence: ++this.#sequence,
      link,
      previousHash,
    }));
    const { sha256 } = this.#tools;
    const hash = linkHash(
      previousHash,
      link,
      placed.map((event) => eventHash(event, sha256)),
      sha256,
    );
    this.#previous = hash;
    return placed.map((event) => ({ ...event, linkHash: hash }));
  }
}
