/**
 * What runs measured, in memory for whoever asks again: candidate after candidate stands on the same history. A place of
 * the log is written once, with all its points before the run that claims it is there: what was read of it stays true.
 */
import type { Measured } from "./runs.ts";

/** 32 MB at the most: a thousand series of two runs on a thousand changesets. */
const MOST_VALUES = 2_000_000;
/** What holding a run costs besides its values, in values. */
const ENTRY = 20;
/** Lists of series that are told apart; each is as long as a project has series. */
const MOST_LISTS = 100;
/** Arrays of places that are shared; a rig has few, unless its runs measure now this and now that. */
const MOST_PLACES = 300;

export class HeldValues {
  readonly #most: number;
  readonly #lists = new Map<string, number>();
  /** By list of series and place of the run, those longest not asked for first. */
  readonly #held = new Map<string, readonly Measured[]>();
  /** Runs of a rig measure the same series: one array for all of them, by what is cheap to compare. */
  readonly #places = new Map<string, readonly number[]>();
  #values = 0;
  /** Never given twice: what is still being read for a list that was forgotten is of no other one. */
  #lastList = 0;

  /** `most`: values held. */
  constructor(most = MOST_VALUES) {
    this.#most = most;
  }

  /** Those of this very list of series, of which other lists tell nothing: who may not see one asks with another list. */
  ofSeries(series: readonly string[]): HeldRuns {
    const said = series.join();
    if (!this.#lists.has(said) && this.#lists.size >= MOST_LISTS) this.#forget();
    const list = this.#lists.get(said) ?? ++this.#lastList;
    this.#lists.set(said, list);
    const keyOf = (place: string) => `${list} ${place}`;
    return {
      get: (place) => this.#get(keyOf(place)),
      set: (place, measured) => this.#set(keyOf(place), measured.map(this.#shared)),
    };
  }

  #get(key: string): readonly Measured[] | undefined {
    const found = this.#held.get(key);
    if (found === undefined) return undefined;
    this.#held.delete(key);
    this.#held.set(key, found); // now the last to go
    return found;
  }

  #set(key: string, measured: readonly Measured[]): readonly Measured[] {
    this.#values += sizeOf(measured);
    const before = this.#held.get(key);
    if (before) this.#values -= sizeOf(before);
    this.#held.set(key, measured);
    for (const [oldest, gone] of this.#held) {
      if (this.#values <= this.#most) break;
      this.#held.delete(oldest);
      this.#values -= sizeOf(gone);
    }
    return measured;
  }

  readonly #shared = (one: Measured): Measured => {
    const { series } = one;
    const key = `${series.length} ${series[0]} ${series.at(-1)}`;
    const known = this.#places.get(key);
    if (known?.every((place, at) => place === series[at])) return { ...one, series: known };
    if (this.#places.size >= MOST_PLACES) this.#places.clear(); // runs keep theirs; only what follows shares anew
    this.#places.set(key, series);
    return one;
  };

  #forget(): void {
    this.#lists.clear();
    this.#held.clear();
    this.#places.clear();
    this.#values = 0;
  }
}

export interface HeldRuns {
  /** `place`: chain and sequence of the run. */
  get(place: string): readonly Measured[] | undefined;
  set(place: string, measured: readonly Measured[]): readonly Measured[];
}

/** In values; a run that measured nothing of the list takes its place in memory, too. */
const sizeOf = (measured: readonly Measured[]): number =>
  measured.reduce((sum, { values }) => sum + values.length, ENTRY);
