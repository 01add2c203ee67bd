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

const FIRST = "0".repeat(64);

/** The hash of a link: of the link before, its ordinal, and kind, key and content of each event in order. */
export function linkHash(
  previousHash: string,
  link: number,
  events: readonly Pick<NewEvent, "kind" | "key" | "who" | "at" | "contentHash">[],
  sha256: (text: string) => string,
): string {
  const lines = events.map((event) =>
    JSON.stringify([event.kind, event.key, event.who, event.at.toISOString(), event.contentHash]),
  );
  return sha256([previousHash, String(link), ...lines].join("\n"));
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
    const hash = linkHash(previousHash, link, events, this.#tools.sha256);
    this.#previous = hash;
    return events.map((event) => ({
      ...event,
      id: this.#tools.newId(),
      chain: this.id,
      sequence: ++this.#sequence,
      link,
      previousHash,
      linkHash: hash,
    }));
  }
}
