/** One writing instance's hash chain: every batch of events is a link that names the link before. */
import type { NewEvent } from "./events.ts";

/**
 * How hashes are made. 1: of what was said, by whom and when. 2: also of whether a run counts; and what is hidden is
 * sealed apart from its instant, so that the instant is proven to those who may see nothing else.
 */
export const HASH_VERSIONS = [1, 2] as const;
export type HashVersion = (typeof HASH_VERSIONS)[number];

export interface ChainedEvent extends NewEvent {
  readonly version: HashVersion;
  /** Of a run: why it never blocks, as it was decided when it came; "" when it counts, and of everything else. */
  readonly excluded: string;
  readonly id: string;
  /** One process start of one writer. */
  readonly chain: string;
  /** Ordinal in the chain, from 1 without gaps. */
  readonly sequence: number;
  /** Ordinal of its batch in the chain, from 1 without gaps. */
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
export function eventHash(event: Pick<ChainedEvent, Hashed | "version" | "at">, sha256: Hash): string {
  const { version, id, kind, key, at, who, contentHash } = event;
  if (version === 2) return hashOfSeal(at, eventSeal(event, sha256), sha256);
  return sha256(JSON.stringify([id, kind, key, at.toISOString(), who, contentHash]));
}

type Hash = (text: string) => string;
type Hashed = "id" | "kind" | "key" | "who" | "contentHash" | "excluded";

/** Everything of an event of version 2 but its instant. */
export function eventSeal({ id, kind, key, who, contentHash, excluded }: Pick<ChainedEvent, Hashed>, sha256: Hash) {
  return sha256(JSON.stringify([id, kind, key, who, contentHash, excluded]));
}

/** The hash of an event of version 2, from what is told of it to everybody. */
export const hashOfSeal = (at: Date, seal: string, sha256: Hash): string =>
  sha256(JSON.stringify([2, at.toISOString(), seal]));

/** The hash of a link: of the link before, its ordinal in its chain, and the hashes of its events in order. */
export function linkHash(
  { version, previousHash, link }: Pick<ChainedEvent, "version" | "previousHash" | "link">,
  events: readonly string[],
  sha256: Hash,
): string {
  const begin = version === 1 ? [] : [`version ${version}`];
  return sha256([...begin, previousHash, String(link), ...events].join("\n"));
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
  extend(events: readonly (NewEvent & { readonly excluded?: string })[]): ChainedEvent[] {
    if (events.length === 0) return [];
    const link = ++this.#link;
    const previousHash = this.#previous;
    const placed = events.map((event) => ({
      excluded: "",
      ...event,
      version: 2 as const,
      id: this.#tools.newId(),
      chain: this.id,
      sequence: ++this.#sequence,
      link,
      previousHash,
    }));
    const { sha256 } = this.#tools;
    const hashes = placed.map((event) => eventHash(event, sha256));
    const hash = linkHash({ version: 2, previousHash, link }, hashes, sha256);
    this.#previous = hash;
    return placed.map((event) => ({ ...event, linkHash: hash }));
  }
}
