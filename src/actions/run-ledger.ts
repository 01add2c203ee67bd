/** Every run there is, in memory: read once, then only what arrived since. Its values are kept apart, by series. */
import type { ChainTally, LedgerRun } from "../store/ledger-store.ts";
import type { Context } from "./context.ts";

/** What is asked of runs by the million, as columns: by the run's place in the ledger. */
export class RunFacts {
  /** Place of its changeset among those of the ledger. */
  sha = new Int32Array(1024);
  /** Start, in milliseconds. */
  started = new Float64Array(1024);
  /** Any of `COUNTS`, `SCHEDULED` and `TOLD`. */
  is = new Uint8Array(1024);

  set(at: number, { excluded, cause, watchHash, startedAt }: LedgerRun, sha: number): void {
    if (at >= this.sha.length) this.#grow(2 * at);
    this.sha[at] = sha;
    this.started[at] = startedAt.getTime();
    const [counts, scheduled] = [excluded === "" ? COUNTS : 0, cause === "scheduled" ? SCHEDULED : 0];
    this.is[at] = counts | scheduled | (watchHash === "" ? 0 : TOLD);
  }

  #grow(size: number): void {
    const { sha, started, is } = this;
    [this.sha, this.started, this.is] = [new Int32Array(size), new Float64Array(size), new Uint8Array(size)];
    this.sha.set(sha);
    this.started.set(started);
    this.is.set(is);
  }
}

/** No reason to leave the whole run out. */
export const COUNTS = 1;
export const SCHEDULED = 2;
/** It reported watch facts. */
export const TOLD = 4;

/** Rows of one question. */
const PAGE = 100_000;

type Tally = { -readonly [K in keyof ChainTally]: ChainTally[K] };

export class RunLedger {
  /** A run keeps its place, for as long as the ledger is of one generation. */
  runs: LedgerRun[] = [];
  readonly facts = new RunFacts();
  /** Changesets with runs, by their own name. */
  shas: string[] = [];
  /** Another one when claims were moved: nothing said before holds any more. */
  generation = 0;
  /** Places of runs that nobody took notice of yet; whoever does empties it. */
  fresh: number[] = [];
  /** Rigs of which runs that were known count otherwise; emptied like `fresh`. */
  readonly altered = new Set<string>();
  readonly #places = new Map<string, Map<number, number>>();
  readonly #tallies = new Map<string, Tally>();
  readonly #shaPlaces = new Map<string, number>();
  readonly #words = new Map<string, string>();
  #watermark = "";
  #rulings = "";

  /** The run at a place of the log; undefined for an attempt that does not count, or not yet. */
  placeOf(chain: string, sequence: number): number | undefined {
    return this.#places.get(chain)?.get(sequence);
  }

  /** When it fails, what was read stays, and the next time goes on from there. */
  async learn({ store, known }: Pick<Context, "store" | "known">): Promise<void> {
    const watermark = await store.watermark("runs");
    if (watermark === this.#watermark) return;
    const rulings = JSON.stringify([...(await known.retractions()).values()]);
    const tallies = await store.ledger.tallies();
    if (this.#contradicts(tallies)) this.#forget();
    const isRuled = rulings !== this.#rulings;
    if (isRuled) this.#tallies.clear(); // who counts may be others: all are looked at again
    await this.#read(store, tallies);
    if (tallies.some(({ chain, runs }) => (this.#tallies.get(chain)?.runs ?? 0) < runs)) {
      this.#forget(); // a claim below the last one
      await this.#read(store, tallies);
    }
    this.#rulings = rulings;
    this.#watermark = watermark;
  }

  async #read({ ledger }: Context["store"], tallies: readonly ChainTally[]): Promise<void> {
    const behind = tallies.filter((one) => !isSame(one, this.#tallies.get(one.chain)));
    for (let read = PAGE; read === PAGE && behind.length > 0; ) {
      const from = behind.map(({ chain }) => ({ chain, sequence: this.#tallies.get(chain)?.last ?? 0 }));
      const rows = await ledger.runsAfter(from, PAGE);
      for (const row of rows) this.#take(row);
      read = rows.length;
    }
  }

  /** Whether runs that we have are there no more. */
  #contradicts(tallies: readonly ChainTally[]): boolean {
    const now = new Map(tallies.map((one) => [one.chain, one]));
    return [...this.#tallies.values()].some((ours) => {
      const theirs = now.get(ours.chain);
      return theirs === undefined || theirs.runs < ours.runs || (theirs.last <= ours.last && !isSame(theirs, ours));
    });
  }

  #forget(): void {
    this.generation++;
    [this.runs, this.shas, this.fresh] = [[], [], []];
    for (const one of [this.altered, this.#places, this.#tallies, this.#shaPlaces, this.#words]) one.clear();
    [this.#watermark, this.#rulings] = ["", ""];
  }

  #take(row: LedgerRun): void {
    const { chain, sequence } = row;
    this.#count(chain, sequence);
    const places = this.#places.get(chain) ?? new Map<number, number>();
    this.#places.set(chain, places);
    const at = places.get(sequence);
    const known = at === undefined ? undefined : this.runs[at];
    if (at === undefined || known === undefined) {
      places.set(sequence, this.runs.length);
      this.fresh.push(this.runs.length);
      this.#keep(this.runs.length, row);
    } else if (known.excluded !== row.excluded) {
      this.#keep(at, row);
      this.altered.add(row.rig);
    }
  }

  #count(chain: string, sequence: number): void {
    const tally = this.#tallies.get(chain) ?? { chain, runs: 0, last: 0, mix: 0 };
    tally.runs++;
    tally.last = Math.max(tally.last, sequence);
    tally.mix = (tally.mix ^ sequence) >>> 0;
    this.#tallies.set(chain, tally);
  }

  /** Words that runs share are kept once. */
  #keep(at: number, row: LedgerRun): void {
    const shared = SHARED.map((name) => [name, this.#word(row[name])]);
    const sha = this.#shaPlaces.get(row.sha) ?? this.shas.push(row.sha) - 1;
    this.#shaPlaces.set(row.sha, sha);
    this.runs[at] = { ...row, ...Object.fromEntries(shared) };
    this.facts.set(at, row, sha);
  }

  #word(text: string): string {
    const known = this.#words.get(text);
    if (known === undefined) this.#words.set(text, text);
    return known ?? text;
  }
}

const SHARED = ["chain", "rig", "suite", "sha", "branch", "block", "excluded", "watchHash", "packagesHash"] as const;

const isSame = (one: ChainTally, other: ChainTally | undefined): boolean =>
  one.runs === other?.runs && one.last === other.last && one.mix === other.mix;
