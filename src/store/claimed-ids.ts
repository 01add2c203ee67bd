/**
 * Which runs may be claimed: a Bloom filter (B. H. Bloom, Space/time trade-offs in hash coding with allowable errors,
 * 1970) over UUIDs, whose own random bits are the hashes. "No" is certain; "maybe" has to be looked up. Ids that somebody
 * chose to collide cost a look each and nothing else.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import { countOfRuns, idsOfRuns } from "./queries.ts";
import { ask } from "./query.ts";

const PROBES = 4;
/** Bits an id: with four probes about one new id in 400 is looked up for nothing. */
const BITS = 16;
const LEAST_ROOM = 500_000;
/** Ids read at once: the history of many years is not held as text. */
const SLICE = 500_000;

export class ClaimedIds {
  readonly #words: Uint32Array;
  #left: number;

  /** `room`: ids that it is made for; more of them make more maybes. */
  constructor(room: number) {
    this.#left = room;
    this.#words = new Uint32Array(Math.ceil((room * BITS) / 32));
  }

  /** All that the table has, and room for as many again. */
  static async of(client: ClickHouseClient): Promise<ClaimedIds> {
    const [all] = await ask(client, countOfRuns, {});
    const count = Number(all?.runs ?? 0);
    const claimed = new ClaimedIds(2 * count + LEAST_ROOM);
    const slices = Math.ceil(count / SLICE);
    for (let slice = 0; slice < slices; slice++)
      for (const { run } of await ask(client, idsOfRuns, { slices, slice })) claimed.add(run);
    return claimed;
  }

  get isFull(): boolean {
    return this.#left < 0;
  }

  add(id: string): void {
    this.#left--;
    for (const bit of this.#bits(id)) this.#words[bit >>> 5] = (this.#words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  mayHave(id: string): boolean {
    return this.#bits(id).every((bit) => ((this.#words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0);
  }

  /** Double hashing, of all digits of the id. */
  #bits(id: string): number[] {
    const hex = id.toLowerCase().replaceAll("-", "");
    let start = 0;
    for (let at = 0; at < hex.length; at += 8) start = mixed(start ^ Number.parseInt(hex.slice(at, at + 8), 16));
    const step = mixed(start ^ 0x9e3779b1) | 1;
    const bits = this.#words.length * 32;
    return Array.from({ length: PROBES }, (_, at) => ((start + Math.imul(at, step)) >>> 0) % bits);
  }
}

/** Finaliser of MurmurHash3: ids that count up lie apart, too. */
function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
